import { PartProblem } from '../base/conditions.tsx';
import { navigate } from '../base/router.ts';
import { useSay } from '../base/words.ts';
import { useAgencies } from './agencies.ts';
import { useDeskWords } from './desk-words.ts';

interface AgencyChoiceProps {
  /** Code of the one that is chosen. */
  readonly agency: string | undefined;
  /** Address of the same page for another. */
  readonly href: (agency: string) => string;
}

/** An auditor belongs to no agency and names the one to look at: those that have items in the catalogue. */
export function AgencyChoice({ agency, href }: AgencyChoiceProps) {
  const words = useDeskWords();
  const say = useSay();
  const agencies = useAgencies();
  return (
    <div class="field">
      <label for="agency">{words('inbox-agency')}</label>
      <select id="agency" value={agency ?? ''} onChange={(event) => navigate(href(event.currentTarget.value))}>
        <option value="">{words('inbox-agency-choose')}</option>
        {agencies.data?.map(({ code, name }) => (
          <option key={code} value={code}>
            {say(name)}
          </option>
        ))}
      </select>
      <PartProblem of={agencies} what={words('inbox-agency')} />
    </div>
  );
}

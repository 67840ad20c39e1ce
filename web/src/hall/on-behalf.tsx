/** Says for whom somebody acts, on every page where they do; and the way back to what is their own. */
import { Icon } from '../base/icon.tsx';
import { Said } from '../base/said.tsx';
import { useHallWords } from './hall-words.ts';
import { signIn } from './session.ts';

interface OnBehalfProps {
  readonly of: { readonly applicantName: string; readonly agentName: string } | undefined;
}

export function OnBehalf({ of }: OnBehalfProps) {
  const words = useHallWords();
  const person = signIn.usePerson();
  if (of === undefined) return null;
  // Names stand in the account as they stand in the case: the agent's own account is not the applicant's.
  const acting = person?.name !== of.applicantName;
  return (
    <div class="notice amber row apart on-behalf" role="status">
      <p>
        <Icon name="person" />{' '}
        <Said>
          {acting ? words('acting-for', { name: of.applicantName }) : words('acted-by', { name: of.agentName })}
        </Said>
      </p>
      <a href={acting ? '/cases' : '/me/agents'}>{words(acting ? 'acting-back' : 'acted-see')}</a>
    </div>
  );
}

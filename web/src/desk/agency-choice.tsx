import type { ItemSummary } from '../../../shared/catalogue/item.ts';
import { call } from '../base/api.ts';
import type { Page } from '../base/api-answers.ts';
import { useLoad } from '../base/load.ts';
import { navigate } from '../base/router.ts';
import { useSay } from '../base/words.ts';
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
  const { data } = useLoad('agencies', async () => {
    const agencies = new Map<string, ItemSummary['agency']>();
    let cursor: string | undefined;
    do {
      const page: Page<ItemSummary> = await call('GET /v1/items', { query: { limit: '100', cursor } });
      for (const item of page.items) agencies.set(item.agency.code, item.agency);
      cursor = page.next;
    } while (cursor !== undefined);
    return [...agencies.values()];
  });
  return (
    <div class="field">
      <label for="agency">{words('inbox-agency')}</label>
      <select id="agency" value={agency ?? ''} onChange={(event) => navigate(href(event.currentTarget.value))}>
        <option value="">{words('inbox-agency-choose')}</option>
        {data?.map(({ code, name }) => (
          <option key={code} value={code}>
            {say(name)}
          </option>
        ))}
      </select>
    </div>
  );
}

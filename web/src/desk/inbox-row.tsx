import type { InboxRow } from '../base/api-answers.ts';
import { Lamp } from '../base/due.tsx';
import { dayText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { Said } from '../base/said.tsx';
import { useSettings } from '../base/settings.ts';
import { useSay } from '../base/words.ts';
import { useDeskWords } from './desk-words.ts';
import { type Filter, queryOf, spansStages } from './filter.ts';

interface RowProps {
  readonly row: InboxRow;
  readonly filter: Filter;
  /** Who looks. */
  readonly me: string;
  readonly current: boolean;
  readonly onFocus: () => void;
  /** While cases are chosen for one act on many: is this one, and how that changes. */
  readonly choice?: { readonly chosen: boolean; readonly toggle: () => void } | undefined;
}

/** A case in the list: what, whose, until when, with whom. All rows are equally high. */
export function Row({ row, filter, me, current, onFocus, choice }: RowProps) {
  const words = useDeskWords();
  const say = useSay();
  const { language } = useSettings();
  const name = say(row.itemName);
  const link = (
    <a
      class="inbox-row"
      href={`/desk/cases/${row.caseId}${queryOf(filter)}`}
      aria-current={current ? 'true' : undefined}
      data-row={row.caseId}
      onFocus={onFocus}
    >
      <span class="inbox-item" title={name}>
        {name}
      </span>
      <span class="inbox-who" title={row.applicantName}>
        <Said>{row.applicantName}</Said>
      </span>
      <span class="inbox-due small">
        {row.lamp !== undefined && <Lamp lamp={row.lamp} />}
        {row.dueBy !== undefined && <span class="number">{dayText(row.dueBy, language, hallNow())}</span>}
        {spansStages(filter) && <span class="muted">{words(stageKey(row.state))}</span>}
      </span>
      <span class={row.handler?.id === me ? 'inbox-handler small own' : 'inbox-handler small muted'}>
        {row.handler === undefined
          ? words('inbox-unclaimed')
          : row.handler.id === me
            ? words('inbox-own')
            : words('inbox-handler', { name: row.handler.name })}
      </span>
    </a>
  );
  if (choice === undefined) return link;
  return (
    <div class="choosing">
      <label class="choose">
        <input type="checkbox" class="tick" checked={choice.chosen} onChange={choice.toggle} />
        <span class="hidden">
          {words('bulk-choose')} {name} <Said>{row.applicantName}</Said>
        </span>
      </label>
      {link}
    </div>
  );
}

/** A draft never comes to a desk. */
const stageKey = (state: InboxRow['state']) => `state-${state === 'draft' ? 'submitted' : state}` as const;

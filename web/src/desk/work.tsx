/** The work on cases: filters, list, case. Side by side where there is room, one at a time where there is not. */

import { useCallback, useState } from 'preact/hooks';
import type { InboxRow } from '../base/api-answers.ts';
import { hallNow } from '../base/hall-time.ts';
import { navigate, route, usePlace } from '../base/router.ts';
import type { AreaProps } from './areas.ts';
import { DeskCase } from './desk-case.tsx';
import { useDeskWords } from './desk-words.ts';
import { type Change, filterOf, queryOf } from './filter.ts';
import { Filters } from './filters.tsx';
import { Inbox } from './inbox.tsx';
import { useKeys } from './keys.ts';

export function Work({ person }: AreaProps) {
  const words = useDeskWords();
  const { path, query } = usePlace();
  const filter = filterOf(query, person);
  const id = route(path, [['/desk/cases/:id', (values) => values.id]]);
  const [changes, setChanges] = useState<ReadonlyMap<string, Change>>(new Map());
  const onChanged = useCallback(
    (row: InboxRow) => setChanges((old) => new Map([...old, [row.caseId, { row, at: hallNow().getTime() }]])),
    [],
  );
  useKeys(id === undefined ? {} : { i: () => navigate(`/desk${queryOf(filter)}`) });
  return (
    <div class={id === undefined ? 'work' : 'work with-case'}>
      <Filters filter={filter} person={person} />
      <main id="main" class="panes" tabIndex={-1}>
        <Inbox filter={filter} person={person} open={id} changes={changes} />
        <div class="desk-case">
          {id === undefined ? (
            <p class="muted pick">{words('inbox-pick')}</p>
          ) : (
            <DeskCase key={id} id={id} filter={filter} person={person} onChanged={onChanged} />
          )}
        </div>
      </main>
    </div>
  );
}

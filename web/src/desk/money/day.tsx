/** One day's accounts: bills, the three lists of differences, trial balance, signature, the treasury's file. */

import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { DayView } from '../../base/api-answers.ts';
import { Shown } from '../../base/conditions.tsx';
import { dayText, moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction, useLoad } from '../../base/load.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, BackLink, ProblemNotice, Title } from '../../base/ui.tsx';
import { DifferenceLists } from './differences.tsx';
import { Sums } from './entries.tsx';
import { type DayFile, fetchDay, save } from './export.ts';
import { MoneyTable } from './money-table.tsx';
import { useMoneyWords } from './money-words.ts';
import { type Desk, mayAct, placeOf } from './places.ts';
import { useWho } from './who.ts';

export function Day({ desk, day }: { readonly desk: Desk; readonly day: string }) {
  const words = useMoneyWords();
  const { language } = useSettings();
  const loaded = useLoad(day, () =>
    call('GET /v1/money/days/{day}', { path: { day }, query: { agency: desk.agency } }),
  );
  return (
    <div class="stack">
      <BackLink href={placeOf(desk, 'days')}>{words('day-back')}</BackLink>
      <Title site={words('site')}>{words('day-title', { day: dayText(day, language, hallNow()) })}</Title>
      <Shown of={loaded}>
        {(view) => (
          <>
            <Bills view={view} />
            {view.run !== undefined && <DifferenceLists desk={desk} day={day} run={view.run} reload={loaded.reload} />}
            <Balance view={view} />
            <SignOff desk={desk} view={view} reload={loaded.reload} />
            <Export desk={desk} day={day} />
          </>
        )}
      </Shown>
    </div>
  );
}

function Bills({ view: { run } }: { readonly view: DayView }) {
  const words = useMoneyWords();
  return (
    <section class="card" aria-labelledby="bills">
      <h2 id="bills">{words('day-bills')}</h2>
      {run === undefined ? (
        <p class="muted">{words('day-no-run')}</p>
      ) : (
        <ul class="plain money-bills">
          {run.providers.map(({ provider, state, lines, total }) => (
            <li key={provider}>
              <strong>{words(provider)}</strong>
              <span class={`tag ${state === 'matched' ? 'ok' : state === 'refused' ? 'overdue' : 'amber'}`}>
                {words(`bill-${state}`)}
              </span>
              {state === 'matched' && (
                <span class="number">{words('bill-lines', { n: lines, amount: signed(total) })}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const signed = (fen: number): string => (fen < 0 ? `−${moneyText(-fen)}` : moneyText(fen));

function Balance({ view }: { readonly view: DayView }) {
  const words = useMoneyWords();
  const moved = view.balances.filter(({ amount }) => amount !== 0);
  return (
    <section class="card money-list" aria-labelledby="balance">
      <h2 id="balance">{words('day-balance')}</h2>
      {view.balances.length === 0 ? (
        <p class="muted">{words('day-balance-none')}</p>
      ) : (
        <MoneyTable
          columns={['column-account']}
          sums={['column-debit', 'column-credit']}
          narrow
          foot={<Sums amounts={moved.map(({ amount }) => amount)} columns={1} />}
        >
          {moved.map(({ account, amount }) => (
            <tr key={account}>
              <td>{words(`account-${account}`)}</td>
              <td class="sum number">{amount > 0 ? moneyText(amount) : ''}</td>
              <td class="sum number">{amount < 0 ? moneyText(-amount) : ''}</td>
            </tr>
          ))}
        </MoneyTable>
      )}
    </section>
  );
}

interface SignOffProps {
  readonly desk: Desk;
  readonly view: DayView;
  readonly reload: () => Promise<void>;
}

function SignOff({ desk, view: { day, run, complete }, reload }: SignOffProps) {
  const words = useMoneyWords();
  const who = useWho(desk.person);
  const { language } = useSettings();
  const signing = useAction(async () => {
    await call('POST /v1/money/days/{day}/sign-off', { path: { day }, body: {} });
    await reload();
  });
  if (run === undefined) return null;
  const missing = complete !== true;
  const { open } = run;
  const why = missing ? words('sign-off-bills') : words('sign-off-open', { n: open });
  return (
    <section class="card stack tight" aria-labelledby="sign-off">
      <h2 id="sign-off">{words('column-signed')}</h2>
      {run.signedOff !== undefined ? (
        <p class="notice ok" role="status">
          {words('sign-off-done', {
            when: timeText(run.signedOff.at, language, hallNow()),
            by: who(run.signedOff.by),
          })}
        </p>
      ) : missing || open > 0 ? (
        <p>{words('sign-off-not-yet', { why })}</p>
      ) : !mayAct(desk) ? (
        <p>{words('not-signed')}</p>
      ) : (
        <>
          <p>{words('sign-off-text')}</p>
          <p>
            <ActionButton busy={signing.busy} onClick={() => void signing.run()}>
              {words('sign-off')}
            </ActionButton>
          </p>
        </>
      )}
      {signing.problem !== undefined && <ProblemNotice problem={signing.problem} />}
    </section>
  );
}

function Export({ desk, day }: { readonly desk: Desk; readonly day: string }) {
  const words = useMoneyWords();
  const [made, setMade] = useState<DayFile>();
  const [lines, setLines] = useState(0);
  const saving = useAction(async () => {
    setMade(undefined);
    const file = await fetchDay(day, desk.agency, setLines);
    save(file);
    setMade(file);
  });
  return (
    <section class="card stack tight" aria-labelledby="export">
      <h2 id="export">{words('export-title')}</h2>
      <p>{words('export-text')}</p>
      <p>
        <ActionButton kind="second" busy={saving.busy} onClick={() => void saving.run()}>
          {words('export-do')}
        </ActionButton>
      </p>
      {saving.busy && lines > 0 && (
        <p class="small" role="status">
          {words('export-busy', { n: lines })}
        </p>
      )}
      {made !== undefined && (
        <p class="small" role="status">
          {words('export-done', { name: made.fileName })}
          <br />
          <span class="mono break">SHA-256 {made.sha256}</span>
        </p>
      )}
      {saving.problem !== undefined && <ProblemNotice problem={saving.problem} />}
    </section>
  );
}

/** What this person has begun for others, apart from what is their own. */
import { call } from '../../base/api.ts';
import { dayText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { MoreButton, usePaged } from '../../base/paged.tsx';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { stateTag } from '../../base/states.ts';
import { useSay } from '../../base/words.ts';
import { useHallWords } from '../hall-words.ts';
import { isToPay } from '../pay/standing.ts';
import { ToPay } from '../pay/to-pay.tsx';
import { useAgentWords } from './agent-words.ts';

export function ForOthers() {
  const words = useAgentWords();
  const hall = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  const drafts = usePaged('their-drafts', (cursor) => call('GET /v1/drafts', { query: { for: 'others', cursor } }));
  const cases = usePaged('their-cases', (cursor) => call('GET /v1/cases', { query: { for: 'others', cursor } }));
  return (
    <>
      {(drafts.items?.length ?? 0) > 0 && (
        <section class="card" aria-labelledby="their-drafts">
          <h2 id="their-drafts">{words('their-drafts')}</h2>
          <ul class="plain rows">
            {drafts.items?.map(({ caseId, itemName, updatedAt, onBehalf }) => (
              <li key={caseId}>
                <a class="row-link" href={`/apply/${caseId}`}>
                  <span class="row-name">
                    {say(itemName)}{' '}
                    <span class="tag info">
                      <Said>{words('for', { name: onBehalf?.applicantName ?? '' })}</Said>
                    </span>
                  </span>
                  <span class="row-facts">
                    <span>{hall('draft-row', { when: timeText(updatedAt, language, hallNow()) })}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
          <MoreButton list={drafts} />
        </section>
      )}
      <section class="card" aria-labelledby="their-cases">
        <h2 id="their-cases">{words('their-cases')}</h2>
        {cases.items?.length === 0 && <p class="muted">{words('their-none')}</p>}
        <ul class="plain rows">
          {cases.items?.map(({ caseId, itemName, state, status, next, onBehalf }) => (
            <li key={caseId}>
              <a class="row-link" href={`/cases/${caseId}`}>
                <span class="row-name">
                  {say(itemName)} <span class={stateTag(state)}>{say(status)}</span>
                </span>
                <span class="row-facts">
                  <span class="tag info">
                    <Said>{words('for', { name: onBehalf?.applicantName ?? '' })}</Said>
                  </span>
                  {next.whose !== 'nobody' && <span>{say(next.what)}</span>}
                  {next.by !== undefined && (
                    <span>{hall('by-day', { day: dayText(next.by, language, hallNow()) })}</span>
                  )}
                </span>
              </a>
            </li>
          ))}
        </ul>
        <MoreButton list={cases} />
      </section>
    </>
  );
}

/** First on the page: it has a day. */
export function ToPayForOthers() {
  const words = useAgentWords();
  const orders = usePaged('their-orders', (cursor) => call('GET /v1/orders', { query: { for: 'others', cursor } }));
  const toPay = orders.items?.filter((order) => isToPay(order, hallNow())) ?? [];
  if (toPay.length === 0) return null;
  return (
    <section class="card" aria-labelledby="their-payments">
      <h2 id="their-payments">{words('their-payments')}</h2>
      <ul class="plain rows">
        {toPay.map((order) => (
          <ToPay key={order.orderNo} order={order}>
            <span class="tag info">
              <Said>{words('for', { name: order.payerName ?? '' })}</Said>
            </span>
          </ToPay>
        ))}
      </ul>
      <MoreButton list={orders} />
    </section>
  );
}

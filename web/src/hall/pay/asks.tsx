/** Requests to pay less: the one under way, which can be taken back, and what was answered to earlier ones. */

import { call } from '../../base/api.ts';
import type { OrderView } from '../../base/api-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Icon } from '../../base/icon.tsx';
import { useAction } from '../../base/load.ts';
import { openLink } from '../../base/open-link.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { usePayWords } from './pay-words.ts';

interface AsksProps {
  readonly order: OrderView;
  readonly set: (order: OrderView) => void;
}

export function Asks({ order, set }: AsksProps) {
  return (
    <>
      {order.asks
        .filter(({ state }) => state !== 'withdrawn')
        .toReversed()
        .map((ask) => (
          <One key={ask.askNo} order={order} ask={ask} set={set} />
        ))}
    </>
  );
}

function One({ order: { orderNo }, ask, set }: AsksProps & { readonly ask: OrderView['asks'][number] }) {
  const pay = usePayWords();
  const { language } = useSettings();
  const withdrawing = useAction(async (key) => {
    const path = { orderNo, askNo: String(ask.askNo) };
    set(await call('POST /v1/orders/{orderNo}/reductions/{askNo}/withdraw', { path, body: {}, idempotencyKey: key }));
  });
  const tone = ask.state === 'granted' ? ' ok' : ask.state === 'rejected' ? ' amber' : '';
  const when = timeText(ask.decidedAt ?? ask.askedAt, language, hallNow());
  return (
    <section class={`notice stack tight${tone}`} aria-label={pay('reduction')}>
      <h2>{pay(`ask-${ask.state}`)}</h2>
      <p>
        {pay(`ground-${ask.ground}`)}
        {language === 'zh' ? '：' : ': '}
        <Said>{ask.statement}</Said>
      </p>
      {ask.files.map((file) => (
        <File key={file.fileId} orderNo={orderNo} fileId={file.fileId} name={file.fileName} />
      ))}
      {ask.answer !== undefined && (
        <p>
          <Said>{pay('ask-answer', { answer: ask.answer })}</Said>
        </p>
      )}
      <p class="small muted">{when}</p>
      {ask.state === 'asked' && (
        <>
          <p>{pay('ask-asked-text')}</p>
          <p>
            <ActionButton kind="second" busy={withdrawing.busy} onClick={() => void withdrawing.run()}>
              {pay('ask-withdraw')}
            </ActionButton>
          </p>
        </>
      )}
      {withdrawing.problem !== undefined && <ProblemNotice problem={withdrawing.problem} />}
    </section>
  );
}

function File({ orderNo, fileId, name }: { readonly orderNo: string; readonly fileId: string; readonly name: string }) {
  const pay = usePayWords();
  const opening = useAction(async () => {
    const path = { orderNo, fileId };
    await openLink(async () => (await call('GET /v1/orders/{orderNo}/evidence/{fileId}', { path })).url);
  });
  return (
    <>
      <p>
        <ActionButton kind="second" busy={opening.busy} onClick={() => void opening.run()}>
          <Icon name="file" /> <Said>{pay('ask-open-file', { name })}</Said>
        </ActionButton>
      </p>
      {opening.problem !== undefined && <ProblemNotice problem={opening.problem} />}
    </>
  );
}

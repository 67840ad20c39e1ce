/** What the payer asked to be let off, with the evidence, and what was answered. */

import { call } from '../../base/api.ts';
import type { DeskOrder } from '../../base/api-answers.ts';
import { timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Icon } from '../../base/icon.tsx';
import { useAction } from '../../base/load.ts';
import { openLink } from '../../base/open-link.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { useMoneyWords } from './money-words.ts';
import { askTone } from './tones.ts';

type Ask = DeskOrder['asks'][number];

export function OrderAsks({ order }: { readonly order: DeskOrder }) {
  const words = useMoneyWords();
  if (order.asks.length === 0) return null;
  return (
    <section class="card" aria-labelledby="asks">
      <h2 id="asks">{words('reductions-title')}</h2>
      <ul class="plain money-refunds">
        {order.asks.toReversed().map((ask) => (
          <One key={ask.askNo} orderNo={order.orderNo} ask={ask} />
        ))}
      </ul>
    </section>
  );
}

function One({ orderNo, ask }: { readonly orderNo: string; readonly ask: Ask }) {
  const words = useMoneyWords();
  const { language } = useSettings();
  return (
    <li class="stack tight">
      <p class="row apart">
        <strong>{words(`ground-${ask.ground}`)}</strong>
        <span class={`tag ${askTone[ask.state]}`}>{words(`ask-${ask.state}`)}</span>
      </p>
      <p class="break">
        <Said>{ask.statement}</Said>
      </p>
      {ask.certificate !== undefined && <p>{words('ask-certificate', ask.certificate)}</p>}
      {ask.files.map((file) => (
        <File key={file.fileId} orderNo={orderNo} fileId={file.fileId} name={file.fileName} />
      ))}
      {ask.answer !== undefined && <p class="notice">{words('ask-answer', { answer: ask.answer })}</p>}
      <p class="small muted">{timeText(ask.askedAt, language, hallNow())}</p>
    </li>
  );
}

function File({ orderNo, fileId, name }: { readonly orderNo: string; readonly fileId: string; readonly name: string }) {
  const words = useMoneyWords();
  const opening = useAction(async () => {
    const path = { orderNo, fileId };
    await openLink(async () => (await call('GET /v1/money/orders/{orderNo}/evidence/{fileId}', { path })).url);
  });
  return (
    <>
      <p>
        <ActionButton kind="second" busy={opening.busy} onClick={() => void opening.run()}>
          <Icon name="file" /> {words('ask-open-file', { name })}
        </ActionButton>
      </p>
      {opening.problem !== undefined && <ProblemNotice problem={opening.problem} />}
    </>
  );
}

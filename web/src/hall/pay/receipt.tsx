/** The fiscal e-receipt (财政电子票据), drawn like the paper it is, with the way to its PDF. */
import { call } from '../../base/api.ts';
import type { OrderView } from '../../base/api-answers.ts';
import { dateText } from '../../base/format.ts';
import { Icon } from '../../base/icon.tsx';
import { useAction } from '../../base/load.ts';
import { openLink } from '../../base/open-link.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, ProblemNotice } from '../../base/ui.tsx';
import { PaperSign } from '../paper-sign.tsx';
import { usePayWords } from './pay-words.ts';

export function Receipt({ order }: { readonly order: OrderView }) {
  const pay = usePayWords();
  const { language } = useSettings();
  const opening = useAction(async () => {
    const path = { orderNo: order.orderNo };
    await openLink(async () => (await call('GET /v1/orders/{orderNo}/receipt', { path })).url);
  });
  const { receipt, agencyName } = order;
  if (receipt === undefined) {
    return (
      <p class="card" role="status">
        {pay('receipt-waiting')}
      </p>
    );
  }
  return (
    <section class="paper" aria-labelledby="receipt">
      <h2 class="paper-title" id="receipt">
        {pay('receipt-title')}
      </h2>
      <dl class="pay-facts">
        {(
          [
            ['receipt-code', receipt.code],
            ['receipt-number', receipt.number],
            ['receipt-check', receipt.check],
          ] as const
        ).map(([word, value]) => (
          <div key={word}>
            <dt>{pay(word)}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
      {agencyName !== undefined && (
        <PaperSign agency={agencyName} date={dateText(receipt.issuedAt, language, new Date(0))} />
      )}
      <p class="row no-print">
        <ActionButton busy={opening.busy} onClick={() => void opening.run()}>
          <Icon name="file" /> {pay('receipt-open')}
        </ActionButton>
      </p>
      {opening.problem !== undefined && <ProblemNotice problem={opening.problem} />}
    </section>
  );
}

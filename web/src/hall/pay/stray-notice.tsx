/** Money that came twice, or in another amount: said beside the order, with the way to its refund. */
import type { OrderLine } from '../../base/api-answers.ts';
import { moneyText } from '../../base/format.ts';
import { usePayWords } from './pay-words.ts';

export function StrayNotice({ stray }: { readonly stray: OrderLine }) {
  const pay = usePayWords();
  const returned = stray.state === 'refunded';
  return (
    <p class={returned ? 'notice ok' : 'notice'}>
      {pay(returned ? 'stray-returned' : 'stray-notice', { amount: moneyText(stray.amount) })}{' '}
      <a href={`/orders/${stray.orderNo}`}>{pay('stray-see')}</a>
    </p>
  );
}

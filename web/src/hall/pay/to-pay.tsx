/** An order among the things that wait for a person. */
import type { OrderLine } from '../../base/api-answers.ts';
import { moneyText, timeText } from '../../base/format.ts';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { useHallWords } from '../hall-words.ts';

export function ToPay({ order }: { readonly order: OrderLine }) {
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <li>
      <a class="row-link" href={`/orders/${order.orderNo}`}>
        <span class="row-name">{words('yours-pay', { amount: moneyText(order.amount) })}</span>
        <span class="row-facts">
          <span>{say(order.title)}</span>
          <strong class="tag amber">{words('by-day', { day: timeText(order.expiresAt, language, new Date()) })}</strong>
        </span>
      </a>
    </li>
  );
}

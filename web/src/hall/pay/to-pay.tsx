/** An order among the things that wait for a person. */

import type { ComponentChildren } from 'preact';
import type { OrderLine } from '../../base/api-answers.ts';
import { moneyText, timeText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { Said } from '../../base/said.tsx';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { useHallWords } from '../hall-words.ts';

/** @param children what else is to be known of it */
export function ToPay({ order, children }: { readonly order: OrderLine; readonly children?: ComponentChildren }) {
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  return (
    <li>
      <a class="row-link" href={`/orders/${order.orderNo}`}>
        <span class="row-name">{words('yours-pay', { amount: moneyText(order.amount) })}</span>
        <span class="row-facts">
          <span>
            <Said>{say(order.title)}</Said>
          </span>
          {children}
          <strong class="tag amber">
            {words('by-time', { time: timeText(order.expiresAt, language, hallNow()) })}
          </strong>
        </span>
      </a>
    </li>
  );
}

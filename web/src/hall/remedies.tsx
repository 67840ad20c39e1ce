/** Of a decision against somebody: whom to ask, how to complain, and the two remedies with their time limits, as the document has them. */
import type { CaseView, Item } from '../base/api-answers.ts';
import { useHallWords } from './hall-words.ts';

/** 不予受理、不予许可、终止办理 (行政复议法 art. 20, 行政诉讼法 art. 46). What lapsed or was withdrawn was decided by nobody. */
export const isAgainst = ({ state, decision }: Pick<CaseView, 'state' | 'decision'>): boolean =>
  ['not-accepted', 'denied', 'terminated'].includes(state) || (state === 'delivered' && decision?.outcome === 'deny');

export function Remedies({ item }: { readonly item: Item }) {
  const words = useHallWords();
  return (
    <section class="card stack tight" aria-labelledby="remedies">
      <h2 id="remedies">{words('remedies')}</h2>
      <ul class="stack tight">
        <li>
          {words('remedies-ask')} <a href={`tel:${item.enquiryPhone}`}>{item.enquiryPhone}</a>
        </li>
        <li>{words('remedies-again')}</li>
        <li>{words('remedies-review')}</li>
        <li>{words('remedies-court')}</li>
        <li>
          {words('remedies-complain')} <a href={`tel:${item.complaintPhone}`}>{item.complaintPhone}</a>
        </li>
      </ul>
    </section>
  );
}

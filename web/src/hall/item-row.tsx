/** One service item in a list: its name, who answers for it, how long, what it costs. */
import type { ItemSummary } from '../base/api-answers.ts';
import { useSay } from '../base/words.ts';
import { useHallWords } from './hall-words.ts';

export function ItemList({ items }: { readonly items: readonly ItemSummary[] }) {
  return (
    <ul class="plain rows">
      {items.map((item) => (
        <ItemRow key={item.code} item={item} />
      ))}
    </ul>
  );
}

function ItemRow({ item }: { readonly item: ItemSummary }) {
  const words = useHallWords();
  const say = useSay();
  return (
    <li>
      <a class="row-link" href={`/items/${item.code}`}>
        <span class="row-name">{say(item.name)}</span>
        <span class="row-facts">
          <span>{say(item.agency.name)}</span>
          <span>
            {item.handling === 'instant' ? words('instant') : words('days-promised', { n: item.limits.promised })}
          </span>
          <span>{words(item.hasFee ? 'has-fee' : 'no-fee')}</span>
          {item.onlineDepth === 'IV' && <span>{words('no-visit')}</span>}
        </span>
      </a>
    </li>
  );
}

/** Which of an item's fees one application owes, by what was answered. Pure; also runs in the browser. */
import type { Answers, Item } from './item.ts';
import { dropHidden, isVisible } from './visibility.ts';

/** @returns those whose condition holds, paid online or at the counter */
export function feesDue({ fees, form }: Pick<Item, 'fees' | 'form'>, answers: Answers): Item['fees'] {
  if (fees.length === 0) return [];
  const counting = dropHidden(form, answers);
  return fees.filter(({ when }) => isVisible(when, counting));
}

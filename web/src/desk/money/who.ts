/** Who did something to an order: a rule of the hall, the provider, oneself, a colleague. */
import type { SignedIn } from '../../base/person.ts';
import { useMoneyWords } from './money-words.ts';

export function useWho({ id: me }: Pick<SignedIn, 'id'>): (id: string) => string {
  const words = useMoneyWords();
  return (id) => {
    if (id === 'hall') return words('by-hall');
    if (id === 'provider') return words('by-provider');
    return id === me ? words('by-you') : words('by-other', { id });
  };
}

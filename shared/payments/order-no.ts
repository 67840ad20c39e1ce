/** Numbers of orders. Apart from the order itself: pages use that too, and have no `node:crypto`. */
import { createHash } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An order number that the same fact always gets: of the event that asks for money, or of a stray payment. */
export function orderNoOf(fact: string): string {
  const hash = createHash('sha256').update(fact).digest();
  return Array.from(hash.subarray(0, 26), (byte: number) => alphabet[byte & 31]).join('');
}

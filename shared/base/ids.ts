/** Ids: random, opaque, in Crockford's base 32, so that no order and no count can be read from a URL. */
import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `length` random characters of Crockford's alphabet: 5 bits each. */
export function randomCode(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join('');
}

/** Id of a case, material or job: 26 characters, 130 bits. */
export const newId = (): string => randomCode(26);

/** The number of an issued document, `BS2026-7K3M-9QXT-2A`. */
import { dayOf } from '../base/time.ts';
import type { Instant } from '../base/words.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * @param fingerprint keyed hash, hex, of what the document is about: nobody without the key can compute or guess a number
 * @param decidedAt gives the year
 * @returns the year and ten characters of Crockford's base 32: 50 bits
 */
export function documentNumberOf(fingerprint: string, decidedAt: Instant): string {
  const code = Array.from(Buffer.from(fingerprint, 'hex').subarray(0, 10), (byte) => alphabet[byte & 31]).join('');
  return `BS${dayOf(decidedAt).slice(0, 4)}-${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

/** What somebody at the window shows, typed or scanned, as the hall takes it. Pure. */
import { halfWidth } from '../../base/format.ts';

export type FindBody = { cardNumber: string } | { idNumber: string } | { appointmentId: string };

/** @returns undefined when it is none of them */
export function findBody(typed: string): FindBody | undefined {
  const plain = halfWidth(typed).replace(/[\s-]/g, '').toUpperCase();
  if (/^\d{17}[\dX]$/.test(plain)) return { idNumber: plain };
  if (/^YK[0-9A-Z]{6,22}$/.test(plain)) return { cardNumber: plain };
  return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(plain) ? { appointmentId: plain } : undefined;
}

/**
 * In which order somebody tries the numbers of a session. Were it the same circle for all from different starts, those who meet at a
 * taken number would go on side by side and meet again at the next; so each has a start and a stride of their own, by a hash of who they are.
 */
import { createHash } from 'node:crypto';

/** All of the numbers, each once. @param patientId whose order it is: the same at every look */
export function ownOrder(numbers: readonly number[], patientId: string): number[] {
  const { length } = numbers;
  const hash = createHash('sha256').update(patientId).digest();
  const start = hash.readUInt32BE(0);
  const stride = coprime(1 + (hash.readUInt32BE(4) % Math.max(1, length - 1)), length);
  return Array.from({ length }, (_, at) => numbers[(start + at * stride) % length] ?? 0);
}

/** The first number from this one on that shares no factor with the length: its strides come to every place. */
function coprime(from: number, length: number): number {
  for (let stride = from; ; stride += 1) if (factor(stride, length) === 1) return stride;
}

const factor = (a: number, b: number): number => (b === 0 ? a : factor(b, a % b));

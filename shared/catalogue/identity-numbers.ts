/**
 * Check digits of the two numbers that people and bodies are known by: the resident identity number (公民身份号码,
 * GB 11643-1999) and the unified social credit code (统一社会信用代码, GB 32100-2015). Pure; also runs in the browser.
 */
import type { Day } from '../base/words.ts';

/** What is wrong with an identity number, most basic fault first; undefined when nothing is. */
export type IdCardFault = 'shape' | 'region' | 'birth-date' | 'check-digit';

/** First two digits of the place of registration (GB/T 2260); 81–83 are residence permits of Hong Kong, Macao, Taiwan. */
const regions = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);

/** ISO 7064 MOD 11-2, as a table of the remainder. */
const idCardDigits = '10X98765432';
const idCardWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 32100 leaves out I, O, S, V and Z: too like digits, or like each other. */
const creditCodeCharacters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const creditCodeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const weighted = (values: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * (values[i] ?? 0), 0);

/** @param first17 seventeen digits. @returns the eighteenth character: a digit or `X`. */
export function idCardCheckDigit(first17: string): string {
  return idCardDigits.charAt(weighted([...first17].map(Number), idCardWeights) % 11);
}

/** @param first17 seventeen characters of the code's alphabet. @returns the eighteenth. */
export function creditCodeCheckDigit(first17: string): string {
  const values = [...first17].map((character) => creditCodeCharacters.indexOf(character));
  return creditCodeCharacters.charAt((31 - (weighted(values, creditCodeWeights) % 31)) % 31);
}

/** @param value eighteen characters, `X` in capitals. @param today nobody is born after it. */
export function idCardFault(value: string, today: Day): IdCardFault | undefined {
  if (!/^\d{17}[\dX]$/.test(value)) return 'shape';
  if (!regions.has(value.slice(0, 2))) return 'region';
  const born = birthDateOf(value);
  if (born === undefined || born > today) return 'birth-date';
  return idCardCheckDigit(value.slice(0, 17)) === value[17] ? undefined : 'check-digit';
}

export function isCreditCode(value: string): boolean {
  return /^[0-9A-HJ-NP-RTUWXY]{18}$/.test(value) && creditCodeCheckDigit(value.slice(0, 17)) === value[17];
}

/** Date of birth in an identity number. @returns undefined when those eight digits are not a real day since 1900. */
export function birthDateOf(idCard: string): Day | undefined {
  const found = /^\d{6}(\d{4})(\d{2})(\d{2})/.exec(idCard);
  if (found === null) return undefined;
  const born = `${found[1]}-${found[2]}-${found[3]}`;
  return isRealDay(born) && born >= '1900-01-01' ? born : undefined;
}

/** Is it `yyyy-mm-dd`, and a day that exists? */
export function isRealDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const instant = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(value);
}

/** Full years (周岁) on a day; a year is full on the birthday itself, 29 February counting on 1 March. */
export function ageOn(born: Day, today: Day): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) >= born.slice(5) ? years : years - 1;
}

/** `440***********002X`: enough to tell two apart, not enough to know the date of birth. Anything shorter is all stars. */
export function maskIdentityNumber(value: string): string {
  if (value.length < 15) return '*'.repeat(value.length);
  return value.slice(0, 3) + '*'.repeat(value.length - 7) + value.slice(-4);
}

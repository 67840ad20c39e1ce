/** Names of departments, from the list of hospitals. Pure. */
import type { HospitalView } from '../../base/booking-answers.ts';
import type { Bilingual } from '../../base/words.ts';

export function departmentName(hospitals: readonly HospitalView[] | undefined, id: string): Bilingual | undefined {
  for (const { departments } of hospitals ?? []) {
    const found = departments.find((one) => one.id === id);
    if (found !== undefined) return found.name;
  }
  return undefined;
}

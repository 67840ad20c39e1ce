/** A prescription as it is typed. Pure. */
import { isBlank } from '../../../../shared/base/blank.ts';

export interface MedicineEntry {
  readonly name: string;
  readonly code: string;
  readonly dosage: string;
  readonly days: string;
}

export const emptyMedicine: MedicineEntry = { name: '', code: '', dosage: '', days: '' };
/** Is it what was typed of a prescription, and no other version's? */
export const areMedicines = (kept: unknown): kept is readonly MedicineEntry[] =>
  Array.isArray(kept) &&
  kept.length > 0 &&
  kept.every(
    (each: unknown) =>
      typeof each === 'object' &&
      each !== null &&
      Object.keys(emptyMedicine).every(
        (name) => typeof Object.entries(each).find(([key]) => key === name)?.[1] === 'string',
      ),
  );

/** As many as one prescription may have (处方管理办法 art. 6). */
export const mostMedicines = 5;

/** Medicines often given again, by name, to save typing: 名称 → ATC 编码. The doctor may write any other. */
export const oftenGiven: Readonly<Record<string, string>> = {
  '依那普利片 5 mg': 'C09AA02',
  '氨氯地平片 5 mg': 'C08CA01',
  '美托洛尔片 25 mg': 'C07AB02',
  '阿托伐他汀片 20 mg': 'C10AA05',
  '阿司匹林肠溶片 100 mg': 'B01AC06',
  '二甲双胍片 0.5 g': 'A10BA02',
  '奥美拉唑肠溶胶囊 20 mg': 'A02BC01',
  '左甲状腺素钠片 50 μg': 'H03AA01',
  沙丁胺醇气雾剂: 'R03AC02',
  '氯雷他定片 10 mg': 'R06AX13',
};

export const isComplete = ({ name, code, dosage, days }: MedicineEntry): boolean =>
  !isBlank(name) &&
  /^[A-Z]\d{2}[A-Z]{2}\d{2}$/.test(code.trim().toUpperCase()) &&
  !isBlank(dosage) &&
  /^\d{1,2}$/.test(days.trim()) &&
  Number(days) >= 1 &&
  Number(days) <= 84;

export const medicineOf = ({ name, code, dosage, days }: MedicineEntry) => ({
  name: name.trim(),
  code: code.trim().toUpperCase(),
  dosage: dosage.trim(),
  days: Number(days),
});

/**
 * Takes over a hospital's directory from a FHIR bundle, as CSV files a person can read and correct:
 * `npm run booking:import -- bundle.json eight catalogue/booking/my-city`. Weekly templates are the hospital's own to write.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { directoryFromBundle } from '../../shared/booking/fhir/directory-bundle.ts';

const cell = (value: unknown): string => {
  const text = value === undefined ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const csv = (header: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  [header, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');

/** Files by name. @throws ZodError naming the entry and element that do not fit */
export function csvFromBundle(bundle: unknown, policy: string): Record<string, string> {
  const { hospitals, departments, practitioners } = directoryFromBundle(bundle, policy);
  return {
    hospitals: csv(
      ['id', 'zh', 'en', 'policy', 'code', 'address', 'telephone', 'latitude', 'longitude'],
      hospitals.map(({ id, name, policy: rules, code, address, telephone, position }) => [
        ...[id, name.zh, name.en, rules, code, address, telephone],
        ...[position?.latitude, position?.longitude],
      ]),
    ),
    departments: csv(
      ['id', 'hospital', 'zh', 'en', 'specialty', 'minAge', 'maxAge', 'sex'],
      departments.map((one) => [
        one.id,
        one.hospital,
        one.name.zh,
        one.name.en,
        one.specialty,
        one.minAge,
        one.maxAge,
        one.sex,
      ]),
    ),
    practitioners: csv(
      ['id', 'department', 'zh', 'en', 'grade', 'practisingSince', 'account'],
      practitioners.map((one) => [
        one.id,
        one.department,
        one.name.zh,
        one.name.en,
        one.grade,
        one.practisingSince,
        one.account,
      ]),
    ),
  };
}

if (import.meta.main) {
  const [, , file, policy, folder] = process.argv;
  if (file === undefined || policy === undefined || folder === undefined) {
    console.error('Say: npm run booking:import -- <bundle.json> <policy> <folder>');
    process.exitCode = 1;
  } else {
    mkdirSync(folder, { recursive: true });
    const bundle: unknown = JSON.parse(readFileSync(file, 'utf8'));
    for (const [name, text] of Object.entries(csvFromBundle(bundle, policy)))
      writeFileSync(join(folder, `${name}.csv`), text);
  }
}

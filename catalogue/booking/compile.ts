/** Reads the city's directory of doctors from `catalogue/booking/` and writes it as the one file that functions read. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type DirectoryData, directoryFaults } from '../../shared/booking/directory.ts';
import { type CsvFiles, csvFiles, directoryFromCsv } from '../../shared/booking/directory-csv.ts';
import { type Policy, policy } from '../../shared/booking/policy.ts';

const here = import.meta.dirname;

/** @throws Error with a sentence that names the file */
export function readDirectory(folder = join(here, 'demo-city')): DirectoryData {
  const texts = csvFiles.map((name) => [name, readFileSync(join(folder, `${name}.csv`), 'utf8')] as const);
  const [hospitals, departments, practitioners, templates, closures] = texts.map(([, text]) => text);
  const files: CsvFiles = {
    hospitals: hospitals ?? '',
    departments: departments ?? '',
    practitioners: practitioners ?? '',
    templates: templates ?? '',
    closures: closures ?? '',
  };
  const data = directoryFromCsv(files, readPolicies());
  const [fault] = directoryFaults(data);
  if (fault !== undefined) throw new Error(fault);
  return data;
}

export function readPolicies(folder = join(here, 'policies')): Record<string, Policy> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(
    names.map((name) => {
      const parsed = policy.safeParse(parse(readFileSync(join(folder, name), 'utf8')));
      if (!parsed.success) throw new Error(`policies/${name}: ${parsed.error.issues[0]?.path.join('.')}`);
      return [name.replace('.yaml', ''), parsed.data];
    }),
  );
}

/** Writes `directory.json` into the folder. */
export function compileDirectory(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'directory.json'), JSON.stringify(readDirectory()));
}

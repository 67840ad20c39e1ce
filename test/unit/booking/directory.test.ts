import { describe, expect, it } from 'vitest';
import { readPolicies } from '../../../catalogue/booking/compile.ts';
import { csvFromBundle } from '../../../catalogue/booking/import.ts';
import { type Directory, directoryFaults, openDirectory } from '../../../shared/booking/directory.ts';
import { directoryFromCsv, rowsOf } from '../../../shared/booking/directory-csv.ts';
import { explain } from '../../../shared/booking/explain.ts';
import { directoryFromBundle } from '../../../shared/booking/fhir/directory-bundle.ts';
import {
  locationOf,
  organizationOf,
  practitionerOf,
  roleOf,
  serviceOf,
} from '../../../shared/booking/fhir/resources.ts';
import { numbersFor, poolOf, sessionOf, sessionsBetween, timeOf } from '../../../shared/booking/session.ts';
import { replacementsFor } from '../../../shared/booking/stop.ts';
import { demoCity } from '../../support/booking.ts';

const city: Directory = openDirectory(demoCity);
const session = (id: string) => {
  const found = sessionOf(city, id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};

describe('the demo city', () => {
  it('has 5 hospitals, 40 departments, 200 practitioners, and names nothing that is not there', () => {
    const { hospitals, departments, practitioners } = demoCity;
    expect([hospitals.length, departments.length, practitioners.length]).toEqual([5, 40, 200]);
    expect(directoryFaults(demoCity)).toEqual([]);
    const names = practitioners.map(({ name }) => name.zh);
    expect(new Set(names).size).toBe(names.length);
    for (const { id } of departments) expect(city.schedules.get(id)?.length).toBeGreaterThanOrEqual(5);
  });

  it('tells what is wrong in other data', () => {
    const broken = {
      ...demoCity,
      closures: [{ at: 'x9', from: '2026-01-01', to: '2026-01-02', reason: { zh: '无', en: 'no' } }],
    };
    expect(directoryFaults({ ...broken, departments: broken.departments.slice(1) })).toEqual(
      expect.arrayContaining(['closure: no x9', 'practitioner p001: no department d01']),
    );
  });

  it('explains each policy in both languages, its own hours among them', () => {
    const policies = readPolicies();
    expect(Object.keys(policies)).toHaveLength(5);
    for (const one of Object.values(policies)) {
      const sentences = explain(one);
      expect(sentences.map(({ zh }) => zh).join()).toContain(one.releaseTime);
      expect(sentences.map(({ en }) => en).join()).not.toMatch(/undefined|NaN/);
    }
  });
});

describe('import', () => {
  it('reads CSV with quotes, commas and line ends in cells, and names the line of a fault', () => {
    expect(rowsOf('a,b\r\n"x, ""y""","1\n2"\r\n')).toEqual([{ a: 'x, "y"', b: '1\n2' }]);
    const files = {
      hospitals: 'id,zh,en,policy,code,address,telephone\nH1,甲,A,eight,no,路,1\n',
      departments: '',
      practitioners: '',
      templates: '',
      closures: '',
    };
    expect(() => directoryFromCsv(files, readPolicies())).toThrow(/^hospitals\.csv line 2, (id|code)/);
  });

  it('reads the FHIR bundle that the façade itself would give', () => {
    const resources = [
      ...demoCity.hospitals.flatMap((one) => [organizationOf(one), locationOf(one)]),
      ...demoCity.departments.map(serviceOf),
      ...demoCity.practitioners.flatMap((one) => [practitionerOf(one), roleOf(one, city)]),
    ];
    const bundle = { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
    const read = directoryFromBundle(JSON.parse(JSON.stringify(bundle)), 'eight');
    expect(read.hospitals.map(({ policy: _, ...one }) => one)).toEqual(
      demoCity.hospitals.map(({ policy: _, ...one }) => one),
    );
    expect(read.departments.map(({ id, hospital, specialty }) => [id, hospital, specialty])).toEqual(
      demoCity.departments.map(({ id, hospital, specialty }) => [id, hospital, specialty]),
    );
    expect(read.practitioners.map(({ id, department, grade }) => [id, department, grade])).toEqual(
      demoCity.practitioners.map(({ id, department, grade }) => [id, department, grade]),
    );
    // As CSV files it is the same directory again, with the city's own templates.
    const files = csvFromBundle(JSON.parse(JSON.stringify(bundle)), 'eight');
    const again = directoryFromCsv(
      {
        hospitals: files.hospitals ?? '',
        departments: files.departments ?? '',
        practitioners: files.practitioners ?? '',
        templates: 'schedule,practitioner,kind,weekdays,part,start,minutes,total,feeFen,pools,from,to\n',
        closures: 'at,from,to,zh,en\n',
      },
      readPolicies(),
    );
    expect([again.hospitals, again.departments, again.practitioners]).toEqual([
      read.hospitals,
      read.departments,
      read.practitioners,
    ]);
    expect(() => directoryFromBundle({ resourceType: 'Patient' }, 'eight')).toThrow();
  });
});

describe('sessions and numbers', () => {
  it('follow the weekly template, but for closures', () => {
    const ids = sessionsBetween(city, ['s001'], '2026-11-23', '2026-11-29').map(({ sessionId }) => sessionId);
    expect(ids).toEqual(['s001-20261123-am', 's001-20261125-am', 's001-20261127-am']);
    expect(sessionsBetween(city, ['s001'], '2027-02-06', '2027-02-08')).toEqual([]);
    expect(sessionOf(city, 's001-20261124-am')).toBeUndefined();
    expect(sessionOf(city, 's001-20261399-am')).toBeUndefined();
  });

  it('have the time of their place, in the city’s hours', () => {
    expect(timeOf(session('s001-20261123-am'), 3)).toEqual({
      start: '2026-11-23T00:20:00.000Z',
      end: '2026-11-23T00:30:00.000Z',
    });
  });

  it('are shared out to pools evenly, and joined before the day', () => {
    const one = { total: 20, pools: { window: 20, clinic: 10 } };
    const kept = Array.from({ length: 20 }, (_, index) => poolOf(one, index + 1));
    expect(kept.filter((pool) => pool === 'window')).toHaveLength(4);
    expect(kept.filter((pool) => pool === 'clinic')).toHaveLength(2);
    expect(kept.filter((pool) => pool === 'online')).toHaveLength(14);
    const policy = city.policyOf('d01');
    const monday = session('s001-20261123-am');
    expect(numbersFor(monday, 'online', policy, '2026-11-22T09:59:59.999Z').length).toBeLessThan(18);
    expect(numbersFor(monday, 'online', policy, '2026-11-22T10:00:00.000Z')).toHaveLength(18);
  });

  it('that are stopped are replaced by the same grade of the same department that day', () => {
    const all = sessionsBetween(city, city.schedules.get('d01') ?? [], '2026-11-24', '2026-11-24');
    const stopped = session('s002-20261124-am');
    const found = replacementsFor(city, stopped, all);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) {
      expect(city.practitioners.get(one.practitioner)?.grade).toBe('associate-chief');
      expect([one.department, one.date, one.sessionId === stopped.sessionId]).toEqual(['d01', '2026-11-24', false]);
    }
    const first = found[0];
    if (first === undefined) throw new Error('no replacement');
    const gone = { at: '2026-11-20T00:00:00.000Z', reason: '停诊' };
    expect(replacementsFor(city, stopped, [{ ...first, stopped: gone }])).toEqual([]);
  });
});

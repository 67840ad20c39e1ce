/**
 * Who sees patients where and when: hospitals, departments, practitioners and their weekly templates (排班模板). Data, not
 * code: `catalogue/booking/` holds a city's, and `shared/booking/directory-csv.ts` and `fhir/directory-bundle.ts` read others.
 */
import * as z from 'zod';
import { bilingual, creditCode, day } from '../base/words.ts';
import { grades } from './grades.ts';
import { clockTime, policy } from './policy.ts';

/** Ids travel in URLs and as FHIR ids: letters, digits and hyphens. */
export const directoryId = z.string().regex(/^[a-z][a-z0-9]{1,15}$/);

export const hospital = z.strictObject({
  id: directoryId,
  name: bilingual,
  /** Id of the policy (预约规则) its departments follow. */
  policy: z.string(),
  /** Unified social credit code (统一社会信用代码), invented; the agency of those who work there. */
  code: creditCode,
  address: z.string(),
  telephone: z.string(),
  /** Degrees, WGS 84; FHIR searches by it. */
  position: z
    .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .optional(),
});
export type Hospital = z.infer<typeof hospital>;

export const department = z.strictObject({
  id: directoryId,
  hospital: directoryId,
  name: bilingual,
  /** Code of the medical subject (诊疗科目). */
  specialty: z.string().regex(/^\d{2}(\.\d{2})?$/),
  /** Whole years of age, both included. */
  minAge: z.int().min(0).optional(),
  maxAge: z.int().min(0).optional(),
  sex: z.enum(['male', 'female']).optional(),
});
export type Department = z.infer<typeof department>;

export const practitioner = z.strictObject({
  id: directoryId,
  department: directoryId,
  name: bilingual,
  grade: z.enum(grades),
  /** First day in independent practice (执业): a virtual visit asks three years of it. */
  practisingSince: day,
  /** Account of the doctor at the desk, where there is one. */
  account: z.string().optional(),
});
export type Practitioner = z.infer<typeof practitioner>;

/** Whom a number is kept for until the pools are joined: people online, the hospital's window, the doctor's own patients. */
export const pools = ['online', 'window', 'clinic'] as const;
export type Pool = (typeof pools)[number];

export const parts = ['am', 'pm'] as const;
export type Part = (typeof parts)[number];

/** Id of a session (门诊班次): `<schedule>-<yyyymmdd>-<am|pm>`. */
export const sessionId = z.string().regex(/^[a-z][a-z0-9]{1,15}-\d{8}-(am|pm)$/);

/** One line of a weekly template: the same session on every such weekday. */
export const template = z.strictObject({
  schedule: directoryId,
  practitioner: directoryId,
  kind: z.enum(['clinic', 'virtual']),
  /** Monday is 1, Sunday 7. */
  weekdays: z.array(z.int().min(1).max(7)).min(1),
  part: z.enum(parts),
  start: clockTime,
  /** Length of one number's time. */
  minutes: z.int().min(3).max(120),
  total: z.int().min(1).max(100),
  /** Registration fee (挂号费), fen. */
  feeFen: z.int().min(0),
  /** Share of each pool in percent; what they leave goes to `online`. */
  pools: z.partialRecord(z.enum(pools), z.int().min(0).max(100)),
  from: day,
  to: day.optional(),
});
export type Template = z.infer<typeof template>;

/** Days on which a whole hospital, a department or one schedule is closed. */
export const closure = z.strictObject({
  at: z.union([z.literal('*'), directoryId]),
  from: day,
  to: day,
  reason: bilingual,
});
export type Closure = z.infer<typeof closure>;

export const directoryData = z.strictObject({
  hospitals: z.array(hospital),
  departments: z.array(department),
  practitioners: z.array(practitioner),
  templates: z.array(template),
  closures: z.array(closure),
  policies: z.record(z.string(), policy),
});
export type DirectoryData = z.infer<typeof directoryData>;

/** The directory with its look-ups. */
export type Directory = ReturnType<typeof openDirectory>;

export function openDirectory(data: DirectoryData) {
  const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]));
  const hospitals = byId(data.hospitals);
  const departments = byId(data.departments);
  const practitioners = byId(data.practitioners);
  const templates = Map.groupBy(data.templates, ({ schedule }) => schedule);
  const schedules = Map.groupBy(
    templates.keys(),
    (schedule) => practitioners.get(templates.get(schedule)?.[0]?.practitioner ?? '')?.department ?? '',
  );
  return {
    data,
    hospitals,
    departments,
    practitioners,
    /** All lines of each schedule. */
    templates,
    /** Ids of the schedules of each department. */
    schedules,
    /** @throws Error when the data name a policy that is not there; `directoryFaults` tells beforehand */
    policyOf(departmentId: string) {
      const name = hospitals.get(departments.get(departmentId)?.hospital ?? '')?.policy ?? '';
      const found = data.policies[name];
      if (found === undefined) throw new Error(`no policy ${name}`);
      return found;
    },
    /** Whose account is this? @returns ids of practitioners, mostly one */
    practitionersOf: (account: string): string[] =>
      data.practitioners.filter((one) => one.account === account).map(({ id }) => id),
  };
}

/** Everything in the data that names what is not there, one sentence each. */
export function directoryFaults(data: DirectoryData): string[] {
  const known = (rows: readonly { id: string }[]) => new Set(rows.map(({ id }) => id));
  const hospitals = known(data.hospitals);
  const departments = known(data.departments);
  const practitioners = known(data.practitioners);
  const schedules = new Set(data.templates.map(({ schedule }) => schedule));
  const twice = (rows: readonly { id: string }[]) =>
    rows.filter(({ id }, index) => rows.findIndex((row) => row.id === id) !== index).map(({ id }) => `${id} is twice`);
  return [
    ...[data.hospitals, data.departments, data.practitioners].flatMap(twice),
    ...data.hospitals.flatMap(({ id, policy }) =>
      data.policies[policy] === undefined ? [`hospital ${id}: no policy ${policy}`] : [],
    ),
    ...data.departments.flatMap(({ id, hospital }) =>
      hospitals.has(hospital) ? [] : [`department ${id}: no hospital ${hospital}`],
    ),
    ...data.practitioners.flatMap(({ id, department }) =>
      departments.has(department) ? [] : [`practitioner ${id}: no department ${department}`],
    ),
    ...data.templates.flatMap(({ schedule, practitioner }) =>
      practitioners.has(practitioner) ? [] : [`schedule ${schedule}: no practitioner ${practitioner}`],
    ),
    ...data.closures.flatMap(({ at }) =>
      at === '*' || hospitals.has(at) || departments.has(at) || schedules.has(at) ? [] : [`closure: no ${at}`],
    ),
  ];
}

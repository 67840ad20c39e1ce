/** The hospitals with their departments and doctors: one answer that changes rarely, searched here. */
import { call } from '../../base/api.ts';
import type { HospitalView } from '../../base/booking-answers.ts';
import { type Loaded, useLoad } from '../../base/load.ts';

type Department = HospitalView['departments'][number];
type Doctor = Department['practitioners'][number];

export function useHospitals(): Loaded<readonly HospitalView[]> {
  return useLoad('hospitals', async () => (await call('GET /v1/booking/hospitals', {})).items);
}

export interface Found {
  readonly hospital: HospitalView;
  readonly department: Department;
  /** Absent when it is the department itself that was found. */
  readonly doctor?: Doctor;
}

/** Departments and doctors whose name has the words; those that begin with them first. Pure. */
export function search(hospitals: readonly HospitalView[], typed: string): Found[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return [];
  const rank = ({ name }: Department | Doctor): number => {
    const texts = [name.zh, name.en.toLowerCase()];
    if (texts.some((text) => text.startsWith(wanted))) return 0;
    return texts.some((text) => text.includes(wanted)) ? 1 : 2;
  };
  const all = hospitals.flatMap((hospital) =>
    hospital.departments.flatMap((department) => [
      { of: { hospital, department }, rank: rank(department) },
      ...department.practitioners.map((doctor) => ({ of: { hospital, department, doctor }, rank: rank(doctor) })),
    ]),
  );
  return all
    .filter((one) => one.rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .map((one) => one.of);
}

/** Where a department is, and its hospital's rules. */
export function whereIs(hospitals: readonly HospitalView[] | undefined, departmentId: string): Found | undefined {
  for (const hospital of hospitals ?? []) {
    const department = hospital.departments.find(({ id }) => id === departmentId);
    if (department !== undefined) return { hospital, department };
  }
  return undefined;
}

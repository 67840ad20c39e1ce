/** Who is who in the hall. */

/** What a signed-in person may be. One person may hold several; all but `citizen` belong to one agency or to the city. */
export const roles = [
  'citizen',
  'officer',
  'approver',
  'supervisor',
  'backoffice',
  'finance',
  'receptionist',
  'doctor',
  'pharmacist',
  'auditor',
  'operator',
] as const;
export type Role = (typeof roles)[number];

/** Whoever handles an agency's cases and items. */
export const desk = ['officer', 'approver', 'supervisor'] as const;
export const deskReaders = [...desk, 'auditor'] as const;

/**
 * What the desk has room for, and for whom. Each area is a page, or several, of its own, fetched only by those who work
 * there: a row here, its page in `area-pages.ts`, and a folder beside it. Pure.
 */
import type { SignedIn } from '../base/person.ts';

export interface AreaProps {
  readonly person: SignedIn;
}

/** In the order in which they are offered; the first one open to a person is where they begin. */
export const areas = [
  { name: 'inbox', path: '/desk', roles: ['officer', 'approver', 'supervisor', 'auditor'] },
  { name: 'consults', path: '/desk/consults', roles: ['officer', 'approver', 'supervisor', 'auditor'] },
  { name: 'orders', path: '/desk/work-orders', roles: ['supervisor', 'auditor'] },
  { name: 'operator', path: '/desk/operator', roles: ['operator'] },
  { name: 'items', path: '/desk/items', roles: ['officer', 'approver', 'supervisor', 'auditor'] },
  { name: 'exports', path: '/desk/exports', roles: ['supervisor', 'auditor'] },
  { name: 'figures', path: '/desk/figures', roles: ['supervisor', 'auditor', 'operator'] },
  { name: 'clinic', path: '/desk/clinic', roles: ['receptionist', 'doctor', 'pharmacist'] },
  { name: 'money', path: '/desk/money', roles: ['finance', 'auditor'] },
] as const satisfies readonly { name: string; path: string; roles: readonly string[] }[];

export type Area = (typeof areas)[number];
export type AreaName = Area['name'];

/** The hall checks a person's roles itself at every call; here nobody is offered what would be refused. */
export function areasOf({ roles }: Pick<SignedIn, 'roles'>): readonly Area[] {
  return areas.filter((area) => area.roles.some((role) => roles.includes(role)));
}

/** The area an address belongs to: the one that names most of it. */
export function areaAt(path: string): Area | undefined {
  return areas
    .filter((area) => path === area.path || path.startsWith(`${area.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}

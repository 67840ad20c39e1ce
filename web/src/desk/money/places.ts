/** Addresses of the finance desk. An auditor's carry the agency that is looked at. Pure. */
import type { SignedIn } from '../../base/person.ts';

export interface Desk {
  readonly person: SignedIn;
  /** Named by an auditor; absent for officers, who see their own agency's. */
  readonly agency: string | undefined;
}

export function deskOf(person: SignedIn, query: URLSearchParams): Desk {
  return { person, agency: person.agency === undefined ? (query.get('agency') ?? undefined) : undefined };
}

/** May look, but the hall needs to be told at whose books. */
export const needsAgency = ({ person, agency }: Desk): boolean => person.agency === undefined && agency === undefined;

export const mayAct = ({ person }: Desk): boolean => person.roles.includes('finance');

/** @param path below the desk's own, `orders` @param values what stands behind the question mark; empty ones are left out */
export function placeOf(
  { agency }: Pick<Desk, 'agency'>,
  path: string,
  values: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries({ ...values, agency }).flatMap<[string, string]>(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  const query = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
  return `/desk/money${path === '' ? '' : `/${path}`}${query}`;
}

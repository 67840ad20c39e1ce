/** SMART App Launch scopes (v1 `.read`, `.write`; v2 `.cruds`): what an app was allowed, on top of what its user may. Pure. */

export type Access = 'read' | 'write';

/**
 * @param scope of the token. A token with no SMART scope at all is the hall's own page's: its user's role decides alone.
 */
export function allows(scope: string | undefined, resourceType: string, access: Access): boolean {
  const smart = (scope ?? '').split(/[\s[\],]+/).flatMap((text) => parse(text) ?? []);
  if (smart.length === 0) return true;
  return smart.some((one) => (one.type === '*' || one.type === resourceType) && one.access.includes(access));
}

function parse(text: string): { type: string; access: Access[] } | undefined {
  const match = /^(?:patient|user|system)\/(\*|[A-Z]\w+)\.([a-z*]+)/.exec(text);
  if (match === null) return undefined;
  const [, type = '', rights = ''] = match;
  if (rights === '*') return { type, access: ['read', 'write'] };
  if (rights === 'read' || rights === 'write') return { type, access: [rights] };
  if (!/^c?r?u?d?s?$/.test(rights)) return undefined;
  return {
    type,
    access: [...(/[rs]/.test(rights) ? ['read' as const] : []), ...(/[cud]/.test(rights) ? ['write' as const] : [])],
  };
}

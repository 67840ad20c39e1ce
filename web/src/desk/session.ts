/** The officer's sign-in, one for the whole desk. */
import { takeTokensFrom } from '../base/api.ts';
import type { SignedIn } from '../base/person.ts';
import { makeSignIn } from '../base/sign-in.ts';

export const signIn = makeSignIn({ name: 'desk', returnPath: '/desk/signed-in', home: '/desk' });

takeTokensFrom(signIn.token);

/** Who works at a desk, or may look at one. The hall checks this itself at every call. */
export function worksHere(person: SignedIn): boolean {
  return person.roles.some((role) => ['officer', 'approver', 'supervisor', 'auditor'].includes(role));
}

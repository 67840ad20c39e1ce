/** The officer's sign-in, one for the whole desk. */
import { takeTokensFrom } from '../base/api.ts';
import { makeSignIn } from '../base/sign-in.ts';
import { takeMeFrom } from './me.ts';

export const signIn = makeSignIn({ name: 'desk', returnPath: '/desk/signed-in', home: '/desk' });

takeTokensFrom(signIn.token);
takeMeFrom(() => signIn.person()?.id);

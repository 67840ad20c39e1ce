/** The citizen's sign-in, one for the whole application. */
import { takeTokensFrom } from '../base/api.ts';
import { makeSignIn } from '../base/sign-in.ts';

export const signIn = makeSignIn({ name: 'hall', returnPath: '/signed-in', home: '/' });

takeTokensFrom(signIn.token);

/** The citizen's sign-in, one for the whole application; and what this device keeps for them. */
import { takeTokensFrom } from '../base/api.ts';
import { myVault, vaultBelongsTo } from '../base/my-vault.ts';
import { onBack } from '../base/online.ts';
import { makeSignIn } from '../base/sign-in.ts';
import { forgetSent } from '../form/kept-drafts.ts';
import { sendUnsent } from '../form/send-unsent.ts';

/** Which guides somebody read is nobody's business who comes to this computer after them. */
async function forget(): Promise<void> {
  const read = typeof caches === 'undefined' ? [] : ['pages', 'catalogue'].map((name) => caches.delete(name));
  await Promise.all([...read, forgetSent()]);
}

export const signIn = makeSignIn({ name: 'hall', returnPath: '/signed-in', home: '/', forget });

takeTokensFrom(signIn.token);
vaultBelongsTo(() => signIn.person()?.id);

/** From now on: the key is fetched while there is a network, and what could not be sent is sent when there is one. */
export function keepWhatIsTyped(): void {
  const look = () => {
    if (signIn.person() === undefined) return;
    void myVault()
      .then(() => sendUnsent())
      .catch(() => undefined);
  };
  signIn.onChange(look);
  onBack(look);
  look();
}

/** The vault of whoever is signed in in this tab. Where a browser keeps nothing, or the key was never fetched, there is none. */
import { call } from './api.ts';
import { hallNow, isHallTimeKnown } from './hall-time.ts';
import { tabMemory } from './tab-memory.ts';
import { openVault, type Vault } from './vault.ts';

/** In session storage, which signing out and closing the tab both empty. */
const keyName = 'banshi.device-key';

let open: { readonly owner: string; readonly vault: Promise<Vault | undefined> } | undefined;
let owner: () => string | undefined = () => undefined;

/** Told once by the application: id of whoever is signed in. */
export function vaultBelongsTo(who: () => string | undefined): void {
  owner = who;
}

export function myVault(): Promise<Vault | undefined> {
  const id = owner();
  if (id === undefined) return Promise.resolve(undefined);
  if (open?.owner !== id) open = { owner: id, vault: opened(id) };
  const mine = open;
  return mine.vault.then((vault) => {
    // Without a network just now: ask again next time.
    if (vault === undefined && open === mine) open = undefined;
    return vault;
  });
}

async function opened(id: string): Promise<Vault | undefined> {
  try {
    const key = await keyOf(id);
    return await openVault(key, () => hallNow().getTime(), isHallTimeKnown());
  } catch {
    return undefined;
  }
}

async function keyOf(id: string): Promise<string> {
  const [whose, known] = (tabMemory.get(keyName) ?? '').split(' ');
  if (whose === id && known !== undefined) return known;
  const { key } = await call('GET /v1/me/device-key', {});
  tabMemory.set(keyName, `${id} ${key}`);
  return key;
}

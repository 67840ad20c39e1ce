/** The merchants' keys of both kinds, for the functions that call providers: checkout, settlement, money-clock. */
import * as z from 'zod';
import { freshSecretReader } from '../shared/base/clients/secrets.ts';
import { lazy } from '../shared/base/env.ts';
import { log } from '../shared/base/log.ts';
import { callbackKeys, signingKeys } from '../shared/payments/merchant-keys.ts';
import { createProviderPort, type MerchantAccess, type ProviderPort } from '../shared/payments/provider-port.ts';

/** As the stack tells them in `MERCHANT_SECRETS`. */
const merchantSecrets = z.array(z.strictObject({ agency: z.string(), callback: z.string(), signing: z.string() }));

/** Keys are read anew after this long, so that a changed one is noticed. */
const maxAge = 600_000;

export interface Merchants {
  readonly providers: ProviderPort;
  readonly agencies: readonly string[];
}

export function merchantsFrom(text: string, hallUrl: string): Merchants {
  const known = merchantSecrets.parse(JSON.parse(text));
  const read = lazy(freshSecretReader);
  const kept = new Map<string, { at: number; access: Promise<MerchantAccess | undefined> }>();
  const access = async (agency: string): Promise<MerchantAccess | undefined> => {
    const secrets = known.find((one) => one.agency === agency);
    if (secrets === undefined) return undefined;
    const held = kept.get(agency);
    if (held !== undefined && Date.now() - held.at < maxAge) return held.access;
    const reading = readBoth(read(), secrets);
    kept.set(agency, { at: Date.now(), access: reading });
    reading.then(
      (found) => found === undefined && kept.delete(agency),
      () => kept.delete(agency),
    );
    return reading;
  };
  return { providers: createProviderPort(access, hallUrl), agencies: known.map(({ agency }) => agency) };
}

/** @returns undefined, and says so in the log, while nobody has put the merchant's keys in: the agency takes no money here yet */
async function readBoth(
  read: (id: string) => Promise<string>,
  { agency, callback, signing }: { agency: string; callback: string; signing: string },
): Promise<MerchantAccess | undefined> {
  const [one, other] = await Promise.all([read(callback), read(signing)]);
  const keys = { callback: callbackKeys.safeParse(asJson(one)), signing: signingKeys.safeParse(asJson(other)) };
  if (keys.callback.success && keys.signing.success)
    return { callback: keys.callback.data, signing: keys.signing.data };
  log('error', 'MERCHANT_KEYS_UNREADABLE', { agency });
  return undefined;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

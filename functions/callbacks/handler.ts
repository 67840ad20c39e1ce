/** The callbacks of payment providers, wired to the inbox and the merchants' verifying keys. */
import * as z from 'zod';
import { freshSecretReader } from '../../shared/base/clients/secrets.ts';
import { tableClient } from '../../shared/base/clients/table.ts';
import { lazy, readEnv } from '../../shared/base/env.ts';
import { createInboxStore } from '../../shared/payments/inbox-store.ts';
import { createKeyring } from '../../shared/payments/keyring.ts';
import { callbackKeys } from '../../shared/payments/merchant-keys.ts';
import { makeHandler } from './callbacks.ts';
import { env } from './env.ts';

const { PAYMENTS_TABLE, CALLBACK_KEY_SECRETS } = readEnv(env);
const secretIds = z.array(z.string()).parse(JSON.parse(CALLBACK_KEY_SECRETS));
const read = lazy(freshSecretReader);

// A provider waits five seconds; what does not succeed in half of that is better asked for again.
const client = tableClient({ maxAttempts: 2, requestHandler: { connectionTimeout: 500, requestTimeout: 1200 } });

export const handler = makeHandler({
  inbox: createInboxStore(client, PAYMENTS_TABLE),
  keyring: createKeyring(() =>
    Promise.all(secretIds.map(async (id) => callbackKeys.parse(JSON.parse(await read()(id))))),
  ),
  clock: Date.now,
});

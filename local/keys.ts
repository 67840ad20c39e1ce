/**
 * The keys of this data folder: made once, kept in a file that only its owner can read, so that what was signed with
 * them before a restart still holds after it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import * as z from 'zod';

/** What functions sign their calls with, and what this host checks signatures against. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const keysFile = z.object({
  /** Private RSA key, as JWK, of the sign-in server. */
  signing: z.object({ kid: z.string(), kty: z.literal('RSA'), n: z.string(), e: z.string() }).catchall(z.string()),
  cookies: z.array(z.string()).min(1),
  secretAccessKey: z.string(),
});
export type HallKeys = z.infer<typeof keysFile>;

export const accessKeyId = 'BANSHIHALL';

export async function hallKeys(dataDir: string): Promise<HallKeys> {
  const file = join(dataDir, 'keys.json');
  if (existsSync(file)) return keysFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const keys = keysFile.parse({
    signing: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' },
    cookies: [randomBytes(32).toString('base64url')],
    secretAccessKey: randomBytes(30).toString('base64url'),
  });
  writePrivately(file, keys);
  return keys;
}

/** Writes JSON whole or not at all, readable by its owner only. */
export function writePrivately(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/**
 * Field encryption: AES-256-GCM under a key derived from the hall's secret. The row's own id is authenticated with it, so a
 * ciphertext moved to another row does not open. `v1.` names the key's generation.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export interface Cipher {
  /** @param binding id of the row the text belongs to */
  seal(text: string, binding: string): Promise<string>;
  /** @throws when the text was changed, moved or sealed under another key */
  open(sealed: string, binding: string): Promise<string>;
  /** Keyed hash, hex: the same input gives the same output, and without the key nobody can try inputs. */
  fingerprint(text: string): Promise<string>;
}

export function createCipher(secret: () => Promise<string>): Cipher {
  const key = keyFor(secret, 'banshi field encryption v1');
  const hashKey = keyFor(secret, 'banshi fingerprint v1');
  return {
    async seal(text, binding) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', await key(), nonce).setAAD(Buffer.from(binding));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `v1.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64')}`;
    },
    async open(sealed, binding) {
      if (!sealed.startsWith('v1.')) throw new Error('sealed under an unknown key');
      const bytes = Buffer.from(sealed.slice(3), 'base64');
      const decipher = createDecipheriv('aes-256-gcm', await key(), bytes.subarray(0, 12), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(binding)).setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
    },
    async fingerprint(text) {
      return createHmac('sha256', await hashKey())
        .update(text)
        .digest('hex');
    },
  };
}

/** A key for one purpose, of the hall's secret. Derives once and keeps; a failed read of the secret is not kept. */
export function keyFor(secret: () => Promise<string>, purpose: string): () => Promise<Buffer> {
  let key: Buffer | undefined;
  return async () => {
    key ??= Buffer.from(hkdfSync('sha256', await secret(), '', purpose, 32));
    return key;
  };
}

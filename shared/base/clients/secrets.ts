import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { patience } from './patience.ts';

/** Reads a secret's text once; later calls wait for the same answer. A failed read is tried again by the next call. */
export function secretReader(secretId: string, client = new SecretsManagerClient(patience)): () => Promise<string> {
  let reading: Promise<string> | undefined;
  return () => {
    reading ??= read(client, secretId).catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
    return reading;
  };
}

/** The secret's text as it now is, each time. */
export const freshSecretReader =
  (client = new SecretsManagerClient(patience)) =>
  (secretId: string): Promise<string> =>
    read(client, secretId);

async function read(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (SecretString === undefined) throw new Error('secret has no text');
  return SecretString;
}

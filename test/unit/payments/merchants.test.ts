import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { merchantsFrom } from '../../../functions/merchants.ts';

const agency = '11440100DEM0001533';
const secrets = JSON.stringify([{ agency, callback: 'callback', signing: 'signing' }]);
const manager = mockClient(SecretsManagerClient);

beforeEach(() => {
  manager.reset();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

it('an agency whose keys nobody has put in yet takes no money, and that is logged without the text', async () => {
  manager.on(GetSecretValueCommand).resolves({ SecretString: 'generated-at-deployment' });
  const { providers } = merchantsFrom(secrets, 'http://localhost');
  expect(await providers.of(agency, 'alipay')).toBeUndefined();
  expect(await providers.taken(agency)).toEqual([]);
  expect(vi.mocked(console.error).mock.calls.join()).toContain('MERCHANT_KEYS_UNREADABLE');
  expect(vi.mocked(console.error).mock.calls.join()).not.toContain('generated');
});

it('keys that cannot be read are asked for again by the next call', async () => {
  manager.on(GetSecretValueCommand).rejectsOnce(new Error('later')).resolves({ SecretString: '{}' });
  const { providers } = merchantsFrom(secrets, 'http://localhost');
  await expect(providers.of(agency, 'alipay')).rejects.toThrow('later');
  expect(await providers.of(agency, 'alipay')).toBeUndefined();
});

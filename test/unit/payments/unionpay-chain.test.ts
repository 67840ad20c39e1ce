/** UnionPay's certificate travels in the message: whom it must come from, and when. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../local/provider-simulator/certificate.ts';
import { unionpayName } from '../../../local/provider-simulator/keys.ts';
import { signUnionpay } from '../../../local/provider-simulator/signing.ts';
import { signatureHolds, trustedKey, trustOf } from '../../../shared/payments/unionpay.ts';

const day = 86_400_000;
const now = Date.now();
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const [root, middle, leaf] = [pair(), pair(), pair()];
const dates = { notBefore: new Date(now - 100 * day), notAfter: new Date(now + 100 * day) };
const rootPem = makeCertificate({
  ...dates,
  commonName: '根',
  issuerName: '根',
  serial: 1n,
  publicKey: root.publicKey,
  issuerKey: root.privateKey,
});
const middlePem = (notAfter = dates.notAfter) =>
  makeCertificate({
    ...dates,
    notAfter,
    commonName: '中级',
    issuerName: '根',
    serial: 2n,
    publicKey: middle.publicKey,
    issuerKey: root.privateKey,
  });
const leafPem = makeCertificate({
  ...dates,
  commonName: unionpayName,
  issuerName: '中级',
  serial: 3n,
  publicKey: leaf.publicKey,
  issuerKey: middle.privateKey,
});

const form = new Map(Object.entries(signUnionpay({ orderId: 'a', txnAmt: '1' }, leafPem, leaf.privateKey)));
const trust = (authorities: string[], pinned: string[] = []) =>
  trustOf({ merId: '777290058167151', trust: { pinned, authorities, company: '中国银联股份有限公司' } });
const believed = (authorities: string[], pinned: string[] = [], at = now): boolean => {
  const key = trustedKey(form, trust(authorities, pinned), at);
  return key !== undefined && signatureHolds(form, key);
};

describe('a chain of three certificates', () => {
  it('is believed by the middle certificate, which issued it, with or without the root beside it', () => {
    expect(believed([middlePem(), rootPem])).toBe(true);
    expect(believed([middlePem()])).toBe(true);
  });

  it('is not believed by the root alone: nothing proves the certificate between', () => {
    expect(believed([rootPem])).toBe(false);
  });

  it('is not believed by a middle certificate that has run out, or before or after its own days', () => {
    expect(believed([middlePem(new Date(now - day))])).toBe(false);
    expect(believed([middlePem()], [], now - 101 * day)).toBe(false);
    expect(believed([middlePem()], [], now + 101 * day)).toBe(false);
  });

  it('is not believed by another key under the same name', () => {
    const other = pair();
    const forged = makeCertificate({
      ...dates,
      commonName: '中级',
      issuerName: '根',
      serial: 2n,
      publicKey: other.publicKey,
      issuerKey: root.privateKey,
    });
    expect(believed([forged, rootPem])).toBe(false);
  });

  it('is believed without any authority where it is pinned, and then it alone', () => {
    expect(believed([], [leafPem])).toBe(true);
    expect(believed([], [rootPem])).toBe(false);
  });
});

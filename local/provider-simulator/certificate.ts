/** X.509 certificates for the simulator, which Node can read but not make: as little DER as they need. */
import { type KeyObject, sign } from 'node:crypto';

export interface CertificateFields {
  readonly commonName: string;
  readonly issuerName: string;
  /** Positive. */
  readonly serial: bigint;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
}

/** @returns PEM */
export function makeCertificate(fields: CertificateFields): string {
  const { commonName, issuerName, serial, notBefore, notAfter, publicKey, issuerKey } = fields;
  const body = sequence(
    tagged(0xa0, integer(2n)),
    integer(serial),
    sha256WithRsa,
    nameOf(issuerName),
    sequence(time(notBefore), time(notAfter)),
    nameOf(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, issuerKey);
  const der = sequence(body, sha256WithRsa, tagged(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts);

function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return tagged(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

const objectId = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));
/** 1.2.840.113549.1.1.11 */
const sha256WithRsa = sequence(objectId('2a864886f70d01010b'), tagged(0x05));
/** One common name (2.5.4.3), UTF-8. */
const nameOf = (text: string): Buffer =>
  sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(text, 'utf8')))));

/** UTCTime, good until 2049. */
function time(at: Date): Buffer {
  const text = `${at.toISOString().slice(2, 19).replace(/\D/g, '')}Z`;
  return tagged(0x17, Buffer.from(text));
}

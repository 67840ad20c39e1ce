/** What a call may weigh. Files go to the bucket, not through the API. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from './problems.ts';

/** Largest body the hall reads. */
const maxBodyBytes = 1_000_000;

/** The body as text. @throws Problem `too-large` */
export function bodyOf({
  body = '',
  isBase64Encoded,
}: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): string {
  // Base64 is a third longer than what it stands for: what is far too long is not even decoded.
  if (body.length > 2 * maxBodyBytes) throw new Problem('too-large');
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBodyBytes) throw new Problem('too-large');
  return bytes.toString('utf8');
}

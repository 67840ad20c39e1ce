/** Answers compressed for whoever takes it: the HTTP API does not do that itself, and in some regions nothing stands before it. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What fits into one packet gains nothing by being smaller. */
const least = 1400;

/** The answer as it goes out. Quick rather than tight: somebody is waiting. */
export async function compressed(
  { headers }: Pick<APIGatewayProxyEventV2, 'headers'>,
  result: APIGatewayProxyStructuredResultV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { body = '', isBase64Encoded = false } = result;
  const encoding = ['br', 'gzip'].find((name) => accepts(headers['accept-encoding'] ?? '', name));
  if (encoding === undefined || isBase64Encoded || body.length < least) return result;
  // Fetched with the first long answer: no cold start pays for it.
  const { brotliCompressSync, constants, gzipSync } = await import('node:zlib');
  const packed =
    encoding === 'br'
      ? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
      : gzipSync(body, { level: 5 });
  return {
    ...result,
    headers: { ...result.headers, 'content-encoding': encoding, vary: varyOf(result.headers?.vary) },
    body: packed.toString('base64'),
    isBase64Encoded: true,
  };
}

const varyOf = (told: unknown): string => (typeof told === 'string' ? `${told}, accept-encoding` : 'accept-encoding');

/** Does an `accept-encoding` header take this encoding? `br;q=0` does not. */
export function accepts(header: string, name: string): boolean {
  return header.split(',').some((entry) => {
    const [encoding = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    return encoding === name && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

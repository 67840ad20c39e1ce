/** Every call to the hall's API: one typed function that signs, repeats what may be repeated, and turns failure into words. */
import type { ProblemBody } from '../../../shared/base/problems.ts';
import type { Answers, CallKey } from './api-answers.ts';
import { noteHallTime } from './hall-time.ts';
import { noteReached } from './online.ts';
import { ownProblem, problemFrom } from './problem.ts';
import { type CallOptions, type PlainOptions, requestFor, waitBefore } from './request.ts';
import { parsedClean } from './written.ts';

/** Gives the bearer token of whoever is signed in; `renew` because the last one was refused. */
type TokenSource = (renew: boolean) => Promise<string | undefined>;

let token: TokenSource = async () => undefined;

/** Told once by each application. */
export function takeTokensFrom(source: TokenSource): void {
  token = source;
}

/**
 * Makes one call of the route table.
 * @throws ApiProblem when the answer is a problem, or none came after some tries
 */
export async function call<K extends CallKey>(key: K, options: CallOptions<K>): Promise<Answers[K]> {
  const response = await signedFetch(key, options);
  noteHallTime(response.headers);
  const text = await response.text().catch(brokenOff);
  // The hall parses every answer through the schema these types come from, just before it leaves.
  if (response.ok) return parsedClean(text === '' ? 'null' : text);
  throw problemFrom(response.status, parsed(text));
}

/** The line broke in the middle of an answer. */
function brokenOff(): never {
  noteReached(false);
  throw ownProblem('offline');
}

/** As `call`, for an answer that is a file and no JSON: a calendar. @throws ApiProblem as `call` does */
export async function callForFile<K extends CallKey>(key: K, options: CallOptions<K>): Promise<Blob> {
  const response = await signedFetch(key, options);
  if (response.ok) return response.blob().catch(brokenOff);
  throw problemFrom(response.status, parsed(await response.text()));
}

/** As `call`, while the page is going away: one try, and nobody reads the answer. */
export async function lastCall<K extends CallKey>(key: K, options: CallOptions<K>): Promise<void> {
  const { url, method, headers, body } = requestFor(key, options, await token(false));
  await fetch(url, { method, headers: { ...headers }, body: body ?? null, keepalive: true });
}

/** A token that has just run out is renewed once; then the person must sign in again. */
async function signedFetch(key: string, options: PlainOptions): Promise<Response> {
  const first = await token(false);
  const response = await patientFetch(key, options, first);
  if (response.status !== 401 || first === undefined) return response;
  const renewed = await token(true);
  return renewed === undefined ? response : patientFetch(key, options, renewed);
}

/** Milliseconds that one try may take: API Gateway gives an answer after 29 s, whatever it is, and the line may need as long again. */
const longest = 45_000;
/** In a browser of before 2022 a try lasts as long as its line. */
const limit = () => ('timeout' in AbortSignal ? { signal: AbortSignal.timeout(longest) } : {});

/** Every call here may be repeated: it reads, replaces one version, or carries an idempotency key. */
async function patientFetch(key: string, options: PlainOptions, bearer: string | undefined): Promise<Response> {
  const { url, method, headers, body } = requestFor(key, options, bearer);
  for (let attempt = 0; ; attempt++) {
    const begun = performance.now();
    const response = await fetch(url, { method, headers: { ...headers }, body: body ?? null, ...limit() }).catch(
      () => undefined,
    );
    // An answer of the catalogue may be the device's own copy: only the hall itself proves that it was reached.
    if (response === undefined || !/^GET \/v1\/items/.test(key)) noteReached(response !== undefined);
    if (response !== undefined && response.status !== 503) return response;
    // Who has waited for so long decides themselves whether to go on.
    const tired = performance.now() - begun >= longest;
    const wait = tired ? undefined : waitBefore(attempt, response?.headers.get('retry-after') ?? null, Math.random());
    if (wait !== undefined) await new Promise((resolve) => setTimeout(resolve, wait));
    else if (response !== undefined) return response;
    else throw ownProblem('offline');
  }
}

function parsed(text: string): Partial<ProblemBody> | undefined {
  try {
    return parsedClean(text);
  } catch {
    return undefined;
  }
}

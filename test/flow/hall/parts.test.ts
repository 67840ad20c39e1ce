/** A large file that goes up in parts, through breaks: what has arrived is not asked for again, and nothing but its own bytes is taken. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { partsOf } from '../../../shared/cases/upload-parts.ts';
import { type Caller, until } from '../../support/client.ts';
import { largePdf } from '../../support/files.ts';
import { connect, type Hall } from '../../support/hall.ts';

const foodCode = '440115025000';
const code = 'safety-rules';
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let hall: Hall;
let citizen: Caller;
let caseId: string;

beforeAll(async () => {
  hall = await connect();
  citizen = await hall.as('li-na');
}, 120_000);
afterAll(async () => hall?.stop());
beforeEach(async () => {
  caseId = (await citizen('POST', '/v1/drafts', { body: { itemCode: foodCode } })).body.caseId;
});

const ticketOf = z.object({
  material: z.object({ materialId: z.string(), state: z.string() }),
  parts: z.array(
    z.object({
      url: z.string(),
      method: z.literal('PUT'),
      headers: z.record(z.string(), z.string()),
      arrived: z.boolean(),
    }),
  ),
});
type Part = z.infer<typeof ticketOf>['parts'][number];

/** A PDF of two and a half megabytes, different each time. */
function large() {
  const bytes = largePdf(2_500_000, randomUUID());
  const parts = partsOf(bytes.length).map(({ from, to }) => bytes.subarray(from, to));
  const mediaType = 'application/pdf';
  const body = {
    code,
    fileName: '制度.pdf',
    mediaType,
    bytes: bytes.length,
    sha256: hash(bytes),
    parts: parts.map(hash),
  };
  return { parts, body };
}

async function announce(body: object, key: string = randomUUID()) {
  const answer = await citizen('POST', `/v1/cases/${caseId}/materials`, { body, key });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return ticketOf.parse(answer.body);
}

const put = async (place: Part | undefined, bytes: Uint8Array | undefined, url = place?.url ?? '') =>
  (await fetch(url, { method: 'PUT', headers: place?.headers ?? {}, body: new Uint8Array(bytes ?? new Uint8Array()) }))
    .status;

const complete = (materialId: string, as = citizen) =>
  as('POST', `/v1/cases/${caseId}/materials/${materialId}/complete`, { body: {} });

describe('a file that breaks off', () => {
  it('goes on where it was, by the same call, and becomes what it was', async () => {
    const { parts, body } = large();
    const key = randomUUID();
    const first = await announce(body, key);
    expect(first.parts.map(({ arrived }) => arrived)).toEqual([false, false, false]);
    expect(await put(first.parts[1], parts[1])).toBe(200);
    expect((await complete(first.material.materialId)).body.type).toBe('urn:banshi:problem:material-not-uploaded');

    const again = await announce(body, key);
    expect(again.material.materialId).toBe(first.material.materialId);
    expect(again.parts.map(({ arrived }) => arrived)).toEqual([false, true, false]);
    expect(await put(again.parts[0], parts[0])).toBe(200);
    expect(await put(again.parts[2], parts[2])).toBe(200);
    expect((await complete(first.material.materialId)).status).toBe(200);
    const path = `/v1/cases/${caseId}/materials/${first.material.materialId}`;
    const { url } = await until(
      async () => (await citizen('GET', path)).body,
      ({ state }) => state === 'clean',
    );
    expect(hash(new Uint8Array(await (await fetch(url)).arrayBuffer()))).toBe(body.sha256);
  });

  it('goes on where it was when it is chosen anew, as one file though its item takes but one', async () => {
    const { parts, body } = large();
    const first = await announce(body);
    expect(await put(first.parts[0], parts[0])).toBe(200);
    const again = await announce({ ...body, fileName: 'other-name.pdf' });
    expect(again.material.materialId).toBe(first.material.materialId);
    expect(again.parts.map(({ arrived }) => arrived)).toEqual([true, false, false]);
    const { materials } = (await citizen('GET', `/v1/drafts/${caseId}`)).body;
    expect(materials).toHaveLength(1);
  });
});

describe('a part', () => {
  it('is taken only as it was announced: no other bytes, no more of them, at no other place', async () => {
    const { parts, body } = large();
    const key = randomUUID();
    const { material, parts: places } = await announce(body, key);
    const [first, second] = places;
    expect(await put(first, Buffer.alloc(1_000_000, 1))).toBe(400);
    expect(await put(first, parts[1])).toBe(400);
    expect(await put(first, parts[2])).toBeGreaterThanOrEqual(400);
    expect(await put(first, parts[0], first?.url.replace(`${material.materialId}/1`, `${material.materialId}/7`))).toBe(
      403,
    );
    expect(await put({ ...first, headers: {} } as Part, parts[0])).toBe(403);
    expect((await announce(body, key)).parts.map(({ arrived }) => arrived)).toEqual([false, false, false]);
    // A place whose time is over; the next announcement brings new ones.
    const old = second?.url.replace(/X-Amz-Date=\d{8}/, 'X-Amz-Date=20200101');
    expect(await put(second, parts[1], old)).toBe(403);
    expect(await put((await announce(body, key)).parts[1], parts[1])).toBe(200);
  });

  it('of a file of somebody else is nobody’s business', async () => {
    const { body } = large();
    const { material } = await announce(body);
    const other = await hall.as('zhang-wei');
    expect((await complete(material.materialId, other)).status).toBe(404);
    expect((await other('POST', `/v1/cases/${caseId}/materials`, { body })).status).toBe(404);
  });
});

it('an announcement whose parts do not add up is refused at the field', async () => {
  const { body } = large();
  for (const parts of [
    body.parts.slice(1),
    [...body.parts, body.sha256],
    Array(21).fill(body.sha256),
    ['x', 'y', 'z'],
  ]) {
    const answer = await citizen('POST', `/v1/cases/${caseId}/materials`, { body: { ...body, parts } });
    expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([422, expect.stringMatching(/^body\.parts/)]);
  }
});

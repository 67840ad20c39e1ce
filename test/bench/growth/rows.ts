/**
 * Rows of many cases, made by the store's own row makers and written as DynamoDB's export format has them. One worker makes
 * one file; `node rows.ts` is not run by hand.
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { createCipher } from '../../../shared/base/cipher.ts';
import { newId } from '../../../shared/base/ids.ts';
import { dayOf, secondsAfter } from '../../../shared/base/time.ts';
import type { CaseEvent, CaseHead } from '../../../shared/cases/case.ts';
import { caseNumberOf } from '../../../shared/cases/case-number.ts';
import { caseNumberRow, eventRow, headRow } from '../../../shared/cases/case-rows.ts';
import { eventHash } from '../../../shared/cases/chain.ts';

export interface Sample {
  readonly head: CaseHead;
  readonly events: readonly CaseEvent[];
}

/** What a worker is given: cases like these samples, numbered from `first`. */
export interface Load {
  readonly samples: readonly Sample[];
  readonly agencies: readonly string[];
  readonly first: number;
  readonly count: number;
  readonly file: string;
}

const given = z.custom<Load>((value) => typeof value === 'object' && value !== null && 'samples' in value);
export const secret = async () => 'a secret of benches';

if (parentPort !== null) {
  await write(given.parse(workerData));
  parentPort.postMessage('done');
}

async function write({ samples, agencies, first, count, file }: Load): Promise<void> {
  const out = createWriteStream(file, { highWaterMark: 1 << 22 });
  const cipher = createCipher(secret);
  let text = '';
  for (let serial = first; serial < first + count; serial += 1) {
    const sample = samples[serial % samples.length];
    const agency = agencies[serial % agencies.length];
    if (sample === undefined || agency === undefined) throw new Error('nothing to make cases of');
    for (const row of await rowsOf(sample, agency, serial, cipher)) {
      text += `${JSON.stringify({ Item: marshall(row, { removeUndefinedValues: true }) })}\n`;
    }
    if (text.length < 1 << 20) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'finish');
}

/** One case: its head, its number and its record, chained anew. Filed over two years, due over three months. */
async function rowsOf(sample: Sample, agency: string, serial: number, cipher: ReturnType<typeof createCipher>) {
  const caseId = newId();
  const filedAt = secondsAfter('2024-02-13T01:00:00.000Z', (serial * 631) % (2 * 365 * 86_400));
  const implementingCode = `${agency}${sample.head.implementingCode.slice(18)}`;
  const caseNumber = caseNumberOf(implementingCode, dayOf(filedAt), (serial % 9999) + 1);
  const due = dayOf(secondsAfter('2026-02-14T01:00:00.000Z', ((serial * 7919) % 90) * 86_400));
  const applicant = { ...sample.head.applicant, id: `applicant-${serial % 200_003}` };
  const events = chained(sample.events, caseId, caseNumber);
  const { clocks } = sample.head;
  const head: CaseHead = {
    ...sample.head,
    ...{ caseId, caseNumber, implementingCode, agency, applicant, submittedAt: filedAt, createdAt: filedAt },
    chainHash: events.at(-1)?.hash ?? '',
    clocks: {
      ...clocks,
      ...(clocks.acceptBy === undefined ? {} : { acceptBy: due }),
      ...(clocks.promisedBy === undefined ? {} : { promisedBy: due, statutoryBy: due }),
    },
  };
  return [await headRow(head, cipher), caseNumberRow(caseNumber, caseId, filedAt), ...events.map(eventRow)];
}

function chained(events: readonly CaseEvent[], caseId: string, caseNumber: string): CaseEvent[] {
  let previousHash = '';
  return events.map(({ hash: _, ...event }) => {
    const data = event.data.caseNumber === undefined ? event.data : { ...event.data, caseNumber };
    const unsealed = { ...event, caseId, eventId: `${caseId}-${event.seq}`, data, previousHash };
    previousHash = eventHash(unsealed);
    return { ...unsealed, hash: previousHash };
  });
}

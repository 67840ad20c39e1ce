/** Rows of many cases, made by the store's own row makers, in one of the worker threads of `store-file.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { type Cipher, createCipher } from '../../../shared/base/cipher.ts';
import { newId } from '../../../shared/base/ids.ts';
import { dayOf, secondsAfter } from '../../../shared/base/time.ts';
import type { CaseEvent, CaseHead } from '../../../shared/cases/case.ts';
import { caseNumberOf } from '../../../shared/cases/case-number.ts';
import { caseNumberRow, eventRow, headRow } from '../../../shared/cases/case-rows.ts';
import { eventHash } from '../../../shared/cases/chain.ts';
import { type Row, stored } from './stored.ts';

export interface Sample {
  readonly head: CaseHead;
  readonly events: readonly CaseEvent[];
}

/** What cases are made of: cases like these samples, of these agencies in turn. */
export interface Pattern {
  readonly samples: readonly Sample[];
  readonly agencies: readonly string[];
}

/** What a worker is given: to make `count` cases, numbered from `first`. */
export interface Load extends Pattern {
  readonly first: number;
  readonly count: number;
}

const given = z.custom<Load>((value) => typeof value === 'object' && value !== null && 'samples' in value);
/** Cases a message holds, and messages that may wait unread. */
/** Over which cases are filed, each day as many: so that a number is nobody else's. */
const days = 2 * 365;
const batch = 200;
const ahead = 4;
const sealing = createCipher(async () => 'a secret of benches');

if (parentPort !== null) await make(given.parse(workerData), parentPort);

/** Sends batch after batch, at most so many ahead of what was answered. */
async function make(load: Load, port: NonNullable<typeof parentPort>): Promise<void> {
  let unread = 0;
  let wake = () => {};
  port.on('message', () => {
    unread -= 1;
    wake();
  });
  for (let at = load.first; at < load.first + load.count; at += batch) {
    const rows = [];
    for (let serial = at; serial < Math.min(at + batch, load.first + load.count); serial += 1) {
      for (const row of await rowsOf(load, serial)) rows.push(stored(row));
    }
    port.postMessage(rows);
    unread += 1;
    while (unread >= ahead) await new Promise<void>((resolve) => (wake = resolve));
  }
  port.postMessage('done');
  port.removeAllListeners('message');
  port.unref();
}

/** One case: its head, its number and its record, chained anew. Filed over two years, due over three months. */
export async function rowsOf({ samples, agencies }: Pattern, serial: number, cipher: Cipher = sealing): Promise<Row[]> {
  const sample = samples[serial % samples.length];
  const agency = agencies[serial % agencies.length];
  if (sample === undefined || agency === undefined) throw new Error('nothing to make cases of');
  const caseId = newId();
  const filedAt = secondsAfter('2024-02-13T01:00:00.000Z', (serial % days) * 86_400 + ((serial * 631) % 36_000));
  const implementingCode = `${agency}${sample.head.implementingCode.slice(18)}`;
  const caseNumber = caseNumberOf(implementingCode, dayOf(filedAt), (Math.floor(serial / days) % 9999) + 1);
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

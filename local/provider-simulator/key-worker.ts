/** Makes the keys of merchants, one after another, on a thread of its own: each takes most of a second. */
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { makeMerchant } from './keys.ts';

for (const agency of z.array(z.string()).parse(workerData)) parentPort?.postMessage(makeMerchant(agency));

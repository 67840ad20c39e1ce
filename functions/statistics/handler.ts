/** The statistics of cases, wired to the table. */
import { documentClient } from '../../shared/base/clients/documents.ts';
import { readEnv } from '../../shared/base/env.ts';
import { createStatisticsStore } from '../../shared/cases/statistics-store.ts';
import { env } from './env.ts';
import { makeHandler } from './statistics.ts';

const { CASES_TABLE } = readEnv(env);

export const handler = makeHandler({ statistics: createStatisticsStore(documentClient(), CASES_TABLE) });

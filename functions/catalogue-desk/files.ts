/** The formats of files in and out, in one. */

import { itemsCsv } from '../../shared/exchange/items-csv.ts';
import { nationalFiles, sortItems } from '../../shared/exchange/items-import.ts';
import type { Exchange } from './deps.ts';

export const exchange: Exchange = { itemsCsv, nationalFiles, sortItems };

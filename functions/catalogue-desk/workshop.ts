/** What a change of an item needs, over the sources that the build laid beside the bundle. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { makeChecker, type SourceFacts } from '../../catalogue/check-text.ts';
import { indexEntryOf } from '../../catalogue/compile.ts';
import { bilingual } from '../../shared/base/words.ts';
import type { Workshop } from './deps.ts';

const sourceFacts = z.object({
  folders: z.record(z.string(), z.string()),
  files: z.record(z.string(), z.string()),
  own: z.array(z.object({ code: z.string(), name: bilingual, own: z.array(z.string()) })),
});

/** @param dir the build's folder: `agencies.yaml`, `parts/`, `items/` and `facts.json` */
export function openWorkshop(dir: string): Workshop {
  const facts: SourceFacts = sourceFacts.parse(JSON.parse(readFileSync(path.join(dir, 'facts.json'), 'utf8')));
  return {
    check: makeChecker(dir, facts),
    entryOf: indexEntryOf,
    sourceOf: (code, version) => {
      const file = facts.files[`${code}@${version}`];
      return file === undefined ? undefined : readFileSync(path.join(dir, file), 'utf8');
    },
  };
}

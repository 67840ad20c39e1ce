/** The agencies that have items in the catalogue, for those who belong to none and choose. */
import type { ItemSummary } from '../../../shared/catalogue/item.ts';
import { call } from '../base/api.ts';
import type { Page } from '../base/api-answers.ts';
import { type Loaded, useLoad } from '../base/load.ts';

export function useAgencies(): Loaded<ItemSummary['agency'][]> {
  return useLoad('agencies', async () => {
    const agencies = new Map<string, ItemSummary['agency']>();
    let cursor: string | undefined;
    do {
      const page: Page<ItemSummary> = await call('GET /v1/items', { query: { limit: '100', cursor } });
      for (const { agency } of page.items) agencies.set(agency.code, agency);
      cursor = page.next;
    } while (cursor !== undefined);
    return [...agencies.values()];
  });
}

/** One of the person's own cases, with the item in the version it was filed under. */
import { call } from '../base/api.ts';
import type { CaseView, Item } from '../base/api-answers.ts';
import { type Loaded, useLoad } from '../base/load.ts';
import { itemInVersion } from './known-item.ts';

export interface OwnCase {
  readonly view: CaseView;
  readonly item: Item;
}

export function useOwnCase(id: string): Loaded<OwnCase> {
  return useLoad(id, async () => {
    const view = await call('GET /v1/cases/{caseId}', { path: { caseId: id } });
    const item = await itemInVersion(view.itemCode, view.itemVersion);
    return { view, item };
  });
}

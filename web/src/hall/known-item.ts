/** The item whose guide was read last: the form that is opened from it need not fetch it a second time. */
import { call } from '../base/api.ts';
import type { Item } from '../base/api-answers.ts';

let last: Item | undefined;

export function noteItem(item: Item): void {
  last = item;
}

/** An item in one version, which never changes. @throws ApiProblem */
export async function itemInVersion(code: string, version: number): Promise<Item> {
  if (last?.code === code && last.version === version) return last;
  const item = await call('GET /v1/items/{itemCode}', {
    path: { itemCode: code },
    query: { version: String(version) },
  });
  last = item;
  return item;
}

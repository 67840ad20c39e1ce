/** An officer's own sentences, by person and action, in this browser: a desk may have several who sit at it by turns. They should hold nothing of a person; the page says so. */
import type { OfficerAction } from '../base/api-answers.ts';

const keyOf = (personId: string, action: OfficerAction) => `banshi.desk.templates.${personId}.${action}`;

export function ownTemplates(
  personId: string,
  action: OfficerAction,
  store: Pick<Storage, 'getItem'>,
): readonly string[] {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(personId, action)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export function setOwnTemplates(
  personId: string,
  action: OfficerAction,
  texts: readonly string[],
  store: Pick<Storage, 'setItem'>,
): void {
  try {
    store.setItem(keyOf(personId, action), JSON.stringify(texts));
  } catch {
    // The browser has no room for us: it is there as long as the page is.
  }
}

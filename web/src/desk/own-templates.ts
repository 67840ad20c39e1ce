/** An officer's own sentences, by action, in this browser. They should hold nothing of a person; the page says so. */
import type { OfficerAction } from '../base/api-answers.ts';

const keyOf = (action: OfficerAction) => `banshi.desk.templates.${action}`;

export function ownTemplates(action: OfficerAction, store: Pick<Storage, 'getItem'>): readonly string[] {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(action)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export function setOwnTemplates(
  action: OfficerAction,
  texts: readonly string[],
  store: Pick<Storage, 'setItem'>,
): void {
  store.setItem(keyOf(action), JSON.stringify(texts));
}

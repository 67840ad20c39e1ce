/** Filters a person keeps by name, in this browser: the names are theirs, and say nothing of a case. */

export interface Saved {
  readonly name: string;
  /** End of the address, as `queryOf` makes it. */
  readonly query: string;
}

const most = 12;
const keyOf = (personId: string) => `banshi.desk.filters.${personId}`;

export function savedBy(personId: string, store: Pick<Storage, 'getItem'>): readonly Saved[] {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(personId)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isSaved) : [];
  } catch {
    return [];
  }
}

export function keep(personId: string, saved: readonly Saved[], store: Pick<Storage, 'setItem'>): void {
  try {
    store.setItem(keyOf(personId), JSON.stringify(saved));
  } catch {
    // The browser has no room for us: it is there as long as the page is.
  }
}

/** The newest first; the same name again replaces what it stood for. */
export function withSaved(saved: readonly Saved[], added: Saved): readonly Saved[] {
  const name = added.name.trim();
  return [{ name, query: added.query }, ...saved.filter((each) => each.name !== name)].slice(0, most);
}

function isSaved(value: unknown): value is Saved {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'query' in value &&
    typeof value.query === 'string' &&
    value.query.startsWith('?')
  );
}

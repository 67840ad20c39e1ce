/** Whether the guide beside a case is open: how somebody likes to work, and nothing of any case. Kept in this browser. */
const key = 'banshi.desk.guide';

export const guideIsOpen = (store: Pick<Storage, 'getItem'>): boolean => store.getItem(key) !== 'folded';

export function keepGuide(open: boolean, store: Pick<Storage, 'setItem' | 'removeItem'>): void {
  try {
    if (open) store.removeItem(key);
    else store.setItem(key, 'folded');
  } catch {
    // The browser has no room for us: it is as long as the page stands.
  }
}

/** Which presses are meant for the desk's keys. Pure. */

type Press = Pick<
  KeyboardEvent,
  'key' | 'repeat' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented' | 'isComposing'
>;

/** Keys that go on while they are held down. An action is done once: the form it opens would be typed full of its own key. */
const heldDown: ReadonlySet<string> = new Set(['j', 'k', '+', '=', '-', ',', '.', '[', ']']);

/** @returns the key in lower case; undefined when the press is the browser's, an input method's, or a repeat */
export function keyOf(press: Press): string | undefined {
  if (press.defaultPrevented || press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return undefined;
  const key = press.key.toLowerCase();
  return press.repeat && !heldDown.has(key) ? undefined : key;
}

/** Ctrl and Enter, or ⌘ and Enter; once, however long they are held. */
export const isSend = (press: Press): boolean =>
  press.key === 'Enter' &&
  (press.ctrlKey || press.metaKey) &&
  !(press.altKey || press.repeat || press.defaultPrevented || press.isComposing);

/** Where letters are text. A case that is ticked for an act on many is not: the next one is a key away. */
export const textPlaces = 'input:not(.tick), textarea, select, [contenteditable="true"]';

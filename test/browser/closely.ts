/** What a machine can see of a page's drawing: targets too small for a finger, type too small for the elder mode, codes where words belong. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { look } from './browser.ts';

/** Looks at a page as `look` does, and for what is clumsy though no barrier. */
export async function lookClosely(page: Page, name: string): Promise<void> {
  await look(page, name);
  expect(await page.evaluate(tooSmall), `${name}: too small to press`).toEqual([]);
  expect(await page.evaluate(smallType), `${name}: too small to read`).toEqual([]);
  expect(await page.evaluate(rawText), `${name}: not for people`).toEqual([]);
  expect(await page.evaluate(brokenWords), `${name}: broken words`).toEqual([]);
  expect(await page.evaluate(crookedColumns), `${name}: heads that do not stand over their column`).toEqual([]);
}

/** 1280 × 1024 at 400 %: what is left of it. */
const smallest = { width: 320, height: 256 };

/**
 * Looks at the page in the smallest window there is, and gives it back its size (WCAG 1.4.10, 2.4.11): one reads downwards only, nothing is
 * cut off, and nothing that stays in place covers what one tabs to.
 */
export async function lookNarrow(page: Page, name: string): Promise<void> {
  const size = page.viewportSize();
  if (size === null) throw new Error('a window without a size');
  expect(await page.evaluate(covered), `${name}: behind what stays in place`).toEqual([]);
  await page.setViewportSize(smallest);
  expect(await page.evaluate(twoWays), `${name}: at 400 %, read in two directions`).toEqual([]);
  expect(await page.evaluate(covered), `${name}: at 400 %, behind what stays in place`).toEqual([]);
  await page.setViewportSize(size);
}

/** Is drawn, and is not there for screen readers alone. */
const shown = `const shown = (element) => {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.closest('.hidden, .skip, noscript') === null;
};`;

/** Everything that is pressed: 44 px, in the elder mode 60. A link within a sentence is as high as its letters. */
const tooSmall = `(() => {
  ${shown}
  const root = getComputedStyle(document.documentElement);
  const least = parseFloat(root.getPropertyValue('--target')) >= 60 ? 60 : 44;
  const inSentence = (element) =>
    getComputedStyle(element).display === 'inline' &&
    (element.parentElement?.textContent ?? '').trim().length > (element.textContent ?? '').trim().length + 1;
  const boxOf = (element) => {
    const own = element.getBoundingClientRect();
    const label = element.closest('label') ?? document.querySelector('label[for="' + CSS.escape(element.id || '-') + '"]');
    if (!['radio', 'checkbox'].includes(element.type) || label === null) return own;
    const { width, height } = label.getBoundingClientRect();
    return { width: Math.max(width, own.width), height: Math.max(height, own.height) };
  };
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((element) => shown(element) && !inSentence(element))
    .map((element) => ({ element, ...boxOf(element) }))
    .filter(({ element, width, height }) => height < least - 0.5 || (element.localName !== 'a' && width < least - 0.5))
    .map(({ element, width, height }) =>
      Math.round(width) + ' × ' + Math.round(height) + ' ' + element.localName + ' ' + (element.textContent || element.id).trim());
})()`;

/** No text under 18 px in the elder mode, none under 12 px at all. */
const smallType = `(() => {
  ${shown}
  const least = ['large', 'largest'].includes(document.documentElement.dataset.size) ? 18 : 12;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const { parentElement: parent } = node;
    if (node.data.trim() === '' || parent === null || parent.closest('script, svg, .seal') !== null || !shown(parent)) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < least) found.push(size + ' px: ' + node.data.trim());
  }
  return found;
})()`;

/** What a slip of a program shows, and dates as machines write them. What people look up by is marked. */
const rawText = `(() => {
  const text = [...document.querySelectorAll('main')].map((main) => main.innerText).join(' ');
  return [...text.matchAll(/\\b(undefined|null|NaN)\\b|\\[object|urn:\\w+|\\b\\d{4}-\\d\\d-\\d\\dT[\\d:.]+|\\{\\w+\\}/g)].map(([found]) => found);
})()`;

/** A column's head is set as its cells are. */
const crookedColumns = `[...document.querySelectorAll('table')].flatMap((table) => {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const cells = [...(table.tBodies[0]?.rows[0]?.cells ?? [])];
  if (heads.length !== cells.length) return [];
  return heads
    .filter((head, at) => head.textContent !== '' && getComputedStyle(head).textAlign.replace('start', 'left') !== getComputedStyle(cells[at]).textAlign.replace('start', 'left'))
    .map((head) => head.textContent);
})`;

/** Words and numbers that a column too narrow for them breaks in two. Long numbers and names of files may be. */
const brokenWords = `(() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    if (node.parentElement?.closest('.hidden, .break, .mono, .paper, script') !== null) continue;
    for (const { 0: word, index } of node.data.matchAll(/(?<![^\\s])([A-Za-z]{2,12}|\\d{1,4})(?![^\\s.,:;?!])/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.push(word);
    }
  }
  return found;
})()`;

/** What is wider than the window, scrolls sideways and is no table, drawing or text of a program, or is cut off. */
const twoWays = `(() => {
  ${shown}
  const wide = document.documentElement.clientWidth;
  const name = (element) => element.localName + '.' + element.className + ': ' + (element.textContent ?? '').trim().slice(0, 40);
  const inFigure = (element) => element.closest('svg, canvas, textarea, pre, dialog:not([open])') !== null;
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const held = (element) => {
    for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) if (scrolls(at)) return true;
    return false;
  };
  const found = [];
  for (const element of document.body.querySelectorAll('*')) {
    if (inFigure(element) || !shown(element)) continue;
    const { overflowX, textOverflow } = getComputedStyle(element);
    const over = element.scrollWidth > element.clientWidth + 1;
    if (scrolls(element) && over && element.querySelector('table, svg, canvas, pre') === null) found.push('sideways: ' + name(element));
    else if (/hidden|clip/.test(overflowX) && over && element.clientWidth > 0 && textOverflow !== 'ellipsis') found.push('cut: ' + name(element));
    else if (element.getBoundingClientRect().right > wide + 1 && !held(element)) found.push('wide: ' + name(element));
  }
  return found;
})()`;

/** What one can tab to and, scrolled to, lies wholly behind something that stays in place while the page moves. */
const covered = `(() => {
  ${shown}
  const stays = (element) => {
    for (let at = element; at !== null; at = at.parentElement) if (/fixed|sticky/.test(getComputedStyle(at).position)) return at;
    return null;
  };
  if (![...document.querySelectorAll('body *')].some((each) => /fixed|sticky/.test(getComputedStyle(each).position))) return [];
  const at = [scrollX, scrollY];
  const found = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((element) => shown(element) && !element.disabled)
    .filter((element) => {
      element.scrollIntoView({ block: 'nearest' });
      const { left, top, width, height } = element.getBoundingClientRect();
      const places = [0.1, 0.5, 0.9].map((part) => document.elementFromPoint(left + width / 2, top + height * part));
      return places.every((there) => there !== null && !there.contains(element) && !element.contains(there) &&
        stays(there) !== null && stays(there) !== stays(element));
    })
    .map((element) => element.localName + ' ' + (element.textContent || element.id).trim().slice(0, 40));
  scrollTo(...at);
  return found;
})()`;

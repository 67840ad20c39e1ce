/** The PDF itself: read back by another library, its QR code drawn again and scanned. */
import { inflateSync } from 'node:zlib';
import jsqr from 'jsqr';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Decision, paperOf } from '../../../shared/documents/paper.ts';
import { renderPaper } from '../../../shared/documents/render.ts';
import { paperFonts } from '../../support/fonts.ts';
import { promisedItem } from '../../support/test-item.ts';

const decidedAt = '2026-03-09T02:00:00.000Z';
const decision: Decision = {
  number: 'BS2026-7K3M-9QXT-2A',
  outcome: 'grant',
  caseNumber: '12441500196720244T3442199806003202603020001',
  holder: { name: '王䶮', kind: 'natural' },
  item: promisedItem,
  submittedAt: '2026-03-02T02:00:00.000Z',
  decidedAt,
  reasons: '',
  hallUrl: 'https://hall.example.cn',
};
let fonts: Awaited<ReturnType<typeof paperFonts>>;

beforeAll(async () => {
  fonts = await paperFonts();
});

const render = (changes: Partial<Decision> = {}) =>
  renderPaper(paperOf({ ...decision, ...changes }), fonts, new Date(decidedAt));

/** Text as a reader selects it, without blanks; one string to a page. */
async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const { text } = await extractText(new Uint8Array(bytes), { mergePages: false });
  return text.map((page) => page.replace(/\s/g, ''));
}

describe('a grant', () => {
  it('holds everything that the paper says, a rare character in the name too', async () => {
    const [page = '', ...more] = await pagesOf(await render());
    expect(more).toEqual([]);
    for (const said of [
      '演示局',
      '文书编号：BS2026-7K3M-9QXT-2A',
      '准予行政许可决定书',
      '事项名称：演示许可',
      `办件编号：${decision.caseNumber}`,
      '王䶮：',
      '现决定：准予行政许可。',
      '2026年3月9日',
      'https://hall.example.cn/verify/BS2026-7K3M-9QXT-2A',
    ]) {
      expect(page).toContain(said);
    }
  });

  it('is A4, tagged, titled, in Chinese, and dated by the decision', async () => {
    const bytes = await render();
    const proxy = await getDocumentProxy(new Uint8Array(bytes));
    const page = await proxy.getPage(1);
    expect(page.view.map(Math.round)).toEqual([0, 0, 595, 842]);
    expect(await proxy.getMarkInfo()).toMatchObject({ Marked: true });
    const { info } = await getMeta(proxy);
    expect(info).toMatchObject({
      Title: '准予行政许可决定书 BS2026-7K3M-9QXT-2A',
      Author: '演示局',
      Language: 'zh-CN',
    });
    expect(info.CreationDate).toContain('20260309020000');
    const tree = JSON.stringify(await page.getStructTree());
    expect(tree).toContain('"role":"H1"');
    expect(tree).toContain('印章：演示局');
    expect(tree).toContain('二维码：https://hall.example.cn/verify/BS2026-7K3M-9QXT-2A');
  });

  it('gives the same bytes again, and others for another number', async () => {
    const [one, two, other] = await Promise.all([render(), render(), render({ number: 'BS2026-0000-0000-00' })]);
    expect(Buffer.compare(one, two)).toBe(0);
    expect(Buffer.compare(one, other)).not.toBe(0);
    expect(one.length).toBeLessThan(120_000);
  });
});

describe('a denial', () => {
  it('holds reasons and remedies', async () => {
    const text = (await pagesOf(await render({ outcome: 'deny', reasons: '场所不符合规定。' }))).join('');
    expect(text).toContain('不予行政许可决定书');
    expect(text).toContain('场所不符合规定。');
    expect(text).toContain('六十日内依法申请行政复议');
    expect(text).toContain('六个月内依法向人民法院提起行政诉讼');
  });

  it('with reasons of the greatest length goes over several numbered pages and ends with the seal', async () => {
    const pages = await pagesOf(await render({ outcome: 'deny', reasons: '场所不合规定，'.repeat(285) }));
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, page] of pages.entries()) expect(page).toContain(`—${index + 1}—`);
    expect(pages.at(-1)).toContain('2026年3月9日');
    const whole = pages.map((page) => page.replace(/—\d—/, '')).join('');
    expect(whole.match(/场所不合规定，/g)).toHaveLength(285);
  });

  it('prints a mark for a character that no font has', async () => {
    const text = (await pagesOf(await render({ outcome: 'deny', reasons: '附件😀无效' }))).join('');
    expect(text).toContain('附件〓无效');
    expect(fonts.missing('附件😀无效')).toBe(1);
  });
});

describe('a long name', () => {
  it('of agency and holder stays on the paper', async () => {
    const name = { zh: '广东省广州市黄埔区人力资源和社会保障局行政审批服务中心', en: 'Centre' };
    const item = { ...promisedItem, agency: { ...promisedItem.agency, name } };
    const bytes = await render({ item, holder: { name: '甲'.repeat(100), kind: 'legal' } });
    const proxy = await getDocumentProxy(new Uint8Array(bytes));
    const { items } = await (await proxy.getPage(1)).getTextContent();
    const right = items.map((one) => ('transform' in one ? one.transform[4] + one.width : 0));
    expect(Math.max(...right)).toBeLessThan(595 - 60);
    expect((await pagesOf(bytes))[0]).toContain(name.zh);
  });
});

describe('the QR code', () => {
  it('scans to the address that verifies', async () => {
    const squares = blackSquares(await render());
    expect(squares.length).toBeGreaterThan(100);
    const { pixels, side } = draw(squares);
    expect(jsqr.default(pixels, side, side)?.data).toBe('https://hall.example.cn/verify/BS2026-7K3M-9QXT-2A');
  });
});

describe('the fonts', () => {
  it('have every character of GB 2312 and of names that its table lacks', () => {
    const decoder = new TextDecoder('gbk');
    const level = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, row) =>
        Array.from({ length: 94 }, (_, cell) => decoder.decode(new Uint8Array([from + row, 0xa1 + cell]))),
      ).flat();
    const hanzi = level(0xb0, 0xf7).filter((character) => /\p{Script=Han}/u.test(character));
    expect(hanzi).toHaveLength(6763);
    expect(fonts.missing(hanzi.join(''))).toBe(0);
    expect(fonts.missing('㐂䶮𬱖𫖯玥喆堃淼犇骉昇祎珺頔㛃𣲘𨱏')).toBe(0);
  });

  it('carry their licence', () => {
    expect(fonts.licence).toContain('SIL Open Font License');
  });
});

interface Square {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rectangles of the page's content stream: the QR code is all there is. */
function blackSquares(bytes: Uint8Array): Square[] {
  const raw = Buffer.from(bytes).toString('latin1');
  const found: Square[] = [];
  for (const { index, 0: match } of raw.matchAll(/stream\r?\n/g)) {
    const start = index + match.length;
    const content = inflated(Buffer.from(raw.slice(start, raw.indexOf('endstream', start)), 'latin1'));
    for (const [, x, y, width, height] of content.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re\b/g)) {
      found.push({ x: Number(x), y: Number(y), width: Number(width), height: Number(height) });
    }
  }
  return found;
}

function inflated(data: Buffer): string {
  try {
    return inflateSync(data).toString('latin1');
  } catch {
    return '';
  }
}

/** Draws the squares as they lie on the page, four pixels to a point, with the quiet zone of white paper around. */
function draw(squares: readonly Square[]) {
  const scale = 4;
  const left = Math.min(...squares.map(({ x }) => x)) - 12;
  const top = Math.min(...squares.map(({ y }) => y)) - 12;
  const size = Math.max(...squares.map(({ x, width }) => x + width)) - left + 12;
  const side = Math.ceil(size * scale);
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const { x, y, width, height } of squares) {
    for (let row = Math.round((y - top) * scale); row < Math.round((y + height - top) * scale); row += 1) {
      for (let at = Math.round((x - left) * scale); at < Math.round((x + width - left) * scale); at += 1) {
        pixels.fill(0, (row * side + at) * 4, (row * side + at) * 4 + 3);
      }
    }
  }
  return { pixels, side };
}

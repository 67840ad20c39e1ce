/** What the scan says of genuine, damaged, disguised and hostile files. */
import { describe, expect, it } from 'vitest';
import type { Material } from '../../../shared/cases/case.ts';
import { signatureScanner } from '../../../shared/files/malware.ts';
import { mostPagesOf } from '../../../shared/files/pdf.ts';
import { examine } from '../../../shared/files/verdict.ts';
import { eicarFile, objectStream, sha256Of, tinyJpeg, tinyPdf, tinyPng, windowsProgram } from '../../support/files.ts';

const pdf = 'application/pdf';
const png = 'image/png';
const jpeg = 'image/jpeg';

/** The verdict on a file that was announced truly, but for its type. */
const verdict = (
  bytes: Buffer,
  mediaType: Material['mediaType'],
  announced: { bytes?: number; sha256?: string } = {},
) => examine(bytes, { bytes: bytes.length, sha256: sha256Of(bytes), mediaType, ...announced }, signatureScanner);

describe('genuine files', () => {
  it.each([
    ['a PDF', tinyPdf(), pdf],
    ['a PDF with its objects packed', tinyPdf({ objects: [objectStream('4 0 << /Type /Font >>')] }), pdf],
    ['a PDF with an attachment', tinyPdf({ catalogue: '/Names << /EmbeddedFiles 4 0 R >>' }), pdf],
    ['a PDF followed by a line of rubbish', Buffer.concat([tinyPdf(), Buffer.from('\r\n<!-- -->\r\n')]), pdf],
    ['a PNG', tinyPng(), png],
    ['a JPEG', tinyJpeg(), jpeg],
    ['a JPEG with a film behind it', Buffer.concat([tinyJpeg(), Buffer.alloc(5000, 7)]), jpeg],
  ] as const)('%s is clean', async (_, bytes, type) => {
    expect(await verdict(bytes, type)).toBeUndefined();
  });
});

describe('files that are not what was announced', () => {
  it.each([
    ['a program named .pdf', windowsProgram, pdf],
    ['a page named .png', Buffer.from('<!doctype html><script>alert(1)</script>'), png],
    ['a PNG announced as JPEG', tinyPng(), jpeg],
    ['a JPEG announced as PDF', tinyJpeg(), pdf],
    ['an archive named .pdf', Buffer.from('PK\u0003\u0004'.padEnd(64, '\0')), pdf],
    ['nothing that has a type', Buffer.from('hello'), pdf],
  ] as const)('%s is of the wrong type', async (_, bytes, type) => {
    expect(await verdict(bytes, type)).toBe('wrong-type');
  });

  it('are of the wrong size, or another file of the same size', async () => {
    expect(await verdict(tinyPdf(), pdf, { bytes: 12 })).toBe('wrong-size');
    expect(await verdict(tinyPdf(), pdf, { sha256: sha256Of(tinyPng()) })).toBe('wrong-hash');
  });
});

describe('damaged files', () => {
  const cut = (bytes: Buffer, by: number) => bytes.subarray(0, bytes.length - by);
  it.each([
    ['a PDF cut short', cut(tinyPdf(), 20), pdf],
    ['a PDF with a stream that never ends', tinyPdf({ objects: ['<< /Length 9 >>\nstream\nabc'] }), pdf],
    ['a PDF whose packed objects are garbled', tinyPdf({ objects: [objectStream('x').replace(/x\x9c/, 'zz')] }), pdf],
    ['an encrypted PDF', tinyPdf({ trailer: '/Encrypt 9 0 R' }), pdf],
    ['a PNG cut short', cut(tinyPng(), 12), png],
    ['a PNG without a picture', Buffer.concat([tinyPng().subarray(0, 33), tinyPng().subarray(-12)]), png],
    ['a PNG of no width', tinyPng(0, 1), png],
    ['a PNG of 10 gigapixels', tinyPng(100_000, 100_000), png],
    ['a JPEG cut short', cut(tinyJpeg(), 2), jpeg],
    ['a JPEG without a frame', Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0, 1, 0xff, 0xd9]), jpeg],
    ['a JPEG of no height', tinyJpeg(1, 0), jpeg],
  ] as const)('%s is unreadable', async (_, bytes, type) => {
    expect(await verdict(bytes, type)).toBe('unreadable');
  });
});

describe('how many pages a PDF may have', () => {
  const tree = (count: string) => tinyPdf({ objects: [`<< /Type /Pages /Kids [] /Count ${count} >>`] });
  it('is the largest count of its trees, also where they are packed', () => {
    expect(mostPagesOf(tinyPdf())).toBe(1);
    expect(mostPagesOf(tree('12'))).toBe(12);
    expect(mostPagesOf(tinyPdf({ objects: [objectStream('9 0 << /Type /Pages /Count 7 >>')] }))).toBe(7);
  });
  it('is not known where it is kept elsewhere, or under a name with escapes', () => {
    expect(mostPagesOf(tree('12 0 R'))).toBeUndefined();
    expect(mostPagesOf(tinyPdf({ objects: ['<< /Type /Pages /C#6funt 9 >>'] }))).toBeUndefined();
    expect(mostPagesOf(Buffer.from('%PDF-1.4 nothing'))).toBeUndefined();
  });
});

describe('hostile files', () => {
  it.each([
    ['EICAR itself', eicarFile, pdf],
    ['EICAR inside a PNG', Buffer.concat([tinyPng(), eicarFile]), png],
    ['a PDF with a script', tinyPdf({ catalogue: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' }), pdf],
    ['a PDF with a script in disguise', tinyPdf({ catalogue: '/OpenAction << /S /J#61va#53cript >>' }), pdf],
    ['a PDF that starts a program', tinyPdf({ catalogue: '/OpenAction << /S /Launch /F (cmd.exe) >>' }), pdf],
    ['a PDF that sends a form', tinyPdf({ catalogue: '/AA << /O << /S /SubmitForm >> >>' }), pdf],
    ['a PDF with a packed script', tinyPdf({ objects: [objectStream('4 0 << /S /JavaScript >>')] }), pdf],
    ['a PDF with a form of its own program', tinyPdf({ catalogue: '/AcroForm << /XFA 4 0 R >>' }), pdf],
    ...[
      ['a comment that looks like an object', (text: string) => text.replace('/Filter', '% obj \n/Filter')],
      ['much space before its stream', (text: string) => text.replace('>>\nstream', `>>${' '.repeat(60)}\nstream`)],
      ['space after its stream', (text: string) => text.replace('stream\r\n', 'stream \r\n')],
      ['a text before it that looks like a stream', (text: string) => `(>>stream\n)\nendobj\n9 0 obj\n${text}`],
    ].map(
      ([how, hide]) =>
        [
          `a PDF with a packed script behind ${how}`,
          tinyPdf({ objects: [typeof hide === 'function' ? hide(objectStream('4 0 << /S /JavaScript >>')) : ''] }),
          pdf,
        ] as const,
    ),
    [
      'a PDF with a script behind a false stream',
      tinyPdf({ objects: ['(>>stream\n)', '<< /S /JavaScript >>', '(endstream)'] }),
      pdf,
    ],
  ] as const)('%s is malware', async (_, bytes, type) => {
    expect(await verdict(bytes, type)).toBe('malware');
  });

  it('are called so even when nothing else about them is true', async () => {
    expect(await verdict(eicarFile, png, { bytes: 1, sha256: 'f'.repeat(64) })).toBe('malware');
  });

  it.each(['<<', '>>stream\n', '<< /Type /ObjStm >>stream\n', '/#41#42', '<< /Type /ObjStm >>stream\nendstream '])(
    'made to be slow of %j are judged in time that grows with their size, not with its square',
    async (text) => {
      const fill = (bytes: number) => tinyPdf({ objects: [text.repeat(Math.floor(bytes / text.length))] });
      // Four times the size: about 4 times the time where it grows with the size, 16 times where with its square.
      expect(await quickest(fill(1_200_000))).toBeLessThan(9 * (await quickest(fill(300_000))) + 50);
    },
  );

  it('that unpack to more than any paper holds are refused', async () => {
    const bomb = tinyPdf({ objects: [objectStream(' '.repeat(60_000_000))] });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await verdict(bomb, pdf)).toBe('unreadable');
  });
});

describe('the scanner', () => {
  it('that cannot answer is no verdict', async () => {
    const bytes = tinyPdf();
    const silent = { scan: () => Promise.reject(new Error('engine is down')) };
    const announced = { bytes: bytes.length, sha256: sha256Of(bytes), mediaType: pdf } as const;
    await expect(examine(bytes, announced, silent)).rejects.toThrow('engine is down');
  });
});

/** Milliseconds of the quickest of three, which a busy machine disturbs least. */
async function quickest(bytes: Buffer): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const started = performance.now();
    await verdict(bytes, pdf);
    times.push(performance.now() - started);
  }
  return Math.min(...times);
}

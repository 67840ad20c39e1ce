/**
 * Sets a decision's paper as a PDF: A4 with the margins of official documents (GB/T 9704), red head, seal, QR code; tagged, titled
 * and in Chinese for screen readers. The same paper gives the same bytes: nothing in it depends on the clock or on chance.
 */
import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import type { Fonts } from './font-store.ts';
import type { Paper } from './paper.ts';
import { drawSeal } from './seal.ts';

const mm = 72 / 25.4;
const red = '#c8102e';
const ink = '#000000';
const margins = { top: 25 * mm, bottom: 25 * mm, left: 28 * mm, right: 26 * mm };
const body = { size: 14, lineGap: 3 };
const qrSize = 26 * mm;
const sealRadius = 21 * mm;
/** Room between the last line and the seal. */
const sealGap = 4 * mm;

type Sheet = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

/** @param issuedAt the instant written into the file as its creation */
export async function renderPaper(paper: Paper, fonts: Fonts, issuedAt: Date): Promise<Uint8Array> {
  const doc = sheet(paper, fonts, issuedAt);
  const bytes = collect(doc);
  const root = doc.struct('Document', { lang: 'zh-CN' });
  doc.addStructure(root);
  head(doc, root, paper, fonts);
  text(doc, root, paper, fonts);
  foot(doc, root, paper, fonts);
  pageNumbers(doc);
  root.end();
  doc.end();
  return bytes;
}

function sheet(paper: Paper, fonts: Fonts, issuedAt: Date): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    margins,
    // No default font: Helvetica would be looked for beside the bundle and is never used.
    font: '',
    pdfVersion: '1.7',
    tagged: true,
    bufferPages: true,
    displayTitle: true,
    lang: 'zh-CN',
    info: {
      Title: `${paper.title} ${paper.number}`,
      Author: fonts.printable(paper.agency),
      Creator: 'Banshi',
      Producer: 'Banshi',
      CreationDate: issuedAt,
      ModDate: issuedAt,
    },
  });
  doc.appendXML(accessible);
  doc.registerFont('regular', fonts.regular);
  doc.registerFont('bold', fonts.bold);
  return doc.font('regular');
}

/** Says that this is PDF/UA-1, which is what tags, title and language are for. */
const accessible = `
  <rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
    <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>`;

function collect(doc: Sheet): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

const contentWidth = (doc: Sheet): number => doc.page.width - margins.left - margins.right;

/** The agency's name in red over a red line, as wide as it may be (发文机关标志), then number and title. */
function head(doc: Sheet, root: Element, paper: Paper, fonts: Fonts): void {
  const agency = fonts.printable(paper.agency);
  root.add(
    doc.struct('P', {}, () => {
      doc
        .font('bold')
        .fillColor(red)
        .fontSize(sizeToFit(doc, agency, 34, contentWidth(doc)));
      doc.text(agency, margins.left, margins.top, { align: 'center' });
    }),
  );
  const line = doc.y + 8;
  artifact(doc, () => {
    doc.lineWidth(1.6).strokeColor(red);
    doc
      .moveTo(margins.left, line)
      .lineTo(margins.left + contentWidth(doc), line)
      .stroke();
  });
  root.add(
    doc.struct('P', {}, () => {
      doc.font('regular').fillColor(ink).fontSize(11);
      doc.text(`文书编号：${paper.number}`, margins.left, line + 10, { align: 'right' });
    }),
  );
  root.add(
    doc.struct('H1', {}, () => {
      doc.font('bold').fontSize(22);
      doc.text(paper.title, margins.left, doc.y + 18, { align: 'center', lineGap: 6 });
    }),
  );
  doc.y += 14;
}

/** Largest size up to `most` at which a line of text is no wider than `room`. */
function sizeToFit(doc: Sheet, line: string, most: number, room: number): number {
  return Math.min(most, (most * room * 0.98) / doc.fontSize(most).widthOfString(line));
}

function text(doc: Sheet, root: Element, paper: Paper, fonts: Fonts): void {
  for (const line of paper.particulars) paragraph(doc, root, fonts.printable(line), {});
  doc.y += 8;
  paragraph(doc, root, fonts.printable(paper.salutation), {});
  for (const line of paper.paragraphs) paragraph(doc, root, fonts.printable(line), { indent: 2 * body.size });
}

function paragraph(doc: Sheet, root: Element, line: string, options: PDFKit.Mixins.TextOptions): void {
  root.add(
    doc.struct('P', {}, () => {
      doc.font('regular').fillColor(ink).fontSize(body.size);
      doc.text(line, margins.left, doc.y, { lineGap: body.lineGap, ...options });
    }),
  );
}

/**
 * Who signs and when, with the seal over it; to its left the QR code, below both how to verify. Kept together: where it
 * does not fit, it goes to a page that says that no text is missing.
 */
function foot(doc: Sheet, root: Element, paper: Paper, fonts: Fonts): void {
  const height = sealGap + 2 * sealRadius + 21 * mm;
  if (doc.y + height > doc.page.height - margins.bottom) {
    doc.addPage();
    paragraph(doc, root, '（此页无正文）', {});
  }
  const middle = doc.y + sealGap + sealRadius;
  signature(doc, root, paper.date, fonts.printable(paper.agency), middle);
  verification(doc, root, paper, middle + sealRadius);
}

/** Name and date one below the other, centred under the seal (骑年盖月). */
function signature(doc: Sheet, root: Element, date: string, agency: string, middle: number): void {
  const right = margins.left + contentWidth(doc);
  doc.font('regular');
  const size = sizeToFit(doc, agency, body.size, contentWidth(doc) - qrSize - 6 * mm);
  const width = Math.max(2 * sealRadius, doc.fontSize(size).widthOfString(agency) + 2);
  root.add(
    doc.struct('P', {}, () => {
      const line = { width, align: 'center', lineGap: body.lineGap } as const;
      doc.font('regular').fillColor(ink).fontSize(size);
      doc.text(agency, right - width, middle + 1 * mm, line);
      doc.fontSize(body.size).text(date, right - width, doc.y, line);
    }),
  );
  const centre = { x: right - width / 2, y: middle };
  root.add(
    doc.struct('Figure', { alt: `印章：${agency}` }, () => {
      drawSeal(doc, agency, centre, sealRadius, red);
    }),
  );
}

/** @param bottom where the seal's lower edge is */
function verification(doc: Sheet, root: Element, paper: Paper, bottom: number): void {
  root.add(
    doc.struct('Figure', { alt: `二维码：${paper.verifyUrl}` }, () => {
      drawQr(doc, paper.verifyUrl, margins.left, bottom - qrSize, qrSize);
    }),
  );
  root.add(
    doc.struct('P', {}, () => {
      doc.font('regular').fillColor(ink).fontSize(9.5);
      doc.text([...paper.verifyLines, paper.verifyUrl].join('\n'), margins.left, bottom + 3 * mm, { lineGap: 3 });
    }),
  );
}

/** Dark modules as squares, neighbours in a row joined, so that no hairline shows between them. */
function drawQr(doc: Sheet, content: string, left: number, top: number, size: number): void {
  const { data } = encode(content, { ecc: 'M', border: 0 });
  const module = size / data.length;
  doc.fillColor(ink);
  for (const [y, row] of data.entries()) {
    for (const { from, length } of runs(row)) {
      doc.rect(left + from * module, top + y * module, length * module, module);
    }
  }
  doc.fill();
}

function runs(row: readonly boolean[]): { from: number; length: number }[] {
  const found: { from: number; length: number }[] = [];
  for (const [x, dark] of row.entries()) {
    const last = found.at(-1);
    if (!dark) continue;
    if (last !== undefined && last.from + last.length === x) last.length += 1;
    else found.push({ from: x, length: 1 });
  }
  return found;
}

/** `— 2 —` at the foot of each page of a paper that has several. */
function pageNumbers(doc: Sheet): void {
  const { count } = doc.bufferedPageRange();
  for (let page = 0; count > 1 && page < count; page += 1) {
    doc.switchToPage(page);
    // Below the margin, where text would otherwise begin a new page.
    doc.page.margins.bottom = 0;
    artifact(doc, () => {
      doc.font('regular').fillColor(ink).fontSize(10.5);
      const line = `— ${page + 1} —`;
      const left = (doc.page.width - doc.widthOfString(line)) / 2;
      doc.text(line, left, doc.page.height - 18 * mm, { lineBreak: false });
    });
  }
}

/** What screen readers pass over: lines and ornaments. */
function artifact(doc: Sheet, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' });
  draw();
  doc.endMarkedContent();
}

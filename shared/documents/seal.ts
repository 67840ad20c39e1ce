/** The round red seal of an agency (公章), drawn as vectors: ring, five-pointed star, the name along the upper arc. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** @param radius of the ring, in points; an agency's real seal has 21 mm */
export function drawSeal(doc: PDFKit.PDFDocument, agency: string, centre: Point, radius: number, colour: string): void {
  doc.save();
  doc.strokeColor(colour).fillColor(colour).opacity(0.85);
  doc
    .lineWidth(radius * 0.055)
    .circle(centre.x, centre.y, radius * 0.97)
    .stroke();
  doc.polygon(...star(centre, radius * 0.3)).fill();
  drawArc(doc, Array.from(agency), centre, radius);
  doc.restore();
}

/** Corners of a star, point upwards: the inner corners lie where the lines of a pentagram cross. */
function star(centre: Point, radius: number): number[][] {
  const inner = radius * (Math.sin(Math.PI / 10) / Math.sin((3 * Math.PI) / 10));
  return Array.from({ length: 10 }, (_, corner) => {
    const angle = (corner * Math.PI) / 5;
    const distance = corner % 2 === 0 ? radius : inner;
    return [centre.x + distance * Math.sin(angle), centre.y - distance * Math.cos(angle)];
  });
}

/** Characters stand upright on the ring from left to right; a long name takes more of the ring and smaller type. */
function drawArc(doc: PDFKit.PDFDocument, characters: readonly string[], centre: Point, radius: number): void {
  const count = characters.length;
  const sweep = Math.min(260, 20 * Math.max(1, count - 1));
  const step = count > 1 ? sweep / (count - 1) : 0;
  const size = Math.min(radius * 0.27, radius * 0.72 * ((step * Math.PI) / 180 || 1));
  const baseline = centre.y - radius * 0.9 + size;
  doc.font('bold').fontSize(size);
  for (const [index, character] of characters.entries()) {
    doc.save();
    doc.rotate(index * step - sweep / 2, { origin: [centre.x, centre.y] });
    const left = centre.x - doc.widthOfString(character) / 2;
    doc.text(character, left, baseline, { lineBreak: false, baseline: 'alphabetic' });
    doc.restore();
  }
}

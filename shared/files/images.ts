/** Are the parts of an image all there, from its first to its last? Pixels are not decoded here: browsers do that in a sandbox. */

/** A side longer than this is no scan of a paper but an attempt on the memory of whoever opens it. */
const maxSide = 30_000;
const maxPixels = 200_000_000;

const isSane = (width: number, height: number): boolean =>
  width > 0 && height > 0 && width <= maxSide && height <= maxSide && width * height <= maxPixels;

/** PNG (ISO/IEC 15948): signature, IHDR first, then chunks up to IEND, none longer than the file. */
export function isWholePng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || chunkType(bytes, 8) !== 'IHDR') return false;
  if (!isSane(view.getUint32(16), view.getUint32(20))) return false;
  let data = false;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = chunkType(bytes, at);
    if (type === 'IDAT') data = true;
    if (type === 'IEND') return data;
  }
  return false;
}

const chunkType = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at + 4, at + 8));

/** JPEG (ISO/IEC 10918-1): segments from SOI with a frame of sane size up to a scan, and an end marker after it. */
export function isWholeJpeg(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame = false;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = view.getUint8(at + 1);
    // A fill byte before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === startOfScan) return frame && hasEnd(bytes, at);
    if (isFrame(marker)) {
      if (at + 9 > bytes.length || !isSane(view.getUint16(at + 7), view.getUint16(at + 5))) return false;
      frame = true;
    }
    at += 2 + view.getUint16(at + 2);
  }
  return false;
}

const startOfScan = 0xda;
/** SOF0 to SOF15, among which are three that are no frames. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Phones append a film or a depth map after the picture, so the end marker need not be the end of the file. */
const hasEnd = (bytes: Uint8Array, from: number): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(Buffer.from([0xff, 0xd9]), from) !== -1;

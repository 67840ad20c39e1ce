/**
 * Makes a photograph small enough for a slow network and still sharp enough to read: at most 2,400 px on its longer side, as JPEG.
 * Drawing it anew also leaves behind where and with what it was taken. What is small already, and what is no photograph, stays as it is.
 */
import { fitted, longestSide } from './picture-size.ts';

/** Below this many bytes a picture is left alone. */
const smallEnough = 900_000;

export async function prepared(file: File, maxBytes: number, accepted: readonly string[]): Promise<File> {
  const isPicture = /^image\//.test(file.type);
  const mayBeJpeg = accepted.includes('image/jpeg');
  const fits = file.size <= Math.min(smallEnough, maxBytes) && accepted.includes(file.type);
  if (!isPicture || !mayBeJpeg || fits) return file;
  try {
    const smaller = await drawnAnew(file, maxBytes);
    const better = smaller.size < file.size || !accepted.includes(file.type);
    return better ? new File([smaller], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: 'image/jpeg' }) : file;
  } catch {
    // A kind of picture this browser cannot open: the hall says whether it takes it.
    return file;
  }
}

async function drawnAnew(file: File, maxBytes: number): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    for (const [limit, quality] of [
      [longestSide, 0.82],
      [longestSide, 0.6],
      [1600, 0.6],
    ] as const) {
      const blob = await jpegOf(bitmap, limit, quality);
      if (blob.size <= maxBytes) return blob;
    }
    return await jpegOf(bitmap, 1200, 0.5);
  } finally {
    bitmap.close();
  }
}

async function jpegOf(bitmap: ImageBitmap, limit: number, quality: number): Promise<Blob> {
  const { width, height } = fitted(bitmap.width, bitmap.height, limit);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  // A PNG may be see-through; paper is white.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/jpeg', quality);
  });
}

/**
 * Files people handed in, as pictures on a canvas: read as bytes, looked at for what they really are, and drawn by this page. A
 * file is never given to the browser as an address, a page or a plug-in: nothing in it can run, ask for anything, or lead away.
 */
import { kindOf } from './kinds.ts';

/** One picture: an image, or one page of a PDF. */
export interface Sheet {
  /** @param turned quarters of a turn. @param scale 1 is a hundred dots an inch, or an image's own dots */
  draw(canvas: HTMLCanvasElement, fit: Fit): Promise<void>;
}

export interface Fit {
  /** Width there is, in CSS pixels. */
  readonly width: number;
  /** 1 fills the width. */
  readonly zoom: number;
  /** Quarters of a turn. */
  readonly turns: number;
}

export interface OpenFile {
  readonly sheets: readonly Sheet[];
  readonly close: () => void;
}

/** More dots than this on a side, and browsers on small machines draw nothing. */
const mostDots = 6000;

/** @returns undefined for a file that is not what it says, or that nobody can read */
export async function openFile(url: string, mediaType: string): Promise<OpenFile | undefined> {
  const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!answer.ok) throw new Error(`file: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const kind = kindOf(bytes);
  if (kind !== mediaType) return undefined;
  return kind === 'application/pdf' ? openPdf(bytes) : openImage(bytes, kind);
}

async function openImage(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<OpenFile | undefined> {
  const image = await createImageBitmap(new Blob([bytes], { type })).catch(() => undefined);
  if (image === undefined) return undefined;
  const sheet: Sheet = {
    draw: async (canvas, { width, zoom, turns }) => {
      const lying = turns % 2 === 1;
      const [across, down] = lying ? [image.height, image.width] : [image.width, image.height];
      const { scale, pen } = prepared(canvas, across, down, width * zoom);
      pen?.translate((across * scale) / 2, (down * scale) / 2);
      pen?.rotate((turns * Math.PI) / 2);
      pen?.scale(scale, scale);
      pen?.drawImage(image, -image.width / 2, -image.height / 2);
    },
  };
  return { sheets: [sheet], close: () => image.close() };
}

async function openPdf(data: Uint8Array<ArrayBuffer>): Promise<OpenFile | undefined> {
  const { getDocument } = await import('unpdf/pdfjs');
  // No script of the file, no forms, no fetching: only its drawing.
  const task = getDocument({ data, enableXfa: false, stopAtErrors: false, useSystemFonts: true, verbosity: 0 });
  const file = await task.promise.catch(() => undefined);
  if (file === undefined) return undefined;
  const sheets = Array.from({ length: file.numPages }, (_, index): Sheet => {
    let under: { cancel: () => void } | undefined;
    return {
      draw: async (canvas, { width, zoom, turns }) => {
        under?.cancel();
        const page = await file.getPage(index + 1);
        const rotation = (page.rotate + turns * 90) % 360;
        const own = page.getViewport({ scale: 1, rotation });
        const { scale } = prepared(canvas, own.width, own.height, width * zoom);
        const drawing = page.render({ canvas, viewport: page.getViewport({ scale, rotation }) });
        under = drawing;
        // A drawing that is overtaken by the next one ends by itself.
        await drawing.promise.catch(() => undefined);
      },
    };
  });
  return { sheets, close: () => void task.destroy() };
}

/** Gives a canvas the size of a sheet, as wide as asked for, in the dots of this screen. */
function prepared(canvas: HTMLCanvasElement, across: number, down: number, width: number) {
  const dots = Math.min(width * devicePixelRatio, mostDots, (mostDots * across) / down);
  const scale = dots / across;
  canvas.width = Math.max(1, Math.round(across * scale));
  canvas.height = Math.max(1, Math.round(down * scale));
  canvas.style.width = `${Math.round(width)}px`;
  return { scale, pen: canvas.getContext('2d') };
}

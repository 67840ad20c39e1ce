/** A part of a page drawn as HTML by itself, with what a test gives it. */
import path from 'node:path';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import * as z from 'zod';

const pages = path.join(import.meta.dirname, '../../web/src');

/** @param file below `web/src` @param name of the component that it exports */
export async function drawnPart(file: string, name: string, props: object): Promise<string> {
  // Fetched by address: the pages are typed apart, with a browser's names.
  const module: unknown = await import(path.join(pages, file));
  const part = z.record(z.string(), z.unknown()).parse({ ...Object(module) })[name];
  if (typeof part !== 'function') throw new Error(`${file} has no ${name}`);
  return renderToString(h((given: object) => part(given), props));
}

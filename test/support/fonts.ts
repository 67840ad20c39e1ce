/** The fonts of papers, laid out as they lie beside the bundle. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assets, fontFolder } from '../../functions/documents/assets.ts';
import { type Fonts, openFonts } from '../../shared/documents/font-store.ts';

export async function paperFonts(): Promise<Fonts & { readonly licence: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fonts-'));
  try {
    for (const { from, to } of assets) cpSync(from, path.join(folder, to));
    const fonts = await openFonts(path.join(folder, fontFolder));
    return { ...fonts, licence: readFileSync(path.join(folder, fontFolder, 'LICENSE'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

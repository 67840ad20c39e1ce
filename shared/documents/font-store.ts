/** The two weights that papers are set in, opened once; and what to print for a character that they lack. */
import { readFile } from 'node:fs/promises';
import { create } from 'fontkit';

export interface Fonts {
  readonly regular: Buffer;
  readonly bold: Buffer;
  /** Text with every character that the fonts lack replaced by the printers' mark for a missing type (〓). */
  printable(text: string): string;
  /** How many characters of a text they lack. */
  missing(text: string): number;
}

/** @param folder holds `regular.ttf` and `bold.ttf`, of the same coverage */
export async function openFonts(folder: string): Promise<Fonts> {
  const [regular, bold] = await Promise.all([readFile(`${folder}/regular.ttf`), readFile(`${folder}/bold.ttf`)]);
  const font = create(regular);
  if (!('hasGlyphForCodePoint' in font)) throw new Error('regular.ttf is a collection, not a font');
  const known = (character: string): boolean =>
    character === '\n' || font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  return {
    regular,
    bold,
    printable: (text) => Array.from(text, (character) => (known(character) ? character : '〓')).join(''),
    missing: (text) => Array.from(text).filter((character) => !known(character)).length,
  };
}

/** Letters for a browser that brings none. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/** A machine without Chinese fonts would draw boxes: the documents' own font is lent to the browser. @returns FONTCONFIG_FILE */
export function fontConfig(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'fonts-'));
  const fonts = path.join(root, 'node_modules/@expo-google-fonts/noto-serif-sc');
  const file = path.join(folder, 'fonts.conf');
  const dirs = ['400Regular', '700Bold'].map((name) => `<dir>${path.join(fonts, name)}</dir>`);
  writeFileSync(
    file,
    `<?xml version="1.0"?><fontconfig>${dirs.join('')}<dir>/usr/share/fonts</dir><cachedir>${folder}</cachedir></fontconfig>`,
  );
  return file;
}

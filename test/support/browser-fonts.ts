/** Letters for a browser that brings none. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/**
 * A machine without Chinese fonts would draw boxes: the documents' own font is lent to the browser. One folder for all runs, beside what
 * other tools keep between theirs. @returns FONTCONFIG_FILE
 */
export function fontConfig(): string {
  const folder = path.join(root, 'node_modules/.cache/browser-fonts');
  const fonts = path.join(root, 'node_modules/@expo-google-fonts/noto-serif-sc');
  const file = path.join(folder, 'fonts.conf');
  const dirs = ['400Regular', '700Bold'].map((name) => `<dir>${path.join(fonts, name)}</dir>`);
  mkdirSync(folder, { recursive: true });
  // Another run may be reading it.
  const fresh = `${file}.${process.pid}`;
  writeFileSync(
    fresh,
    `<?xml version="1.0"?><fontconfig>${dirs.join('')}<dir>/usr/share/fonts</dir><cachedir>${folder}</cachedir></fontconfig>`,
  );
  renameSync(fresh, file);
  return file;
}

import { expect, it } from 'vitest';
import { savedName } from '../../../shared/files/saved-name.ts';

it.each([
  ['营业执照.pdf', 'application/pdf', '营业执照.pdf'],
  ['IMG_1.JPEG', 'image/jpeg', 'IMG_1.JPEG'],
  // A PDF that is a page with scripts as well, saved and opened.
  ['证明.html', 'application/pdf', '证明.html.pdf'],
  ['证明.pdf.exe', 'application/pdf', '证明.pdf.exe.pdf'],
  // Shown from right to left it would end in .pdf.
  ['fdp.\u202Efdp.exe', 'application/pdf', 'fdp.fdp.exe.pdf'],
  ['../../etc/passwd', 'image/png', '....etcpasswd.png'],
  ['a\r\nSet-Cookie: b.png', 'image/png', 'aSet-Cookie b.png'],
  ['\u0000\u200B', 'image/png', '.png'],
  ['\uD800.png', 'image/png', '.png'],
] as const)('%j as %s is saved as %s', (given, type, saved) => {
  expect(savedName(given, type)).toBe(saved);
});

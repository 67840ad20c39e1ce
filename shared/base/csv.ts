/** CSV as RFC 4180 has it, and as spreadsheets take it: UTF-8 with a byte order mark, so that Chinese opens as Chinese. */

export const byteOrderMark = '\uFEFF';

/** One line with its end. */
export const csvLine = (cells: readonly (string | number | undefined)[]): string =>
  `${cells.map((cell) => quoted(cell === undefined ? '' : String(cell))).join(',')}\r\n`;

/** A text that a spreadsheet would run as a formula is kept a text by an apostrophe before it (OWASP, CSV injection). */
function quoted(text: string): string {
  const safe = /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

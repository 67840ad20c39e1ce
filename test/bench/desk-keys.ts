/**
 * An officer's morning: 200 cases worked by keyboard alone, in a real browser against a hall of its own. How long each key takes until
 * the page shows something, and until it has done what it was for; calls of the API for each case.
 *
 * Goal: nothing that a key does is waited for more than 100 ms before the page answers. `node infra/build.ts` first, as
 * `npm run bench:desk` does; takes some minutes.
 */

import { openBrowser, openWindow, widths } from '../browser/browser.ts';
import { itemOf } from '../browser/cases.ts';
import { creditRepair, fileMany, summaryOf, workByKey } from '../browser/key-work.ts';
import { toDesk } from '../browser/people.ts';
import { connect } from '../support/hall.ts';

const cases = Number(process.argv[2] ?? 200);
const hall = await connect();
const browser = await openBrowser();
try {
  const [citizen, desk] = [await hall.as('yue-wei'), await hall.as('officer-shen')];
  await fileMany(citizen, desk, await itemOf(hall, creditRepair), cases);
  const { page, complaints } = await openWindow(browser, widths.desk);
  await toDesk(page, hall.url, 'officer-shen');
  await page.locator('[data-row]').first().waitFor();
  const { seconds, calls, times } = await workByKey(page, cases);
  console.log(
    `${cases} cases in ${seconds.toFixed(0)} s: ${(seconds / cases).toFixed(2)} s and ${(calls / cases).toFixed(1)} calls a case`,
  );
  for (const [what, spread] of Object.entries(summaryOf(times))) console.log(`${what}: ${spread}`);
  const slow = times.filter(({ first }) => first > 100);
  console.log(`${slow.length} of ${times.length} keys were answered later than 100 ms`);
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
} finally {
  await browser.close();
  await hall.stop();
}

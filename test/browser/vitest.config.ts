import { defineConfig } from 'vitest/config';

/** `npm run test:browser`: the pages in a real browser, against a hall of its own or the one that `HALL_URL` names. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    // A page on a busy machine takes longer than the second that is usual: conditions are waited for as long as elsewhere here.
    expect: { poll: { timeout: 20_000 } },
  },
});

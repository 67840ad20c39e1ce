import { defineConfig } from 'vitest/config';

/** `npm run test:browser`: the pages in a real browser, against a hall of its own or the one that `HALL_URL` names. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});

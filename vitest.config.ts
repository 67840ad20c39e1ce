import { defineConfig } from 'vitest/config';

/** `npm test` runs every kind of test that needs nothing but npm; the slower kinds are `.ci/run`'s. */
export default defineConfig({
  test: {
    include: ['test/{unit,property,flow,stack}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'threads',
    maxWorkers: 2,
  },
});

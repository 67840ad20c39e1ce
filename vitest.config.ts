import { defineConfig } from 'vitest/config';
import { slowFlows } from './test/slow-flows.ts';

/** `npm test` runs every kind of test that needs nothing but npm; the slower kinds are `.ci/run`'s. */
export default defineConfig({
  test: {
    projects: [
      // Pure rules leave nothing behind: files of one worker share what they import, which is half of their time.
      {
        extends: true,
        test: { name: 'rules', include: ['test/{unit,property}/**/*.test.ts'], exclude: slowFlows, isolate: false },
      },
      { extends: true, test: { name: 'flows', include: ['test/flow/**/*.test.ts'], exclude: slowFlows } },
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'threads',
    maxWorkers: 2,
    // A function's file reads its environment when it is loaded. Tests make their own deps and call none of these names.
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      CASES_TABLE: 'unused',
      BOOKING_TABLE: 'unused',
      NOTICES_TABLE: 'unused',
      PAYEES: '[]',
      MEDIA_PROVIDER: 'livekit',
      MEDIA_URL: 'wss://video.banshi.example',
      MEDIA_KEY_SECRET: 'unused',
      FILES_BUCKET: 'unused',
      FIELD_KEY_SECRET: 'unused',
    },
  },
});

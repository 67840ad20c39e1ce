import { defineConfig } from 'vitest/config';
import base from '../vitest.config.ts';

/** `npm run test:thorough`, after `npm test`: the templates of every environment, and every item walked from draft to delivery. */
export default defineConfig({
  test: {
    ...base.test,
    include: ['test/stack/**/*.test.ts', 'test/flow/cases/every-item.test.ts'],
    exclude: [],
    testTimeout: 120_000,
  },
});

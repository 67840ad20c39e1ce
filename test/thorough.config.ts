import { defineConfig } from 'vitest/config';
import base from '../vitest.config.ts';
import { slowFlows } from './slow-flows.ts';

const { projects: _, ...every } = base.test ?? {};

/**
 * `npm run test:thorough`, after `npm test`: the templates of every environment, the flows that are slow, and the money room's model
 * with more lives and a crash at every write.
 */
export default defineConfig({
  test: {
    ...every,
    include: ['test/stack/**/*.test.ts', 'test/flow/payments/model.test.ts', ...slowFlows],
    exclude: [],
    env: { ...every.env, THOROUGH: 'yes' },
    testTimeout: 120_000,
  },
});

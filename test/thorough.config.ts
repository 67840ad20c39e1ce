import { defineConfig } from 'vitest/config';
import base from '../vitest.config.ts';

/** `npm run test:thorough`, after `npm test`: the templates of every environment, every item walked from draft to delivery,
 * a hall killed in a storm of callbacks, a registration fee paid at the provider, and the money room's model with more lives and a crash at every write. */
export default defineConfig({
  test: {
    ...base.test,
    include: [
      'test/stack/**/*.test.ts',
      'test/flow/cases/every-item.test.ts',
      'test/flow/hall/storm.test.ts',
      'test/flow/hall/booking-fee.test.ts',
      'test/flow/payments/model.test.ts',
    ],
    exclude: [],
    env: { ...base.test?.env, THOROUGH: 'yes' },
    testTimeout: 120_000,
  },
});

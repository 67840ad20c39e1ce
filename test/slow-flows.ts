/** Flows too slow for `npm test`, which must end in four minutes with `npm ci` on two cores: `npm run test:thorough` plays them. */
export const slowFlows = [
  // One test for each of 571 items.
  'test/flow/cases/every-item.test.ts',
  // A hall killed in a storm of callbacks; whole halls that are paid, and that travel in time.
  'test/flow/hall/storm.test.ts',
  'test/flow/hall/booking-fee.test.ts',
  'test/flow/hall/money.test.ts',
  'test/flow/hall/time-travel.test.ts',
  // Megabytes, in a hall of their own.
  'test/flow/hall/parts.test.ts',
  // Two halls' worth of cases, out of one and into the other in pieces.
  'test/flow/cases/importing.test.ts',
  // Writes that are refused until the last try, for each thing that is made.
  'test/flow/cases/bad-input.test.ts',
  'test/flow/cases/faults.test.ts',
  // Every call that a citizen may make, under every consent that an agent may have.
  'test/flow/cases/agent-rights.test.ts',
  // A hall killed in the middle of its work, and started again.
  'test/flow/local/restart.test.ts',
  // Random histories of many people at once.
  'test/property/booking/histories.test.ts',
  // Some thousands of calls, each operation of the API with each kind of nonsense.
  'test/flow/hall/hostile.test.ts',
];

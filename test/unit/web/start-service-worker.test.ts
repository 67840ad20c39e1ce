/** The service worker is put to work on a bad line too, and serves the page that is open. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startServiceWorker } from '../../../web/src/hall/service-worker.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser whose first tries fail, and that has a worker once one went well. */
function browserThat({ fails, takesPages }: { fails: number; takesPages: boolean }) {
  const told: unknown[] = [];
  const active = { postMessage: (message: unknown) => told.push(message) };
  let ready: (registration: { active: typeof active }) => void = () => undefined;
  let tries = 0;
  const serviceWorker = {
    controller: takesPages ? active : null,
    ready: new Promise((resolve) => {
      ready = resolve;
    }),
    register: async () => {
      tries += 1;
      if (tries <= fails) throw new TypeError('a file did not come');
      ready({ active });
    },
  };
  vi.stubGlobal('navigator', { onLine: true, serviceWorker });
  return { told, tries: () => tries };
}

it('is put again until all its files came, and then no more', async () => {
  const { told, tries } = browserThat({ fails: 2, takesPages: true });
  const done = startServiceWorker();
  await vi.advanceTimersByTimeAsync(41_000);
  await done;
  expect(tries()).toBe(3);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tries()).toBe(3);
  expect(told).toEqual([{ keep: expect.any(Array) }]);
});

it('takes the page that was on its way while it took over the others', async () => {
  const { told } = browserThat({ fails: 0, takesPages: false });
  await startServiceWorker();
  expect(told).toEqual([{ take: true }]);
});

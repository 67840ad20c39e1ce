/** Puts the service worker to work, once the page is done with what the person came for. */
import { isSaving } from '../base/quiet.ts';
import { popular } from './popular.ts';

interface ScriptPolicies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

const script = '/sw.js';

export async function startServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  // Registered before it is used once: a page whose first worker takes over has asked for everything already.
  const at = trusted(script);
  const put = () => navigator.serviceWorker.register(at, { updateViaCache: 'none' });
  const again = untilReady(put);
  await put().catch(() => undefined);
  const { active } = await navigator.serviceWorker.ready;
  clearInterval(again);
  // A page that was on its way while the worker took over is nobody's: it asks to be taken too.
  if (navigator.serviceWorker.controller === null) active?.postMessage({ take: true });
  if (isSaving()) return;
  const codes = popular.map((code) => `/v1/items/${code}`);
  const home = `/v1/items?${new URLSearchParams({ codes: popular.join(',') })}`;
  // Not while the page is still at work.
  setTimeout(() => active?.postMessage({ keep: [home, ...codes] }), 8000);
}

/** A worker whose files did not all come is thrown away by the browser; on a bad line it is put again, not first at the next visit. */
function untilReady(put: () => Promise<ServiceWorkerRegistration>): ReturnType<typeof setInterval> {
  return setInterval(() => {
    if (navigator.onLine) void put().catch(() => undefined);
  }, 20_000);
}

/** The page's policy takes the address of this one script and of no other. */
function trusted(url: string): string {
  const place: typeof globalThis & { readonly trustedTypes?: ScriptPolicies } = globalThis;
  const policies = place.trustedTypes;
  if (policies === undefined) return url;
  const policy = policies.createPolicy('banshi', {
    createScriptURL(asked) {
      if (asked !== script) throw new TypeError('not a script of the hall');
      return asked;
    },
  });
  return policy.createScriptURL(url);
}

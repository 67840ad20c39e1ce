/**
 * Signing in: OpenID Connect code flow with PKCE, in the browser. Tokens live in this tab's session storage and nowhere
 * else, so that closing the tab on a shared computer is enough; the access token is renewed before it runs out.
 */
import { useEffect, useState } from 'preact/hooks';
import { finishBeforeLeaving } from './leaving.ts';
import type { Tokens } from './oidc.ts';
import { personOf, type SignedIn } from './person.ts';
import { ownProblem } from './problem.ts';
import { tabMemory } from './tab-memory.ts';

/** Where the two applications differ. */
export interface SignInPlace {
  /** Prefix of what is kept in session storage. */
  readonly name: 'hall' | 'desk';
  /** Path the issuer sends the person back to. */
  readonly returnPath: string;
  /** Path the person lands on after signing out. */
  readonly home: string;
  /** Clears what the device need not keep of the person who leaves; waited for, but not for long. */
  readonly forget?: () => Promise<void>;
}

/** Renewed when less than this is left. */
const margin = 60_000;

export function makeSignIn(place: SignInPlace) {
  const tokensKey = `banshi.${place.name}.tokens`;
  const flowKey = `banshi.${place.name}.flow`;
  const askKey = `banshi.${place.name}.ask`;
  const ownerKey = `banshi.${place.name}.owner`;
  const listeners = new Set<() => void>();
  let renewing: Promise<Tokens | undefined> | undefined;
  // The server that draws a page knows nobody.
  let person = personIn(tabMemory.get(tokensKey));

  const keep = (tokens: Tokens | undefined) => {
    if (tokens === undefined) tabMemory.remove(tokensKey);
    else tabMemory.set(tokensKey, JSON.stringify(tokens));
    person = tokens === undefined ? undefined : personOf(tokens.access);
    listen();
    for (const listener of listeners) listener();
  };
  const renew = async (): Promise<Tokens | undefined> => {
    const old = readTokens(tabMemory.get(tokensKey));
    const next = old?.refresh === undefined ? undefined : await refreshed(old.refresh, old.id);
    keep(next);
    return next;
  };

  // Going back after signing out, a browser may show the page as it was left: with everything of who has gone.
  const backAgain = ({ persisted }: PageTransitionEvent) => {
    if (!persisted || personIn(tabMemory.get(tokensKey))?.id === person?.id) return;
    document.body.replaceChildren();
    location.reload();
  };
  if (typeof addEventListener === 'function') addEventListener('pageshow', backAgain);

  // Whoever leaves a shared computer leaves it in all its windows: each saves what is typed there, and shows nothing of them any more.
  let windows: BroadcastChannel | undefined;
  function listen(): void {
    // Neither on the server that draws pages, nor in a browser that has none (before 2022 on an iPhone).
    if (typeof addEventListener !== 'function' || typeof BroadcastChannel !== 'function') return;
    if (windows !== undefined || person === undefined) return;
    windows = new BroadcastChannel(`banshi.${place.name}.left`);
    windows.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (person === undefined || data !== person.id) return;
      void finishBeforeLeaving().then(() => {
        tabMemory.clear();
        keep(undefined);
      });
    };
  }
  listen();

  return {
    person: () => person,
    /** Calls back whenever somebody has signed in or out. */
    onChange(listener: () => void): void {
      listeners.add(listener);
    },
    /**
     * Leaves for the issuer. @param returnTo path to come back to. @throws ApiProblem `offline` when the way there cannot be had
     * @param how `again`: ask who it is even if the issuer knows; `replace`: the page that is left is no step to come back to
     */
    async start(returnTo: string, { again = false, replace = false } = {}): Promise<void> {
      const config = fetchConfig();
      const flow = await import('./oidc.ts').catch(unreached);
      const ask = again || localStorage.getItem(askKey) !== null;
      const asked = flow.authorization(location.origin + place.returnPath, ask, config);
      const { url, kept } = await asked.catch(unreached);
      localStorage.removeItem(askKey);
      tabMemory.set(flowKey, JSON.stringify({ ...kept, returnTo }));
      if (replace) location.replace(url);
      else location.assign(url);
      await onTheWay();
    },
    /** Finishes on the return path. @returns where the person was. @throws when the issuer refused or the tab is another */
    async finish(): Promise<string> {
      const config = fetchConfig();
      const flow = await import('./oidc.ts');
      const kept = JSON.parse(tabMemory.get(flowKey) ?? '{}');
      const tokens = await flow.exchanged(new URL(location.href), location.origin + place.returnPath, kept, config);
      const id = personOf(tokens.access)?.id ?? '';
      // Whoever was here before was not asked to leave, only timed out: what they typed is none of this person's business.
      if ((tabMemory.get(ownerKey) ?? id) !== id) tabMemory.clear();
      tabMemory.set(ownerKey, id);
      keep(tokens);
      tabMemory.remove(flowKey);
      return typeof kept.returnTo === 'string' && kept.returnTo.startsWith('/') ? kept.returnTo : place.home;
    },
    /** The bearer token for a call, renewed when it is about to run out or was refused. */
    async token(refused: boolean): Promise<string | undefined> {
      const tokens = readTokens(tabMemory.get(tokensKey));
      if (tokens === undefined) return undefined;
      if (!refused && tokens.expiresAt - Date.now() > margin) return tokens.access;
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      return (await renewing)?.access;
    },
    /** Saves what is typed, then leaves nothing of this person behind in the tab, nor a session at the issuer. */
    async signOut(): Promise<void> {
      await finishBeforeLeaving();
      await soon(place.forget?.());
      if (person !== undefined) windows?.postMessage(person.id);
      const tokens = readTokens(tabMemory.get(tokensKey));
      // Without a network nobody stays signed in here for it: the issuer's own session ends by itself.
      const address = await fetch('/config.json', { cache: 'no-store' })
        .then(() => import('./oidc.ts'))
        .then((flow) => flow.endSession(location.origin + place.home, tokens?.id))
        .catch(() => {
          // The issuer still knows them: whoever comes next is asked who they are.
          localStorage.setItem(askKey, 'yes');
          return place.home;
        });
      tabMemory.clear();
      keep(undefined);
      location.assign(address);
    },
    /** Who is signed in, for a component: drawn again when that changes. */
    usePerson(): SignedIn | undefined {
      const [current, setCurrent] = useState(person);
      useEffect(() => {
        const update = () => setCurrent(person);
        listeners.add(update);
        update();
        return () => {
          listeners.delete(update);
        };
      }, []);
      return current;
    },
  };
}

export type SignIn = ReturnType<typeof makeSignIn>;

/** Asked for beside the script that reads it: on a slow line one after the other is half a second more. */
function fetchConfig(): Promise<Response> {
  const config = fetch('/config.json');
  // Whoever waits for it hears of a failure; nobody may be waiting yet.
  config.catch(() => undefined);
  return config;
}

/** Until the page is gone, or somebody is back on it: a button goes on saying what is waited for. */
function onTheWay(): Promise<unknown> {
  const back = new Promise((resolve) => addEventListener('pageshow', resolve, { once: true }));
  return Promise.race([back, new Promise((resolve) => setTimeout(resolve, 20_000))]);
}

function unreached(): never {
  throw ownProblem('offline');
}

/** Milliseconds that tidying up may take. */
const patience = 1500;

async function soon(work: Promise<void> | undefined): Promise<void> {
  await Promise.race([work?.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, patience))]);
}

/** A hall out of reach is not a reason to sign anyone out. */
async function refreshed(refresh: string, id: string | undefined): Promise<Tokens | undefined> {
  const flow = await import('./oidc.ts');
  return flow.refreshed(refresh, id).catch(() => {
    throw ownProblem('offline');
  });
}

function readTokens(text: string | null): Tokens | undefined {
  return text === null ? undefined : JSON.parse(text);
}

function personIn(text: string | null): SignedIn | undefined {
  const tokens = readTokens(text);
  return tokens === undefined ? undefined : personOf(tokens.access);
}

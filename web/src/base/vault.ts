/**
 * What this device keeps of what a person types, until the hall has it: sealed with a key that the hall gives only to that person,
 * signed in. The key lives in this tab alone, like the tokens; so on a shared computer what lies on the disk opens for nobody else,
 * and for its owner again when they sign in here. Kept for thirty days, then thrown away unread.
 */

interface Kept {
  /** `<tag of the owner's key>/<name>`: tells whose it is without telling who. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

export interface Vault {
  /** @param value anything JSON can say */
  put(name: string, value: unknown): Promise<void>;
  putBytes(name: string, bytes: ArrayBuffer): Promise<void>;
  /** @returns JSON as some version of these pages put it, for the caller to check; undefined for what is not there, or does not open */
  get(name: string): Promise<unknown>;
  getBytes(name: string): Promise<ArrayBuffer | undefined>;
  names(beginning: string): Promise<string[]>;
  drop(name: string): Promise<void>;
}

const aDay = 24 * 60 * 60 * 1000;
const longest = 30 * aDay;
/** Before it there was no hall. */
const firstDay = Date.UTC(2026, 0, 1);

/**
 * @param keyHex 32 bytes, hex
 * @param now milliseconds since 1970
 * @param sure whether `now` can be trusted: by a phone's wrong clock nothing is thrown away
 */
export async function openVault(keyHex: string, now: () => number, sure: boolean): Promise<Vault> {
  const raw = Uint8Array.from(keyHex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const tag = hex(await crypto.subtle.digest('SHA-256', raw)).slice(0, 20);
  const id = (name: string) => `${tag}/${name}`;
  if (sure) await throwOldAway(now());

  async function putBytes(name: string, bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<void> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = new TextEncoder().encode(id(name));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, bytes);
    const row: Kept = { id: id(name), at: now(), iv, sealed };
    await inStore('readwrite', (store) => store.put(row));
  }

  async function getBytes(name: string): Promise<ArrayBuffer | undefined> {
    const row: Kept | undefined = await inStore('readonly', (store) => store.get(id(name)));
    if (row === undefined) return undefined;
    const additionalData = new TextEncoder().encode(id(name));
    return crypto.subtle
      .decrypt({ name: 'AES-GCM', iv: row.iv, additionalData }, key, row.sealed)
      .catch(() => undefined);
  }

  return {
    putBytes,
    getBytes,
    put: (name, value) => putBytes(name, new TextEncoder().encode(JSON.stringify(value))),
    async get(name) {
      const bytes = await getBytes(name);
      const json: unknown = bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes));
      return json;
    },
    async names(beginning) {
      const all = await inStore('readonly', (store) => store.getAllKeys());
      return all
        .map(String)
        .filter((each) => each.startsWith(id(beginning)))
        .map((each) => each.slice(tag.length + 1));
    },
    drop: async (name) => {
      await inStore('readwrite', (store) => store.delete(id(name)));
    },
  };
}

async function throwOldAway(now: number): Promise<void> {
  const rows: Kept[] = await inStore('readonly', (store) => store.getAll());
  for (const row of rows) {
    // Put while this device's clock was wrong: its thirty days begin now.
    if (row.at < firstDay || row.at > now + aDay) await inStore('readwrite', (store) => store.put({ ...row, at: now }));
    else if (row.at < now - longest) await inStore('readwrite', (store) => store.delete(row.id));
  }
}

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const asking = indexedDB.open('banshi', 1);
    asking.onupgradeneeded = () => asking.result.createObjectStore('kept', { keyPath: 'id' });
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error);
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** One request in a transaction of its own; resolves when it is on the disk. */
async function inStore<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction('kept', mode);
  const request = ask(transaction.objectStore('kept'));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

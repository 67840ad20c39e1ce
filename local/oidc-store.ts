/** Where the sign-in server keeps sessions, grants and refresh tokens: who is signed in stays so through a restart. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

export interface OidcStore {
  readonly adapter: AdapterFactory;
  close(): void;
}

export function openOidcStore(dataDir: string): OidcStore {
  const database = new DatabaseSync(join(dataDir, 'oidc.sqlite'));
  database.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS entries (
      model TEXT, id TEXT, payload TEXT, uid TEXT, grant_id TEXT, expires INTEGER, PRIMARY KEY (model, id)
    );
    CREATE INDEX IF NOT EXISTS by_uid ON entries (uid);
    CREATE INDEX IF NOT EXISTS by_grant ON entries (grant_id);
  `);
  const seconds = (): number => Math.floor(Date.now() / 1000);
  database.prepare('DELETE FROM entries WHERE expires < ?').run(seconds());
  const put = database.prepare('INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?)');
  const byId = database.prepare('SELECT payload FROM entries WHERE model = ? AND id = ? AND expires > ?');
  const byUid = database.prepare('SELECT payload FROM entries WHERE model = ? AND uid = ? AND expires > ?');
  const consume = database.prepare(
    "UPDATE entries SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?",
  );
  const remove = database.prepare('DELETE FROM entries WHERE model = ? AND id = ?');
  const removeGrant = database.prepare('DELETE FROM entries WHERE model = ? AND grant_id = ?');
  const read = (row: Record<string, unknown> | undefined): AdapterPayload | undefined =>
    typeof row?.payload === 'string' ? JSON.parse(row.payload) : undefined;

  const adapter = (model: string): Adapter => ({
    async upsert(id, payload, expiresIn) {
      const expires = seconds() + (expiresIn ?? 86_400);
      put.run(model, id, JSON.stringify(payload), payload.uid ?? null, payload.grantId ?? null, expires);
    },
    find: async (id) => read(byId.get(model, id, seconds())),
    findByUid: async (uid) => read(byUid.get(model, uid, seconds())),
    // Only the device flow has user codes, and it is off.
    findByUserCode: async () => undefined,
    async consume(id) {
      consume.run(seconds(), model, id);
    },
    async destroy(id) {
      remove.run(model, id);
    },
    async revokeByGrantId(grantId) {
      removeGrant.run(model, grantId);
    },
  });
  return { adapter, close: () => database.close() };
}

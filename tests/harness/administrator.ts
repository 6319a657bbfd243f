import { createKey } from '../../server/admin/keys.ts';
import type { Database } from '../../server/store/database.ts';

/** Sends to an address below /api/v1 as a script of an administrator does. */
export async function administratorOf(db: Database, who = 'tester') {
  const { key } = await createKey(db, 'token', who, null);
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return {
    key,
    headers,
    post: (body: unknown = {}) => ({ method: 'POST', headers, body: JSON.stringify(body) }),
  };
}

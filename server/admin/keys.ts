import { createHash, randomBytes } from 'node:crypto';
import { GazetteerError } from '../errors.ts';
import type { Database, Queryable } from '../store/database.ts';

/** A link signs somebody in once, a session is what a browser has then, a token is for scripts. */
export type KeyKind = 'link' | 'session' | 'token';

export interface AdminKeyRow {
  id: number;
  kind: KeyKind;
  who: string;
  createdAt: string;
  expiresAt: string | null;
  usedAt: string | null;
  revokedAt: string | null;
}

export interface MadeKey {
  id: number;
  key: string;
  expiresAt: string | null;
}

const HOUR = 3600;
export const LINK_SECONDS = HOUR;
export const SESSION_SECONDS = 12 * HOUR;

/** Of another letter than the tokens of nodes (server/push/tokens.ts), which begin with gzp_. */
const BEGINS: Record<KeyKind, string> = { link: 'gzl_', session: 'gzs_', token: 'gza_' };

/** 256 random bits need no slow hash, and who looks one up by its hash learns nothing from the time it takes. */
const hashOf = (key: string) => createHash('sha256').update(key).digest();

/** Makes a key; it is told now and never again. Without `seconds` it lasts until it is revoked. */
export async function createKey(
  db: Queryable,
  kind: KeyKind,
  who: string,
  seconds: number | null,
): Promise<MadeKey> {
  // Those of long ago are of no use to anybody; the audit keeps what was done with them.
  await db.query(`delete from admin_key where expires_at < now() - interval '30 days'`);
  const key = BEGINS[kind] + randomBytes(32).toString('base64url');
  const made = await db.query<{ id: number; expires_at: Date | null }>(
    `insert into admin_key (kind, hash, who, expires_at)
     values ($1, $2, $3, now() + make_interval(secs => $4)) returning id, expires_at`,
    [kind, hashOf(key), who, seconds],
  );
  const row = made.rows[0];
  return { id: row?.id ?? 0, key, expiresAt: row?.expires_at?.toISOString() ?? null };
}

const GOOD = 'revoked_at is null and (expires_at is null or expires_at > now())';

/** Takes a link for a session, once. */
export async function signIn(db: Database, link: string): Promise<MadeKey & { who: string }> {
  return db.transaction(async (tx) => {
    const used = await tx.query<{ who: string }>(
      `update admin_key set used_at = now()
       where hash = $1 and kind = 'link' and used_at is null and ${GOOD} returning who`,
      [hashOf(link)],
    );
    const who = used.rows[0]?.who;
    if (who === undefined) {
      throw new GazetteerError(
        'sign-in-refused',
        'this link is none, was used before, or is too old',
        'Have a new one printed: gazetteer admin link',
      );
    }
    return { ...(await createKey(tx, 'session', who, SESSION_SECONDS)), who };
  });
}

export interface KeyHolder {
  id: number;
  who: string;
  expiresAt: string | null;
}

/** Whose key it is; null for one that is none, or none any more. */
export async function holderOf(
  db: Queryable,
  kind: 'session' | 'token',
  key: string,
): Promise<KeyHolder | null> {
  const found = await db.query<{ id: number; who: string; expires_at: Date | null }>(
    kind === 'token'
      ? `update admin_key set used_at = now() where hash = $1 and kind = $2 and ${GOOD} returning id, who, expires_at`
      : `select id, who, expires_at from admin_key where hash = $1 and kind = $2 and ${GOOD}`,
    [hashOf(key), kind],
  );
  const row = found.rows[0];
  return row ? { id: row.id, who: row.who, expiresAt: row.expires_at?.toISOString() ?? null } : null;
}

/** Keys that are good now, or were until they were revoked. */
export async function listKeys(db: Queryable): Promise<AdminKeyRow[]> {
  const found = await db.query<Pick<AdminKeyRow, 'id' | 'kind' | 'who'> & Times>(
    `select id, kind, who, created_at, expires_at, used_at, revoked_at from admin_key
     where expires_at is null or expires_at > now() order by id`,
  );
  return found.rows.map(({ id, kind, who, created_at, expires_at, used_at, revoked_at }) => ({
    id,
    kind,
    who,
    createdAt: created_at.toISOString(),
    expiresAt: expires_at?.toISOString() ?? null,
    usedAt: used_at?.toISOString() ?? null,
    revokedAt: revoked_at?.toISOString() ?? null,
  }));
}

interface Times {
  created_at: Date;
  expires_at: Date | null;
  used_at: Date | null;
  revoked_at: Date | null;
}

/** Takes a key's rights for good; false when there is none with them. */
export async function revokeKey(db: Queryable, id: number): Promise<boolean> {
  const done = await db.query(
    'update admin_key set revoked_at = now() where id = $1 and revoked_at is null',
    [id],
  );
  return (done.rowCount ?? 0) > 0;
}

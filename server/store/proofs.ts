import type { Queryable } from './database.ts';
import { ABOUT_CONTENTS } from './nodeState.ts';

/** What is known of a root that may be shown to be unchanged. */
export interface Proven {
  id: number;
  /** A word that stays the same while the root does; '' for none. */
  proof: string;
  /** When the root was read that it stands for. */
  at: Date;
  /** The last reading of it is held back. */
  held: boolean;
}

/** By identity in hexadecimal. */
export async function proofsOf(db: Queryable, identities: Buffer[]): Promise<Map<string, Proven>> {
  const found = await db.query<{ id: number; identity: Buffer; proof: string; held: boolean }>(
    `select id, identity, proof, exists (select from held_root
       where held_root.root_id = root.id and held_root.reason = any($2)) as held
     from root where identity = any($1) and digest is not null`,
    [identities, ABOUT_CONTENTS],
  );
  return new Map(
    found.rows.map(({ id, identity, proof: stored, held }) => {
      const [proof = '', seconds = ''] = stored.split('@');
      return [identity.toString('hex'), { id, proof, at: new Date(Number(seconds) * 1000), held }];
    }),
  );
}

/**
 * A proof covers what we know that a reading depends on. What we do not know would stay wrong for ever, so that after some
 * days a root is read whatever is proven: after three quarters of them to all of them, so that not all are read at once.
 */
const MOST_DAYS = 8;

/** Whether a root is as it was when it was read last. */
export function isProven({ id, proof, at, held }: Proven, told: string, now: Date): boolean {
  if (held || told === '' || proof !== told) return false;
  const days = MOST_DAYS * (0.75 + (id % 25) / 100);
  return now.getTime() - at.getTime() < days * 86_400_000;
}

/** Keeps what will show it next time. `at` is when it was read. */
export async function rememberProofs(
  db: Queryable,
  proofs: { id: number; proof: string }[],
  at: Date,
): Promise<void> {
  if (proofs.length === 0) return;
  const seconds = Math.floor(at.getTime() / 1000);
  await db.query(
    `update root set proof = told.proof from unnest($1::int[], $2::text[]) as told (id, proof)
     where root.id = told.id and root.proof is distinct from told.proof`,
    [proofs.map((one) => one.id), proofs.map(({ proof }) => (proof === '' ? '' : `${proof}@${seconds}`))],
  );
}

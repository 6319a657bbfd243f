import type { Queryable } from './database.ts';

/** What was said to show that a root is as it was when it was read last; by identity in hexadecimal. */
export async function proofsOf(
  db: Queryable,
  identities: Buffer[],
): Promise<Map<string, { id: number; proof: string }>> {
  const found = await db.query<{ id: number; identity: Buffer; proof: string }>(
    'select id, identity, proof from root where identity = any($1) and digest is not null',
    [identities],
  );
  return new Map(found.rows.map(({ id, identity, proof }) => [identity.toString('hex'), { id, proof }]));
}

/** Keeps what will show it next time; written only where it is another one. */
export async function rememberProofs(db: Queryable, proofs: { id: number; proof: string }[]): Promise<void> {
  if (proofs.length === 0) return;
  await db.query(
    `update root set proof = told.proof from unnest($1::int[], $2::text[]) as told (id, proof)
     where root.id = told.id and root.proof is distinct from told.proof`,
    [proofs.map((one) => one.id), proofs.map((one) => one.proof)],
  );
}

import { deflateSync, inflateSync } from 'node:zlib';
import type { Part } from '../frames/evidence.ts';
import { sha256 } from './canonical.ts';
import type { Queryable } from './database.ts';

export interface PackedEvidence {
  hash: Buffer;
  bytes: number;
  content: Buffer;
}

/** Parts as "<name> <length>\n<bytes>", one after another: what is hashed, then deflated (RFC 1950). */
export function evidenceText(parts: Part[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => [Buffer.from(`${part.name} ${part.bytes.length}\n`, 'utf8'), part.bytes]),
  );
}

export function unpackEvidence(content: Uint8Array): Part[] {
  const text = inflateSync(content);
  const parts: Part[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf(0x0a, at);
    const head = text.subarray(at, end).toString('utf8');
    const space = head.lastIndexOf(' ');
    const length = Number(head.slice(space + 1));
    parts.push({ name: head.slice(0, space), bytes: text.subarray(end + 1, end + 1 + length) });
    at = end + 1 + length;
  }
  return parts;
}

const CACHE = 20_000;
/** Ids of evidence stored lately, by hash in hexadecimal: nodes that are alike say the same. Bounded. */
const known = new Map<string, number>();

/** Forgets them: another database is in use (tests), or some was removed, or never came to be since its transaction ended. */
export function forgetEvidence(): void {
  known.clear();
}

/** Stores raw evidence that is not there yet; gives the id of each, in order. Runs in storedAgain, which forgets what is not there. */
export async function ensureEvidence(tx: Queryable, agentId: number, list: Part[][]): Promise<number[]> {
  const wanted = new Map<string, { hash: Buffer; text: Buffer }>();
  const keys = list.map((parts) => {
    const text = evidenceText(parts);
    const hash = sha256(text);
    const key = hash.toString('hex');
    wanted.set(key, { hash, text });
    return key;
  });
  const ids = new Map<string, number>();
  for (const key of wanted.keys()) {
    const id = known.get(key);
    if (id !== undefined) ids.set(key, id);
  }
  const missing = () => [...wanted].flatMap(([key, one]) => (ids.has(key) ? [] : [one]));
  const look = async () => {
    const hashes = missing().map((one) => one.hash);
    if (hashes.length === 0) return;
    for (const [key, id] of await evidenceIds(tx, hashes)) ids.set(key, id);
  };
  await look();
  const fresh = missing();
  if (fresh.length > 0) {
    await tx.query(
      `insert into evidence (hash, agent_id, bytes, content)
       select hash, $1, bytes, content from unnest($2::bytea[], $3::int[], $4::bytea[]) as new (hash, bytes, content)
       order by hash on conflict (hash) do nothing`,
      [
        agentId,
        fresh.map((one) => one.hash),
        fresh.map((one) => one.text.length),
        fresh.map((one) => deflateSync(one.text)),
      ],
    );
    await look();
  }
  if (known.size + ids.size > CACHE) known.clear();
  for (const [key, id] of ids) known.set(key, id);
  return keys.map((key) => ids.get(key) ?? 0);
}

async function evidenceIds(tx: Queryable, hashes: Buffer[]): Promise<Map<string, number>> {
  const found = await tx.query<{ id: number; hash: Buffer }>(
    'select id, hash from evidence where hash = any($1)',
    [hashes],
  );
  return new Map(found.rows.map((row) => [row.hash.toString('hex'), row.id]));
}

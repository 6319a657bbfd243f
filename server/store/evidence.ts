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

/** Stores raw evidence that is not there yet; gives the id of each, in order. */
export async function ensureEvidence(tx: Queryable, agentId: number, list: Part[][]): Promise<number[]> {
  const texts = list.map((parts) => evidenceText(parts));
  const hashes = texts.map((text) => sha256(text));
  const ids = await evidenceIds(tx, hashes);
  const missing = new Map<string, number>();
  hashes.forEach((hash, at) => {
    if (!ids.has(hash.toString('hex'))) missing.set(hash.toString('hex'), at);
  });
  if (missing.size > 0) {
    const positions = [...missing.values()];
    await tx.query(
      `insert into evidence (hash, agent_id, bytes, content)
       select hash, $1, bytes, content from unnest($2::bytea[], $3::int[], $4::bytea[]) as new (hash, bytes, content)
       order by hash on conflict (hash) do nothing`,
      [
        agentId,
        positions.map((at) => hashes[at]),
        positions.map((at) => texts[at]?.length ?? 0),
        positions.map((at) => deflateSync(texts[at] ?? Buffer.alloc(0))),
      ],
    );
    for (const [hash, id] of await evidenceIds(
      tx,
      positions.map((at) => hashes[at] as Buffer),
    )) {
      ids.set(hash, id);
    }
  }
  return hashes.map((hash) => ids.get(hash.toString('hex')) ?? 0);
}

async function evidenceIds(tx: Queryable, hashes: Buffer[]): Promise<Map<string, number>> {
  const found = await tx.query<{ id: number; hash: Buffer }>(
    'select id, hash from evidence where hash = any($1)',
    [hashes],
  );
  return new Map(found.rows.map((row) => [row.hash.toString('hex'), row.id]));
}

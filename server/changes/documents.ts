import type { Facts } from '../facets/facet.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersOut } from '../store/numbersIn.ts';
import type { StoredDocument } from './diff/stored.ts';
import type { Pair } from './pairs.ts';

export interface DocumentHead {
  id: number;
  hash: string;
  kind: string;
  /** Whether it offers anything. */
  offers: boolean;
  /** The naming rules that its offerings were read with; null where there are none. */
  naming: number | null;
}

/** What is to be known of the documents of some pairs without reading them. */
export async function headsOf(db: Queryable, pairs: Pair[]): Promise<Map<number, DocumentHead>> {
  const ids = [...new Set(pairs.flatMap(({ before, after }) => [...before, ...after]))];
  if (ids.length === 0) return new Map();
  const found = await db.query<DocumentHead>(sql('changes-documents'), [numbersOut(ids)]);
  return new Map(found.rows.map((row) => [row.id, row]));
}

/** Whole documents by id. */
export async function factsOf(db: Queryable, ids: number[]): Promise<Map<number, StoredDocument>> {
  if (ids.length === 0) return new Map();
  const found = await db.query<{ id: number; hash: string; kind: string; bytes: number; facts: Facts }>(
    `select id, encode(hash, 'hex') as hash, kind, bytes, facts from document where id = any($1)`,
    [[...new Set(ids)]],
  );
  return new Map(found.rows.map(({ id, ...document }) => [id, document]));
}

import type { Facts, OfferingDraft } from '../facets/facet.ts';
import { sql } from '../sql.ts';
import { type CanonicalDocument, canonicalDocument } from './canonical.ts';
import type { Queryable } from './database.ts';
import { forgetEvidence } from './evidence.ts';
import { forgetNaming, namingId } from './naming.ts';
import { ensureOfferings } from './offerings.ts';

export interface StoredDocument {
  id: number;
  hash: Buffer;
  /** Ids of its offerings, sorted, each once. */
  offerings: number[];
}

export interface NewDocument {
  facts: Facts;
  offerings: () => OfferingDraft[];
}

const CACHE = 20_000;
const BATCH = 200;
/** Ways to name one and the same offering of one document; more are noise. */
const MOST_LOCATORS = 20;
const known = new Map<string, StoredDocument>();

/** Forgets the cache, and that of evidence: another database is in use (tests), some was removed, or names are read otherwise now. */
export function forgetDocuments(): void {
  known.clear();
  forgetEvidence();
  forgetNaming();
}

/**
 * Stores documents that are not there yet, with their offerings; gives one answer per input, in
 * order. Equal content is one document. Rows go in sorted, so that visits at once do not wait for each
 * other in a circle. Not for use inside a transaction (see ensureOfferings).
 */
export async function ensureDocuments(db: Queryable, inputs: NewDocument[]): Promise<StoredDocument[]> {
  const canonical = inputs.map((input) => canonicalDocument(input.facts));
  const wanted = new Map<string, number>();
  const result = new Map<string, StoredDocument>();
  canonical.forEach(({ hash }, at) => {
    const key = hash.toString('hex');
    const have = known.get(key);
    if (have) result.set(key, have);
    else wanted.set(key, at);
  });
  if (wanted.size > 0) {
    const mine = storing.then(() => storeWanted(db, inputs, canonical, wanted));
    storing = mine.catch(() => {});
    for (const [key, document] of await mine) result.set(key, document);
  }
  return canonical.map(({ hash }) => {
    const key = hash.toString('hex');
    const document = result.get(key);
    if (!document) throw new Error(`document ${key} was not stored`);
    return document;
  });
}

/** One after the other: the first nodes of a sweep say the same at once, and what one of them stored the next ones know. */
let storing: Promise<unknown> = Promise.resolve();

async function storeWanted(
  db: Queryable,
  inputs: NewDocument[],
  canonical: CanonicalDocument[],
  wanted: Map<string, number>,
): Promise<Map<string, StoredDocument>> {
  const result = new Map<string, StoredDocument>();
  const positions: number[] = [];
  for (const [key, at] of wanted) {
    const have = known.get(key);
    if (have) result.set(key, have);
    else positions.push(at);
  }
  for (let from = 0; from < positions.length; from += BATCH) {
    const batch = positions.slice(from, from + BATCH).map((at) => ({
      canonical: canonical[at] as CanonicalDocument,
      input: inputs[at] as NewDocument,
    }));
    for (const document of await storeBatch(db, batch)) result.set(document.hash.toString('hex'), document);
  }
  if (known.size + result.size > CACHE) known.clear();
  for (const [key, document] of result) known.set(key, document);
  return result;
}

async function storeBatch(
  db: Queryable,
  batch: { canonical: CanonicalDocument; input: NewDocument }[],
): Promise<StoredDocument[]> {
  const found = await stored(
    db,
    batch.map((one) => one.canonical.hash),
  );
  const fresh = batch.filter((one) => !found.has(one.canonical.hash.toString('hex')));
  if (fresh.length === 0) return [...found.values()];
  const drafts = fresh.map((one) => one.input.offerings());
  // All at once first, so that the calls per document below find every id in the cache.
  await ensureOfferings(db, drafts.flat());
  await db.query(
    `insert into document (hash, kind, facts, bytes)
     select hash, kind, facts::jsonb, bytes
     from unnest($1::bytea[], $2::text[], $3::text[], $4::int[]) as new (hash, kind, facts, bytes)
     order by hash on conflict (hash) do nothing`,
    [
      fresh.map((one) => one.canonical.hash),
      fresh.map((one) => one.canonical.kind),
      fresh.map((one) => one.canonical.text),
      fresh.map((one) => Buffer.byteLength(one.canonical.text)),
    ],
  );
  const ids = await db.query<{ id: number; hash: Buffer }>(
    'select id, hash from document where hash = any($1)',
    [fresh.map((one) => one.canonical.hash)],
  );
  const idOf = new Map(ids.rows.map((row) => [row.hash.toString('hex'), row.id]));
  const sets: { id: number; hash: Buffer; offerings: number[] }[] = [];
  const locators: Locator[] = [];
  for (const [at, one] of fresh.entries()) {
    const id = idOf.get(one.canonical.hash.toString('hex')) ?? 0;
    const own = await offeringsOf(db, id, drafts[at] ?? []);
    sets.push({ id, hash: one.canonical.hash, offerings: own.offerings });
    locators.push(...own.locators);
  }
  if (fresh.some((one) => one.canonical.kind === 'conda.environment')) {
    await db.query(sql('environment-summaries'), [fresh.map((one) => one.canonical.hash)]);
  }
  await storeSets(db, sets, locators);
  return [...found.values(), ...sets];
}

export interface Locator {
  document: number;
  offering: number;
  ordinal: number;
  locator: string;
}

/** What one document offers: the ids, sorted, each once, and how each is used. */
export async function offeringsOf(
  db: Queryable,
  document: number,
  drafts: OfferingDraft[],
): Promise<{ offerings: number[]; locators: Locator[] }> {
  const own = await ensureOfferings(db, drafts);
  const locators: Locator[] = [];
  const seen = new Map<number, number>();
  for (const { id: offering, locator } of own) {
    const ordinal = seen.get(offering) ?? 0;
    if (locator === '' || ordinal >= MOST_LOCATORS) continue;
    seen.set(offering, ordinal + 1);
    locators.push({ document, offering, ordinal, locator });
  }
  return { offerings: [...new Set(own.map((one) => one.id))].sort((a, b) => a - b), locators };
}

/** Text form of int[] values, since unnest takes arrays of arrays apart. */
export const arrayText = (numbers: number[]) => `{${numbers.join(',')}}`;

async function storeSets(
  db: Queryable,
  sets: { id: number; offerings: number[] }[],
  locators: Locator[],
): Promise<void> {
  await storeLocators(db, locators);
  // The set comes last: a document without one is not complete and is stored again.
  await db.query(
    `insert into document_set (document_id, naming, offerings)
     select id, $2, offerings::int[] from unnest($1::int[], $3::text[]) as new (id, offerings)
     order by id on conflict (document_id) do nothing`,
    [sets.map((one) => one.id), await namingId(db), sets.map((one) => arrayText(one.offerings))],
  );
}

export async function storeLocators(db: Queryable, locators: Locator[]): Promise<void> {
  await db.query(
    `insert into document_locator (document_id, offering_id, ordinal, locator)
     select * from unnest($1::int[], $2::int[], $3::int[], $4::text[]) order by 1, 2, 3 on conflict do nothing`,
    [
      locators.map((one) => one.document),
      locators.map((one) => one.offering),
      locators.map((one) => one.ordinal),
      locators.map((one) => one.locator),
    ],
  );
}

async function stored(db: Queryable, hashes: Buffer[]): Promise<Map<string, StoredDocument>> {
  const rows = await db.query<StoredDocument>(
    `select document.id, document.hash, document_set.offerings
     from document join document_set on document_set.document_id = document.id
     where document.hash = any($1)`,
    [hashes],
  );
  return new Map(rows.rows.map((row) => [row.hash.toString('hex'), row]));
}

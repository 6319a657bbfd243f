import { GazetteerError } from '../errors.ts';
import type { Column, DocumentKind } from '../facets/facet.ts';
import { facets } from '../facets/registry.ts';
import type { DocumentView } from '../routes/schemas/places.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';
import { holdersOf, lastHeld } from './holders.ts';

interface DocumentRow {
  id: number;
  kind: string;
  bytes: number;
  facts: Record<string, unknown>;
}

/** One document by its hash: its facts, its table, what it offers, who holds it, what it was read from. */
export async function documentView(db: Queryable, hash: string): Promise<DocumentView> {
  const found = await db.query<DocumentRow>('select id, kind, bytes, facts from document where hash = $1', [
    Buffer.from(hash, 'hex'),
  ]);
  const row = found.rows[0];
  if (!row) throw new GazetteerError('not-found', `there is no document ${hash}`);
  const [offerings, heldBy, evidence, inside] = await Promise.all([
    offeringsOf(db, row.id),
    holdersOf(db, row.id),
    evidenceOf(db, row.id),
    insideOf(db, row.id),
  ]);
  return {
    hash,
    kind: row.kind,
    bytes: row.bytes,
    facts: orderedFacts(row.kind, row.facts),
    ...tableOf(row),
    offerings,
    heldBy,
    confirmedAt: heldBy.length === 0 ? await lastHeld(db, row.id) : latestOf(heldBy),
    evidence,
    inside,
  };
}

/** Times of one form are in order as text. */
const latestOf = (heldBy: DocumentView['heldBy']) =>
  heldBy.reduce<string | null>(
    (latest, { confirmedAt }) =>
      confirmedAt !== null && (latest === null || confirmedAt > latest) ? confirmedAt : latest,
    null,
  );

/** The document of what is inside an image; null for other documents, and for images that nobody looked into. */
async function insideOf(db: Queryable, id: number): Promise<string | null> {
  const found = await db.query<{ hash: string }>(
    `select encode(document.hash, 'hex') as hash from image_contents
     join document on document.id = image_contents.contents_id
     where image_contents.document_id = $1 order by image_contents.read_at desc limit 1`,
    [id],
  );
  return found.rows[0]?.hash ?? null;
}

export function documentKind(kind: string): DocumentKind | undefined {
  return Object.values(facets)
    .flatMap((facet) => facet.kinds)
    .find((one) => one.kind === kind);
}

/**
 * Facts with their fields in the order in which they are described; Postgres keeps them by length of
 * name. Facts of an older form stay as they are.
 */
export function orderedFacts(kind: string, facts: Record<string, unknown>): Record<string, unknown> {
  const parsed = documentKind(kind)?.schema.safeParse(facts);
  return parsed?.success ? { ...parsed.data } : facts;
}

/** The document as rows of its described columns. Facts of an older form than this version's give no rows. */
function tableOf(row: DocumentRow): Pick<DocumentView, 'derived' | 'columns' | 'rows'> {
  const kind = documentKind(row.kind);
  const facts = kind?.schema.safeParse(row.facts);
  if (!kind || !facts?.success) return { derived: {}, columns: [], rows: [] };
  return {
    derived: cells(kind.derived ?? [], { ...facts.data }),
    columns: kind.columns.map(({ name, type, sentence }) => ({ name, type, sentence })),
    rows: kind.rows(facts.data).map((one) => cells(kind.columns, one)),
  };
}

function cells(columns: Column[], row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column.name, column.of(row) ?? null]));
}

async function offeringsOf(db: Queryable, id: number): Promise<DocumentView['offerings']> {
  const found = await db.query<{
    tool: string;
    version: string;
    variant: string;
    build: string;
    provider: number;
  }>(
    `select tool.name as tool, version.text as version, offering.variant, offering.build, offering.provider
     from document_set, unnest(offerings) as own (id)
     join offering on offering.id = own.id
     join tool on tool.id = offering.tool_id
     join version on version.id = offering.version_id
     where document_set.document_id = $1
     order by tool.name collate "C", version.sort_key, offering.build collate "C"`,
    [id],
  );
  return found.rows.map((row) => ({ ...row, provider: providerOf(row.provider) }));
}

async function evidenceOf(db: Queryable, id: number): Promise<DocumentView['evidence']> {
  const found = await db.query<{ hash: string; agent: string; bytes: number }>(
    `select distinct encode(evidence.hash, 'hex') as hash, agent_version.version as agent, evidence.bytes
     from (
       select evidence_id from observation where document_id = $1
       union select evidence_id from root_item where document_id = $1
       union select evidence_id from image_contents where contents_id = $1
     ) as held
     join evidence on evidence.id = held.evidence_id
     join agent_version on agent_version.id = evidence.agent_id
     order by 1 limit 100`,
    [id],
  );
  return found.rows;
}

import type { OfferingDraft } from '../facets/facet.ts';
import { sortKey } from '../names/version.ts';
import { cleanText } from './canonical.ts';
import type { Queryable } from './database.ts';
import { providerNumber } from './providers.ts';

/** Longer names are no names; an index row could not hold them. */
const LONGEST = 200;
const CACHE = 200_000;

/** Offerings seen lately, so that a sweep of known environments asks nothing. Bounded. */
const known = new Map<string, number>();

export interface StoredOffering {
  id: number;
  locator: string;
}

/** Fields of one offering as they are stored, and the text that identifies them. */
interface Row {
  tool: string;
  label: string;
  version: string;
  variant: string;
  build: string;
  provider: number;
  digest: string;
  key: string;
}

/** Forgets the cache: another database is in use (tests), or rows were removed. */
export function forgetOfferings(): void {
  known.clear();
}

/**
 * The ids of offerings, made where they are new. Drafts that no table could hold are left out. Not
 * for use inside a transaction: one that is rolled back would leave ids in the cache that nobody has.
 */
export async function ensureOfferings(db: Queryable, drafts: OfferingDraft[]): Promise<StoredOffering[]> {
  const rows = drafts.map(rowOf);
  const fresh = new Map<string, Row>();
  for (const row of rows) if (row && !known.has(row.key)) fresh.set(row.key, row);
  if (fresh.size > 0) await store(db, [...fresh.values()]);
  return rows.flatMap((row, at) => {
    const id = row ? known.get(row.key) : undefined;
    return id === undefined ? [] : [{ id, locator: cleanText(drafts[at]?.locator ?? '') }];
  });
}

function rowOf(draft: OfferingDraft): Row | null {
  const row = {
    tool: cleanText(draft.tool),
    label: cleanText(draft.label),
    version: cleanText(draft.version),
    variant: cleanText(draft.variant),
    build: cleanText(draft.build),
    provider: providerNumber(draft.provider),
    digest: draft.digest,
  };
  if (row.tool === '' || row.provider < 0) return null;
  const texts = [row.tool, row.label, row.version, row.variant, row.build, row.digest];
  if (texts.some((text) => text.length > LONGEST)) return null;
  return {
    ...row,
    key: [row.tool, row.version, row.provider, row.variant, row.build, row.digest].join('\0'),
  };
}

async function store(db: Queryable, rows: Row[]): Promise<void> {
  const tools = new Map(rows.map((row) => [row.tool, row.label]));
  await db.query(
    `insert into tool (name, label)
     select name, label from unnest($1::text[], $2::text[]) as new (name, label)
     where not exists (select from tool where tool.name = new.name)
     order by name on conflict (name) do nothing`,
    [[...tools.keys()], [...tools.values()]],
  );
  const versions = [...new Set(rows.map((row) => row.version))];
  await db.query(
    `insert into version (text, sort_key)
     select text, sort_key from unnest($1::text[], $2::text[]) as new (text, sort_key)
     where not exists (select from version where version.text = new.text)
     order by text on conflict (text) do nothing`,
    [versions, versions.map((version) => sortKey(version))],
  );
  const columns = [
    rows.map((row) => row.tool),
    rows.map((row) => row.version),
    rows.map((row) => row.provider),
    rows.map((row) => row.variant),
    rows.map((row) => row.build),
    rows.map((row) => row.digest),
  ];
  const wanted = `unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[])
     with ordinality as new (tool, version, provider, variant, build, digest, at)
     join tool on tool.name = new.tool join version on version.text = new.version`;
  const same = `offering.tool_id = tool.id and offering.version_id = version.id and offering.provider = new.provider
     and offering.variant = new.variant and offering.build = new.build and offering.digest = new.digest`;
  await db.query(
    `insert into offering (tool_id, version_id, provider, variant, build, digest)
     select tool.id, version.id, new.provider, new.variant, new.build, new.digest from ${wanted}
     where not exists (select from offering where ${same})
     order by 1, 2, 3, 4, 5, 6 on conflict do nothing`,
    columns,
  );
  const found = await db.query<{ at: string; id: number }>(
    `select new.at, offering.id from ${wanted} join offering on ${same}`,
    columns,
  );
  if (known.size + found.rows.length > CACHE) known.clear();
  for (const { at, id } of found.rows) {
    const row = rows[Number(at) - 1];
    if (row) known.set(row.key, id);
  }
}

import type { Facts } from '../facets/facet.ts';
import { isFacetName } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import { currentNames } from '../names/current.ts';
import { sortKey } from '../names/version.ts';
import { sql } from '../sql.ts';
import type { Database, Queryable } from './database.ts';
import { arrayText, forgetDocuments, type Locator, offeringsOf, storeLocators } from './documents.ts';
import { namingId } from './naming.ts';
import { refreshRollup } from './rollup.ts';

interface StoredFacts {
  id: number;
  facts: Facts;
  /** Where one root has it; some facets name a thing by its place. */
  path: string;
}

const BATCH = 200;

/** Two processes that start at once with the same tables must not both do this. */
export const REREAD_LOCK = 7_311_002;

/**
 * Reads stored facts again where other rules, or other tables of this installation, named them, and makes find's
 * answers anew. That is no change of any cluster: no interval opens or closes. Gives the number of documents read.
 */
export async function rereadOfferings(db: Database): Promise<number> {
  const naming = await namingId(db);
  if (await isCurrent(db, naming)) return 0;
  forgetDocuments();
  return db.transaction(async (lock) => {
    await lock.query('select pg_advisory_xact_lock($1)', [REREAD_LOCK]);
    if (await isCurrent(db, naming)) return 0;
    const read = await readAll(db, naming);
    if (read > 0) {
      await db.query(sql('reread-roots'));
      const clusters = await db.query<{ id: number }>('select id from cluster order by id');
      for (const { id } of clusters.rows) await refreshRollup(db, id, null);
    }
    await relabel(db);
    await rekey(db);
    await db.query(
      `update naming set current = (id = $1),
         since = case when id = $1 and exists (select from naming where current) then now() else since end
       where current <> (id = $1)`,
      [naming],
    );
    return read;
  });
}

/** Keys of versions that were stored under rules that ordered them otherwise. */
async function rekey(db: Queryable): Promise<void> {
  const found = await db.query<{ id: number; text: string; key: string }>(
    'select id, text, sort_key as key from version',
  );
  const wrong = found.rows.flatMap(({ id, text, key }) =>
    sortKey(text) === key ? [] : [{ id, key: sortKey(text) }],
  );
  await db.query(
    `update version set sort_key = new.key from unnest($1::int[], $2::text[]) as new (id, key)
     where version.id = new.id`,
    [wrong.map((one) => one.id), wrong.map((one) => one.key)],
  );
}

/** The first one who names a tool says how it is written, unless the installation's own file does. */
async function relabel(db: Queryable): Promise<void> {
  const labels = [...currentNames().labels];
  await db.query(
    `update tool set label = new.label from unnest($1::text[], $2::text[]) as new (name, label)
     where tool.name = new.name and tool.label <> new.label`,
    [labels.map(([name]) => name), labels.map(([, label]) => label)],
  );
}

/** Also a process that had not seen the new tables yet may have stored a set: two looks into an index tell. */
async function isCurrent(db: Queryable, naming: number): Promise<boolean> {
  const found = await db.query(
    `select from naming where id = $1 and current
       and not exists (select from document_set where document_set.naming < $1)
       and not exists (select from document_set where document_set.naming > $1)`,
    [naming],
  );
  return found.rows.length > 0;
}

async function readAll(db: Database, naming: number): Promise<number> {
  let read = 0;
  for (let after = 0; ; ) {
    const found = await db.query<StoredFacts>(sql('reread-documents'), [naming, after, BATCH]);
    const last = found.rows.at(-1);
    if (last === undefined) return read;
    await readBatch(db, naming, found.rows);
    after = last.id;
    read += found.rows.length;
  }
}

async function readBatch(db: Database, naming: number, batch: StoredFacts[]): Promise<void> {
  const sets: { id: number; offerings: number[] }[] = [];
  const locators: Locator[] = [];
  for (const { id, facts, path } of batch) {
    const facet = facts.kind.split('.', 1)[0] ?? '';
    const drafts = isFacetName(facet) ? facets[facet].offerings(facts, path) : [];
    const own = await offeringsOf(db, id, drafts);
    sets.push({ id, offerings: own.offerings });
    locators.push(...own.locators);
  }
  await db.transaction(async (tx) => {
    await tx.query('delete from document_locator where document_id = any($1)', [batch.map((one) => one.id)]);
    await storeLocators(tx, locators);
    await tx.query(
      `update document_set set naming = $2, offerings = new.offerings::int[]
       from unnest($1::int[], $3::text[]) as new (id, offerings) where document_set.document_id = new.id`,
      [sets.map((one) => one.id), naming, sets.map((one) => arrayText(one.offerings))],
    );
  });
}

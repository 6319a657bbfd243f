import type { Database } from '../database.ts';
import { REREAD_LOCK } from '../reread.ts';
import { eachWindow, type PrunedKind, type PruneRun } from './run.ts';

const WINDOW = 5000;

interface Table {
  kind: PrunedKind;
  table: 'document' | 'evidence';
  /** What it takes up, in SQL. */
  bytes: string;
  /** It may go as far as its own row tells. */
  own: string;
  /** Nothing that stays refers to it. $3: what ended before goes. */
  unused: string;
  /** Nothing at all refers to it. */
  free: string;
}

const none = (from: string) => `not exists (select from ${from})`;
const KEPT = '(root_item.until is null or root_item.until >= $3)';
/** What is inside an image stays as long as the image does. */
const INSIDE = `image_contents join root_item on root_item.root_id = image_contents.root_id
  and root_item.path = image_contents.path and root_item.document_id = image_contents.document_id and ${KEPT}`;
const kept = (table: string, column: string, id: string) =>
  none(`${table} where ${table}.${column} = ${id} and (${table}.until is null or ${table}.until >= $3)`);

const DOCUMENT: Table = {
  kind: 'documents',
  table: 'document',
  bytes: '0',
  // A visit stores its documents first, and refers to them a moment later.
  own: `created_at < now() - interval '1 day'`,
  unused: [
    kept('observation', 'document_id', 'document.id'),
    kept('root_item', 'document_id', 'document.id'),
    none(`${INSIDE} where image_contents.contents_id = document.id`),
  ].join(' and '),
  free: [
    none('observation where observation.document_id = document.id'),
    none('root_item where root_item.document_id = document.id'),
    none('image_contents where image_contents.document_id = document.id'),
    none('image_contents where image_contents.contents_id = document.id'),
    none('image_digest where image_digest.document_id = document.id'),
  ].join(' and '),
};

const EVIDENCE: Table = {
  kind: 'evidence',
  table: 'evidence',
  bytes: 'octet_length(content)',
  own: 'true',
  unused: [
    kept('observation', 'evidence_id', 'evidence.id'),
    kept('root_item', 'evidence_id', 'evidence.id'),
    none(`${INSIDE} where image_contents.evidence_id = evidence.id`),
  ].join(' and '),
  free: [
    none('observation where observation.evidence_id = evidence.id'),
    none('root_item where root_item.evidence_id = evidence.id'),
    none('image_contents where image_contents.evidence_id = evidence.id'),
  ].join(' and '),
};

/**
 * Removes documents, with their sets and locators, and evidence that nothing refers to. Rows are locked before it is
 * looked whether they are free: a visit that is about to refer to one waits for its foreign key, finds it gone, and
 * stores it again (`server/store/removed.ts`). One that is locked by somebody is in use, and left.
 */
export async function pruneUnused(run: PruneRun): Promise<void> {
  for (const one of [DOCUMENT, EVIDENCE]) {
    await eachWindow(run, one.kind, one.table, WINDOW, async (after, to) => {
      const found = await run.db.query<{ id: number; bytes: number }>(
        `select id, ${one.bytes} as bytes from ${one.table}
         where id > $1 and id <= $2 and ${one.own} and ${one.unused}`,
        [after, to, run.closedBefore],
      );
      const sizes = new Map(found.rows.map((row) => [row.id, row.bytes]));
      const gone =
        run.dryRun || sizes.size === 0
          ? [...sizes.keys()]
          : await removeIfUnused(run.db, one.table, [...sizes.keys()]);
      run.removed[one.kind] += gone.length;
      for (const id of gone) run.bytes += sizes.get(id) ?? 0;
    });
  }
}

/** Removes those of some documents or evidence that nothing refers to; gives which. */
export function removeIfUnused(db: Database, table: Table['table'], ids: number[]): Promise<number[]> {
  const one = table === 'document' ? DOCUMENT : EVIDENCE;
  return db.transaction(async (tx) => {
    // Reading names anew writes the offerings of documents, a batch at a time.
    if (one.table === 'document') await tx.query('select pg_advisory_xact_lock($1)', [REREAD_LOCK]);
    const locked = await tx.query<{ id: number }>(
      `select id from ${one.table} where id = any($1) order by id for update skip locked`,
      [ids],
    );
    const gone = await tx.query<{ id: number }>(
      `delete from ${one.table} where id = any($1) and ${one.free} returning id`,
      [locked.rows.map((row) => row.id)],
    );
    return gone.rows.map((row) => row.id);
  });
}

import { type PrunedKind, type PruneRun, removing } from './run.ts';

/** Whether the history that is kept still holds the image that something stands beside. */
const imageGone = (table: string) => `not exists (
  select from root_item where root_item.root_id = ${table}.root_id and root_item.path = ${table}.path
    and root_item.document_id = ${table}.document_id and (root_item.until is null or root_item.until >= $1))`;

/** A test of a module in a tree that its node does not see any more. */
const TEST = `tested_at < $1 and not exists (
  select from node_root join root on root.id = node_root.root_id
  where node_root.node_id = module_load.node_id and node_root.until is null and root.kind = 'tree'
    and root.path = module_load.tree)`;

/** The hash of a modulefile that its tree does not list any more. */
const FILE = `computed_at < $1 and not exists (
  select from root_item
  join document on document.id = root_item.document_id and document.kind = 'modules.tree'
  cross join lateral jsonb_array_elements(document.facts -> 'modules') as module
  where (root_item.until is null or root_item.until >= $1)
    and root_item.root_id = module_file.root_id and module ->> 'fullName' = module_file.full_name)`;

/** A count that another one followed before the end of what is kept. */
const FOLLOWED = `since < $1 and exists (select from pair_past as later
  where later.clusters = pair_past.clusters and later.a_id = pair_past.a_id and later.b_id = pair_past.b_id
    and later.since > pair_past.since and later.since <= $1)`;

const TABLES: [kind: PrunedKind, table: string, where: string][] = [
  ['imageContents', 'image_contents', imageGone('image_contents')],
  ['imageDigests', 'image_digest', imageGone('image_digest')],
  ['loadTests', 'module_load', TEST],
  ['moduleFiles', 'module_file', FILE],
  ['pairs', 'pair_past', FOLLOWED],
];

/** Removes what stands beside something that went. */
export async function pruneBesides(run: PruneRun): Promise<void> {
  for (const [kind, table, where] of TABLES) {
    if (run.signal.aborted) return;
    const gone = await run.db.query<{ rows: number }>(removing(run, table, where), [run.closedBefore]);
    run.removed[kind] += gone.rows[0]?.rows ?? 0;
    run.tell(kind, 1, 1);
  }
}

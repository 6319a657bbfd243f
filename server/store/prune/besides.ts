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

/**
 * The report of a period that was made and delivered, or given up. Of each schedule the one that was due last stays, whatever its age:
 * what is due is counted from it, so that no period is made twice. Nor do those go of which a schedule that is changed could come to
 * the period again: a period is a month at most.
 */
const ENDED = (
  edition: string,
) => `${edition}.due_at < least($1, now() - interval '62 days') and ${edition}.state <> 'waiting'
  and not exists (select from report_delivery as own where own.edition_id = ${edition}.id
    and (own.state = 'waiting' or coalesce(own.tried_at, own.created_at) >= $1))
  and (${edition}.test or ${edition}.due_at < (select max(latest.due_at) from report_edition as latest
    where latest.schedule_id = ${edition}.schedule_id and not latest.test))`;

const DELIVERED = `exists (select from report_edition as edition where edition.id = report_delivery.edition_id and ${ENDED('edition')})`;

const TABLES: [kind: PrunedKind, table: string, where: string][] = [
  ['imageContents', 'image_contents', imageGone('image_contents')],
  ['imageDigests', 'image_digest', imageGone('image_digest')],
  ['loadTests', 'module_load', TEST],
  ['moduleFiles', 'module_file', FILE],
  ['pairs', 'pair_past', FOLLOWED],
  ['deliveries', 'report_delivery', DELIVERED],
  ['editions', 'report_edition', ENDED('report_edition')],
  ['orders', 'report_order', `state <> 'waiting' and ordered_at < $1`],
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

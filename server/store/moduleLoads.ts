import type { FacetReading } from '../facets/facet.ts';
import { defaultModules, loadTest } from '../facets/modules/load-tests.ts';
import { Tree } from '../facets/modules/schema.ts';
import { type FacetName, facetNames } from '../facets/names.ts';
import { cleanText } from './canonical.ts';
import type { Queryable } from './database.ts';

/** More modules than this no node is asked to load in one visit. */
const MOST = 1000;

const MODULES = facetNames.indexOf('modules');

/** A default module on a node, and what came of loading it there as a test. */
export interface LoadTest {
  nodeId: number;
  tree: string;
  fullName: string;
  /** `untested` where there was no time yet. */
  outcome: 'loads' | 'fails' | 'timeout' | 'untested';
  message: string;
  testedAt: Date | null;
}

/**
 * What each of these nodes is to load as a test: the default modules of the trees that it sees, those first that were
 * never tested there, then those whose test is longest ago, so that every one has its turn however short the time is.
 * Equals stand in any order: a few that hang must not keep the others from it for ever.
 */
export async function wantedLoads(db: Queryable, nodeIds: number[]): Promise<Map<number, string[]>> {
  const tests = (await loadTests(db, nodeIds)).map((one) => ({
    ...one,
    at: one.testedAt?.getTime() ?? 0,
    any: Math.random(),
  }));
  const wanted = new Map<number, string[]>();
  for (const { nodeId, line } of tests.sort((a, b) => a.at - b.at || a.any - b.any)) {
    const lines = wanted.get(nodeId) ?? [];
    if (lines.length < MOST) lines.push(line);
    wanted.set(nodeId, lines);
  }
  return wanted;
}

/** All that these nodes are to test, with what is known of it and the line that asks an agent for it. */
export async function loadTests(db: Queryable, nodeIds: number[]): Promise<(LoadTest & { line: string })[]> {
  if (nodeIds.length === 0) return [];
  const found = await db.query<{ nodeId: number; path: string; document: number }>(
    `select node_root.node_id as "nodeId", root.path, item.document_id as document
     from node_root join root on root.id = node_root.root_id
     join root_item item on item.root_id = root.id and item.path = '' and item.until is null
     where node_root.node_id = any($1) and node_root.until is null and root.facet = $2 and root.kind = 'tree'
     order by root.path, node_root.node_id`,
    [nodeIds, MODULES],
  );
  const trees = await treesOf(db, [...new Set(found.rows.map((row) => row.document))]);
  const tested = await db.query<LoadTest>(
    `select node_id as "nodeId", tree, full_name as "fullName", outcome, message, tested_at as "testedAt"
     from module_load where node_id = any($1)`,
    [nodeIds],
  );
  const keyOf = (nodeId: number, tree: string, fullName: string) => `${nodeId}\0${tree}\0${fullName}`;
  const known = new Map(tested.rows.map((row) => [keyOf(row.nodeId, row.tree, row.fullName), row]));
  return found.rows.flatMap(({ nodeId, path, document }) => {
    const tree = trees.get(document);
    return (tree ? defaultModules(tree) : []).flatMap((module) => {
      const line = tree && loadTest(path, tree, module);
      const fullName = cleanText(module.fullName);
      const untested = {
        nodeId,
        tree: path,
        fullName,
        outcome: 'untested' as const,
        message: '',
        testedAt: null,
      };
      return line === undefined ? [] : [{ ...(known.get(keyOf(nodeId, path, fullName)) ?? untested), line }];
    });
  });
}

async function treesOf(db: Queryable, documents: number[]): Promise<Map<number, Tree>> {
  const found = await db.query<{ id: number; facts: unknown }>(
    `select id, facts from document where id = any($1) and kind = 'modules.tree'`,
    [documents],
  );
  return new Map(
    found.rows.flatMap(({ id, facts }): [number, Tree][] => {
      const tree = Tree.safeParse(facts);
      return tree.success ? [[id, tree.data]] : [];
    }),
  );
}

/** Keeps what came of the tests of one visit; what was not tested keeps what was known of it. */
export async function rememberLoads(
  db: Queryable,
  visit: { nodeId: number; startedAt: Date; readings: { facet: FacetName; reading: FacetReading }[] },
): Promise<void> {
  const roots = visit.readings.flatMap(({ facet, reading }) => (facet === 'modules' ? reading.roots : []));
  const told = roots.flatMap(({ path, loads = [] }) =>
    loads.map((load) => ({ tree: cleanText(path), load })),
  );
  if (told.length === 0) return;
  await db.query(
    `insert into module_load (node_id, tree, full_name, outcome, message, tested_at)
     select distinct on (tree, full_name) $1, tree, full_name, outcome, message, $2
     from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as told (tree, full_name, outcome, message)
     on conflict (node_id, tree, full_name) do update
       set outcome = excluded.outcome, message = excluded.message, tested_at = excluded.tested_at
       where module_load.tested_at < excluded.tested_at`,
    [
      visit.nodeId,
      visit.startedAt,
      told.map(({ tree }) => tree),
      told.map(({ load }) => cleanText(load.fullName)),
      told.map(({ load }) => load.outcome),
      told.map(({ load }) => cleanText(load.message)),
    ],
  );
}

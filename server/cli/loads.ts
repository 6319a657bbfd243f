import type { Command } from 'commander';
import type { Queryable } from '../store/database.ts';
import { type LoadTest, loadTests } from '../store/moduleLoads.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

type Row = Omit<LoadTest, 'nodeId'> & { node: string };

/** What keeps people from a module comes first. */
const ORDER: LoadTest['outcome'][] = ['fails', 'timeout', 'untested', 'loads'];

export function loadsVerb(program: Command): void {
  program
    .command('loads')
    .description('what came of loading default modules as a test, where the sites file asks for it')
    .argument('[scope]', 'a site, site/cluster or site/cluster/node', '')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer loads alpha/hpc1')
    .action((scope: string, options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const rows = await loadsBelow(db, scope);
        print(options.json, rows, () => text(rows));
      }),
    );
}

async function loadsBelow(db: Queryable, scope: string): Promise<Row[]> {
  const [site = '', cluster = '', node = ''] = scope.split('/');
  const nodes = await db.query<{ id: number; name: string }>(
    `select node.id, site.name || '/' || cluster.name || '/' || node.name as name
     from node join cluster on cluster.id = node.cluster_id and cluster.retired_at is null
     join site on site.id = cluster.site_id and site.retired_at is null
     where node.retired_at is null and node.settings ->> 'loadTests' = 'true'
       and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2) and ($3 = '' or node.name = $3)
     order by site.name, cluster.name, node.name`,
    [site, cluster, node],
  );
  const names = new Map(nodes.rows.map(({ id, name }) => [id, name]));
  const tests = await loadTests(db, [...names.keys()]);
  return tests
    .map(({ nodeId, tree, fullName, outcome, message, testedAt }) => ({
      node: names.get(nodeId) ?? '',
      tree,
      fullName,
      outcome,
      message,
      testedAt,
    }))
    .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
}

function text(rows: Row[]): string {
  if (rows.length === 0) return 'No node is to load modules as a test (see loadTests in docs/sites.md).';
  const counts = ORDER.map(
    (outcome) => `${rows.filter((row) => row.outcome === outcome).length} ${WORDS[outcome]}`,
  );
  const told = rows.filter((row) => row.outcome !== 'loads');
  if (told.length === 0) return `${counts.join(', ')}.`;
  const cells = told.map(({ node, tree, fullName, outcome, message, testedAt }) =>
    [outcome, node, fullName, tree, testedAt ? age(testedAt.toISOString()) : '', message].map(visible),
  );
  return `${table([['TEST', 'NODE', 'MODULE', 'TREE', 'SEEN', 'MESSAGE'], ...cells])}\n${counts.join(', ')}.`;
}

const WORDS: Record<LoadTest['outcome'], string> = {
  loads: 'load',
  fails: 'fail',
  timeout: 'do not load in time',
  untested: 'not tested yet',
};

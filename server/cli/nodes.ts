import type { Command } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import { HERE } from '../collect/here.ts';
import { discoverBelow } from '../discovery/discover.ts';
import { GazetteerError } from '../errors.ts';
import { isName } from '../inventory/clusterNodes.ts';
import { renameNodes } from '../inventory/renameNodes.ts';
import { type DiscoveredNode, discoveredNodes } from '../query/discoveredNodes.ts';
import { inCluster } from '../store/clusterLock.ts';
import { refreshRollup } from '../store/rollup.ts';
import { refreshedLines } from './discovered.ts';
import { nodeRoutes, routeView } from './nodeRoutes.ts';
import { type Opened, withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

const SCOPE = 'site, site/cluster or site/cluster/node; everything when left out';

export function nodesVerb(program: Command): void {
  const nodes = program
    .command('nodes')
    .description('nodes with their states: list them, ask their sources again, rename one')
    .addHelpText('after', '\nExample:\n  gazetteer nodes list alpha/hpc1');
  nodes
    .command('list')
    .description('nodes, where their names come from, and how the batch system sees them')
    .argument('[scope]', SCOPE)
    .option('--retired', 'also nodes that are out of service')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer nodes list alpha/hpc1 --json')
    .action((scope: string | undefined, options: { retired?: boolean; json?: boolean }) =>
      withStore(async ({ db }) => {
        const rows = await discoveredNodes(db, scope ?? '', { retired: options.retired ?? false });
        print(options.json, rows, () => nodesText(rows, scope ?? ''));
        if (rows.length === 0) process.exitCode = 1;
      }),
    );
  nodes
    .command('discover')
    .description('ask the sources of clusters which nodes there are, as every sweep does; visits none')
    .argument('[scope]', 'site or site/cluster; everything when left out')
    .option('--accept', 'nodes that their source names no more are gone, however many they are')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Exit code 1 when a source could not be read, or lost so many nodes that it is not believed.

Examples:
  gazetteer nodes discover alpha/hpc1
  gazetteer nodes discover alpha/hpc1 --accept`,
    )
    .action((scope: string | undefined, options: { accept?: boolean; json?: boolean }) =>
      withStore(async ({ db, config }) => {
        const { signal } = new AbortController();
        const { dataFolder } = config;
        // Nodes may go out of service by it.
        const accept = options.accept ?? false;
        const deed = { action: 'nodes discover', target: scope ?? '', detail: accept ? 'accept' : '' };
        const refreshed = await audited(db, commandActor(), deed, () =>
          discoverBelow(db, scope ?? '', { dataFolder, signal, accept }),
        );
        if (refreshed.length === 0) {
          const where = scope === undefined ? 'any site' : scope;
          throw new GazetteerError(
            'no-source',
            `no cluster at ${where} has a source of nodes`,
            'See docs/sites.md',
          );
        }
        print(options.json, refreshed, () => refreshed.flatMap(lines).join('\n'));
        if (refreshed.some(({ problems, held }) => problems.length + held.length > 0)) process.exitCode = 1;
      }),
    );
  nodes
    .command('route')
    .description('how nodes are reached: jump hosts, address, user, keys; connects to none')
    .argument('<scope>', 'site, site/cluster or site/cluster/node')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer nodes route alpha/hpc1/cpu001')
    .action((scope: string, options: { json?: boolean }) =>
      withStore(async ({ db, config }) => {
        const routes = await nodeRoutes(db, scope, config.dataFolder);
        print(options.json, routes, () => routes.map(routeView).join('\n\n'));
        if (routes.some(({ wrong }) => wrong !== '')) process.exitCode = 1;
      }),
    );
  nodes
    .command('rename')
    .description('give a node its new name; its id and its history stay')
    .argument('<node>', 'site/cluster/node')
    .argument('<name>', 'the new name, without site and cluster')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
A sites file that names the node has to say the new name, or the old one comes back as a new node.

Example:
  gazetteer nodes rename alpha/hpc1/cpu064 bigmem1`,
    )
    .action((node: string, name: string, options: { json?: boolean }) =>
      withStore(async (opened) => {
        const deed = { action: 'nodes rename', target: node, detail: name };
        await audited(opened.db, commandActor(), deed, () => rename(opened, node, name));
        print(options.json, { from: node, to: name }, () => `${node} is ${name} now.`);
      }),
    );
}

async function rename({ db }: Opened, node: string, name: string): Promise<void> {
  if (!isName(name)) throw new GazetteerError('bad-name', `"${visible(name)}" cannot be the name of a node`);
  const [site, cluster, old = ''] = node.split('/');
  const found = await db.query<{ id: number }>(
    `select cluster.id from cluster join site on site.id = cluster.site_id
     where site.name = $1 and cluster.name = $2`,
    [site, cluster],
  );
  const id = found.rows[0]?.id;
  const made =
    id === undefined
      ? []
      : await inCluster(db, id, (tx) => renameNodes(tx, id, `${site}/${cluster}`, { [old]: name }));
  if (id === undefined || made.length === 0)
    throw new GazetteerError('no-node', `there is no node ${visible(node)}`, 'See: gazetteer nodes list');
  // Find's answers hold the names of nodes, folded.
  await refreshRollup(db, id, null);
}

const HEADER = ['NODE', 'ROLE', 'FROM', 'STATE', 'EXPECTED', 'LAST VISIT', 'REASON'];

function nodesText(rows: DiscoveredNode[], scope: string): string {
  if (rows.length > 0) return table([HEADER, ...rows.map(cells)]);
  const where = scope === '' ? 'There are no nodes' : `There are no nodes at ${visible(scope)}`;
  return `${where}. Describe them in a sites file and run: gazetteer apply sites.yaml`;
}

/** No file names this machine, which every installation has. */
const isHere = (node: string) => node.startsWith(`${HERE.site}/${HERE.cluster}/`);

function cells(row: DiscoveredNode): string[] {
  const last = row.lastVisit === null ? 'never' : `${row.lastVisit.outcome}, ${age(row.lastVisit.at)}`;
  const state = row.retiredAt === null ? row.state : 'retired';
  const source = row.source || (isHere(row.node) ? 'this machine' : 'sites file');
  return [row.node, row.role, visible(source), state, row.expected ? 'yes' : 'no', last, visible(row.reason)];
}

function lines(refreshed: Parameters<typeof refreshedLines>[0]): string[] {
  const { cluster, added, changed, retired, unchanged } = refreshed;
  const counts = `${added.length} added, ${changed.length} changed, ${retired.length} retired, ${unchanged} unchanged`;
  return [...refreshedLines(refreshed), `${cluster}: ${counts}`];
}

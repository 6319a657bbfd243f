import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from '../collect/collect.ts';
import { refreshComparisons } from '../compare/refresh.ts';
import { type Config, installation } from '../config.ts';
import { GazetteerError } from '../errors.ts';
import { applyInventory } from '../inventory/apply.ts';
import { inventoryOf } from '../inventory/applySites.ts';
import type { Demonstration } from '../routes/schemas/demo.ts';
import type { Database } from '../store/database.ts';
import { forgetSite } from './forgetSite.ts';
import { inventedNodes, recordedRoot } from './recorded.ts';

/** Every name that shows says what it is. */
const PREFIX = 'demo-';
const TITLES: Record<string, string> = {
  'demo-alpine': 'Demonstration: Alpine',
  'demo-harbour': 'Demonstration: Harbour',
};

const folderOf = ({ dataFolder }: Pick<Config, 'dataFolder'>) => join(dataFolder, 'demo');

/**
 * Two invented sites with nine recorded nodes, read as folders of this machine: laid out in the data folder, applied and
 * collected. Loaded again, they are made anew. `tell` hears how far it is.
 */
export async function loadDemo(
  db: Database,
  config: Config,
  tell: (text: string) => void = () => {},
): Promise<Demonstration> {
  if (!existsSync(join(installation, 'tests/fixtures')))
    throw new GazetteerError(
      'no-recordings',
      'this installation came without its recorded nodes, tests/fixtures',
    );
  await refuseOwnNames(db);
  await removeDemo(db, config);
  const folder = folderOf(config);
  tell('laying out the recorded nodes');
  for (const node of inventedNodes) recordedRoot(node, join(folder, PREFIX + node));
  const inventory = inventoryOf({ text: sitesYaml(folder), path: join(folder, 'sites.yaml') });
  await applyInventory(db, inventory, { prune: false, demonstration: true });
  const { signal } = new AbortController();
  for (const { name } of inventory.sites)
    await collect(db, name, {
      dataFolder: config.dataFolder,
      parallel: 4,
      signal,
      onProgress: (text) => tell(`${name}: ${text}`),
    });
  tell('comparing');
  await refreshComparisons(db, config.compare);
  return { sites: inventory.sites.map(({ name }) => name), nodes: inventedNodes.length };
}

/** Takes the demonstration out, rows, documents and folder: nothing of it is counted or shown any more. */
export async function removeDemo(db: Database, config: Config): Promise<Demonstration> {
  const found = await db.query<{ id: number; name: string; nodes: number }>(
    `select site.id, site.name, (select count(*)::int from node join cluster on cluster.id = node.cluster_id
       where cluster.site_id = site.id) as nodes
     from site where demonstration order by name`,
  );
  for (const { id } of found.rows) await forgetSite(db, id);
  rmSync(folderOf(config), { recursive: true, force: true });
  if (found.rows.length > 0) await refreshComparisons(db, config.compare);
  return {
    sites: found.rows.map(({ name }) => name),
    nodes: found.rows.reduce((sum, { nodes }) => sum + nodes, 0),
  };
}

async function refuseOwnNames(db: Database): Promise<void> {
  const taken = await db.query<{ name: string }>(
    'select name from site where name = any($1) and not demonstration',
    [Object.keys(TITLES)],
  );
  const name = taken.rows[0]?.name;
  if (name !== undefined)
    throw new GazetteerError(
      'name-taken',
      `there is a site ${name} of your own`,
      'Nothing of it was touched',
    );
}

function sitesYaml(folder: string): string {
  const clusters = [...new Set(inventedNodes.map((name) => name.split('/').slice(0, 2).join('/')))];
  const sites = clusters.map((place) => {
    const [site = '', cluster = ''] = place.split('/');
    const name = PREFIX + site;
    const nodes = inventedNodes.filter((one) => one.startsWith(`${place}/`)).map((one) => one.split('/')[2]);
    return {
      [name]: {
        title: TITLES[name],
        clusters: {
          [cluster]: {
            transport: 'local',
            root: join(folder, '%s/%c/%n'),
            nodes: nodes.join(','),
            roots: { images: ['/opt/containers'], modules: ['/opt/modules/group'] },
          },
        },
      },
    };
  });
  // JSON is YAML, and quotes whatever the folder's name holds.
  return JSON.stringify({ sites: Object.assign({}, ...sites) });
}

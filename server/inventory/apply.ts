import type { Database, Queryable } from '../store/database.ts';
import { refreshRollup } from '../store/rollup.ts';
import { applyReports } from './applyReports.ts';
import { claimNodes } from './claimNodes.ts';
import type { Inventory, InventoryCluster, InventorySite } from './inventory.ts';
import { renameNodes } from './renameNodes.ts';
import { type NodeSettings, settingsHash } from './settings.ts';

export type Effect = 'added' | 'changed' | 'unchanged' | 'removed' | 'extra' | 'renamed';

export interface Applied {
  /** `site`, `site/cluster`, `site/cluster/node` or `report name`. */
  name: string;
  effect: Effect;
  /** The name before, of a renamed node. */
  from?: string;
}

/** Sites that no file names and no file removes. */
const OWN_SITES = ['here'];

/**
 * Makes the sites, clusters and nodes of the store those of a sites file. What the file does not name is
 * left and reported as `extra`, or with `prune` taken out of service: its history stays.
 */
export async function applyInventory(
  db: Database,
  inventory: Inventory,
  options: { prune: boolean; demonstration?: boolean },
): Promise<Applied[]> {
  const applied: Applied[] = [];
  const touched = new Set<number>();
  await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7311, 0)');
    for (const site of inventory.sites) {
      await applySite(tx, site, applied, touched, options.prune);
      // Whoever names a site in a file of their own has it, whatever it was before.
      await tx.query('update site set demonstration = $2 where name = $1 and demonstration <> $2', [
        site.name,
        options.demonstration ?? false,
      ]);
    }
    await removeExtra(
      tx,
      'site',
      null,
      inventory.sites.map((one) => one.name),
      '',
      applied,
      options.prune,
    );
    if (!options.demonstration) applied.push(...(await applyReports(tx, inventory.reports, options.prune)));
  });
  // Nodes that left or came back change what find may say of their clusters.
  for (const cluster of touched) await refreshRollup(db, cluster, null);
  return applied;
}

async function applySite(
  tx: Queryable,
  site: InventorySite,
  applied: Applied[],
  touched: Set<number>,
  prune: boolean,
): Promise<void> {
  const settings = JSON.stringify({ contact: site.contact });
  const { id, effect } = await upsert(
    tx,
    `select id, retired_at is not null as retired,
       title = $2 and timezone = $3 and settings = $4::jsonb as same from site where name = $1`,
    `update site set title = $2, timezone = $3, settings = $4, retired_at = null where name = $1 returning id`,
    `insert into site (name, title, timezone, settings) values ($1, $2, $3, $4) returning id`,
    [site.name, site.title, site.timezone, settings],
  );
  applied.push({ name: site.name, effect });
  for (const cluster of site.clusters)
    await applyCluster(tx, site.name, id, cluster, applied, touched, prune);
  await removeExtra(
    tx,
    'cluster',
    id,
    site.clusters.map((one) => one.name),
    `${site.name}/`,
    applied,
    prune,
  );
}

async function applyCluster(
  tx: Queryable,
  siteName: string,
  siteId: number,
  cluster: InventoryCluster,
  applied: Applied[],
  touched: Set<number>,
  prune: boolean,
): Promise<void> {
  const name = `${siteName}/${cluster.name}`;
  const before = await tx.query<{ schedule: string | null }>(
    `select settings #>> '{collect,schedule}' as schedule from cluster where site_id = $1 and name = $2`,
    [siteId, cluster.name],
  );
  const scheduleBefore = before.rows[0]?.schedule ?? '';
  const { id, effect } = await upsert(
    tx,
    'select id, retired_at is not null as retired, title = $3 and settings = $4::jsonb as same from cluster where site_id = $1 and name = $2',
    'update cluster set title = $3, settings = $4, retired_at = null where site_id = $1 and name = $2 returning id',
    'insert into cluster (site_id, name, title, settings) values ($1, $2, $3, $4) returning id',
    [siteId, cluster.name, cluster.title, JSON.stringify(settingsOf(cluster))],
  );
  applied.push({ name, effect });
  // A schedule counts from when it is told: what was due before is not missed.
  const schedule = cluster.collect.schedule ?? '';
  if (schedule !== scheduleBefore) {
    const since = schedule === '' ? null : new Date();
    await tx.query('update cluster set schedule_since = $2 where id = $1', [id, since]);
  }
  for (const { from, to } of await renameNodes(tx, id, name, cluster.renamed)) {
    applied.push({ name: `${name}/${to}`, effect: 'renamed', from: `${name}/${from}` });
    touched.add(id);
  }
  const known = await tx.query<{ name: string; role: string; settings: NodeSettings; retired: boolean }>(
    'select name, role, settings, retired_at is not null as retired from node where cluster_id = $1',
    [id],
  );
  const knownNodes = new Map(known.rows.map((row) => [row.name, row]));
  const write: typeof cluster.nodes = [];
  for (const node of cluster.nodes) {
    const before = knownNodes.get(node.name);
    const nodeEffect = !before
      ? 'added'
      : before.retired ||
          before.role !== node.role ||
          settingsHash(before.settings) !== settingsHash(node.settings)
        ? 'changed'
        : 'unchanged';
    applied.push({ name: `${name}/${node.name}`, effect: nodeEffect });
    if (nodeEffect === 'unchanged') continue;
    write.push(node);
    if (before?.retired) touched.add(id);
  }
  await tx.query(
    `insert into node (cluster_id, name, role, transport, address, settings)
     select $1, name, role, transport, address, settings::jsonb
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as new (name, role, transport, address, settings)
     on conflict (cluster_id, name) do update set role = excluded.role, transport = excluded.transport,
       address = excluded.address, settings = excluded.settings, retired_at = null`,
    [
      id,
      write.map((node) => node.name),
      write.map((node) => node.role),
      write.map((node) => node.settings.transport),
      write.map((node) => node.settings.address),
      write.map((node) => JSON.stringify(node.settings)),
    ],
  );
  const named = cluster.nodes.map((one) => one.name);
  const discovered = await claimNodes(tx, id, named, cluster.discovery);
  const removed = await removeExtra(tx, 'node', id, [...named, ...discovered], `${name}/`, applied, prune);
  if (removed > 0) touched.add(id);
}

/** What is stored with a cluster. */
function settingsOf({ access, discovery, collect }: InventoryCluster) {
  const said = Object.keys(collect).length === 0 ? {} : { collect };
  return discovery === null ? { access, ...said } : { access, discovery, ...said };
}

async function upsert(
  tx: Queryable,
  select: string,
  update: string,
  insert: string,
  values: unknown[],
): Promise<{ id: number; effect: Effect }> {
  const found = await tx.query<{ id: number; retired: boolean; same: boolean }>(select, values);
  const row = found.rows[0];
  if (row?.same && !row.retired) return { id: row.id, effect: 'unchanged' };
  const written = await tx.query<{ id: number }>(row ? update : insert, values);
  return { id: written.rows[0]?.id ?? 0, effect: row ? 'changed' : 'added' };
}

const PARENT = { site: null, cluster: 'site_id', node: 'cluster_id' } as const;

/** What the store has and the file has not: named, and with `prune` taken out of service. Gives how many went. */
async function removeExtra(
  tx: Queryable,
  table: keyof typeof PARENT,
  parentId: number | null,
  keep: string[],
  prefix: string,
  applied: Applied[],
  prune: boolean,
): Promise<number> {
  const parent = PARENT[table];
  const within = parent ? `${parent} = $2` : 'not name = any($2) and not demonstration';
  const values = [keep, parent ? parentId : OWN_SITES];
  const extra = await tx.query<{ id: number; name: string }>(
    `select id, name from ${table} where retired_at is null and not name = any($1) and ${within} order by name`,
    values,
  );
  for (const row of extra.rows)
    applied.push({ name: prefix + row.name, effect: prune ? 'removed' : 'extra' });
  if (!prune || extra.rows.length === 0) return 0;
  await tx.query(`update ${table} set retired_at = now() where id = any($1)`, [
    extra.rows.map((row) => row.id),
  ]);
  return extra.rows.length;
}

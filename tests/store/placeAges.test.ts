import { afterAll, beforeAll, expect, test } from 'vitest';
import { facetNames } from '../../server/facets/names.ts';
import { sql } from '../../server/sql.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { randomOf } from '../harness/history.ts';
import { Cluster, reading, tree } from '../harness/readings.ts';

/** When what find shows was confirmed: the statement takes short cuts, and here every visit is looked at. */

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const MODULES = facetNames.indexOf('modules');
const BIT = 1 << MODULES;

interface Visit {
  sweep_id: number;
  node_id: number;
  started_at: Date;
  confirmed: number;
  unconfirmed: number[];
  unwalked: number[];
}

interface Item {
  id: number;
  root_id: number;
  node_scope: number;
  since: Date;
  nodes: number[];
}

interface Sweep {
  id: number;
  started_at: Date;
  walks: Record<string, { node: number; at: string }>;
}

const newest = (dates: (Date | undefined)[]) =>
  dates.reduce((best, one) => (one && (!best || one > best) ? one : best), undefined);

/** As docs/storage.md says it: the newest visit of a node that sees the root and read it, or who read it for all. */
function confirmedAt(item: Item, visits: Visit[], sweeps: Sweep[]): Date | undefined {
  const lists = (visit: Visit) => visit.unconfirmed.includes(-item.id);
  const walk = sweeps.find(({ id, walks }) => {
    const walker = visits.find((one) => one.sweep_id === id && one.node_id === walks[item.root_id]?.node);
    return walker !== undefined && !lists(walker);
  })?.walks[item.root_id];
  const ofNodes = item.nodes.map((node) => {
    const latest = visits.find(
      (visit) =>
        visit.node_id === node &&
        (visit.confirmed & BIT) !== 0 &&
        !visit.unconfirmed.includes(item.root_id) &&
        !lists(visit) &&
        (item.node_scope === 0 || !visit.unwalked.includes(item.root_id)),
    );
    return latest?.unwalked.includes(item.root_id) ? undefined : latest?.started_at;
  });
  return newest([item.since, walk && new Date(walk.at), ...ofNodes]);
}

test.each([1, 2, 3, 4, 5, 6])('is what all visits together say (%i)', async (seed) => {
  const { db } = database;
  const random = randomOf(seed);
  const cluster = await Cluster.make(db, 5);
  const roots = ['/apps/a', '/apps/b', '/apps/c', '/apps/d'].map((path) => tree(['samtools/1.17'], { path }));
  const local = tree(['vim/9.1'], {
    path: '/opt/own',
    mount: { point: '/', fstype: 'xfs', source: '/dev/sda2', inode: '9' },
  });
  await cluster.sweep(cluster.nodes.map(() => ({ modules: reading({ roots: [...roots, local] }) })));
  const items = await itemsOf(cluster.id);
  // More sweeps than the short cut looks at, of which some roots are not read in the last ones.
  for (let at = 1; at <= 28; at += 1) await inventSweep(cluster, items, at, random);
  const told = await db.query<{ item: number; confirmed: Date }>(sql('find-places'), [
    items.map(({ id }) => id),
  ]);
  const visits = await db.query<Visit & Record<string, unknown>>(
    `select sweep_id, node_id, started_at, confirmed, unconfirmed, unwalked from visit where cluster_id = $1 order by started_at desc`,
    [cluster.id],
  );
  const sweeps = await db.query<Sweep & Record<string, unknown>>(
    'select id, started_at, walks from sweep where cluster_id = $1 order by started_at desc',
    [cluster.id],
  );
  const expected = items.map((item) => [item.id, confirmedAt(item, visits.rows, sweeps.rows)]);
  const sorted = told.rows.map((row) => [row.item, row.confirmed]).sort(([a], [b]) => Number(a) - Number(b));
  expect(sorted).toEqual(expected);
});

test('is not forgotten over posts of single nodes, however many came since', async () => {
  const { db } = database;
  const cluster = await Cluster.make(db, 2);
  await cluster.sweep(cluster.nodes.map(() => ({ modules: reading({ roots: [tree(['samtools/1.17'])] }) })));
  const items = await itemsOf(cluster.id);
  const [{ id: item = 0, root_id: root = 0 } = {}] = items;
  const [reader = 0, other = 0] = cluster.nodes;
  const startedAt = new Date('2026-02-01T00:00:00Z');
  const at = '2026-02-01T00:01:00.000Z';
  const sweep = await db.prisma.sweep.create({
    data: {
      clusterId: cluster.id,
      startedAt,
      expected: 2,
      state: 'finished',
      walks: { [root]: { node: reader, at } },
    },
  });
  for (const node of [reader, other])
    await db.query(
      `insert into visit (sweep_id, node_id, cluster_id, started_at, milliseconds, bytes, outcome, confirmed, absent, unconfirmed, unwalked)
       values ($1, $2, $3, $4, 1, 1, 0, $5, 0, '{}', $6)`,
      [sweep.id, node, cluster.id, at, BIT, node === reader ? [] : [root]],
    );
  // The reader is out of service, so that only what the sweep says of it is left.
  await db.query('update node_root set until = $2, until_after = $3 where node_id = $1', [
    reader,
    '2026-02-01T00:02:00Z',
    at,
  ]);
  await db.query(
    `insert into sweep (cluster_id, started_at, finished_at, expected, state, trigger)
     select $1, $2::timestamptz + make_interval(mins => number), $2, 1, 'finished', 'single'
     from generate_series(60, 360) as number`,
    [cluster.id, startedAt],
  );
  const told = await db.query<{ confirmed: Date }>(sql('find-places'), [[item]]);
  expect(told.rows.map(({ confirmed }) => confirmed.toISOString())).toEqual([at]);
  const named = await db.query<{ name: string }>('select name from cluster where id = $1', [cluster.id]);
  const clusters = await db.query(sql('clusters'), ['alpha', named.rows[0]?.name]);
  expect(clusters.rows).toMatchObject([{ last_sweep: sweep.id }]);
});

async function itemsOf(clusterId: number): Promise<Item[]> {
  const found = await database.db.query<Item & Record<string, unknown>>(
    `select root_item.id, root_id, node_scope, root_item.since,
       array(select node_id from node_root where node_root.root_id = root.id order by 1) as nodes
     from root_item join root on root.id = root_item.root_id where root.cluster_id = $1 order by root_item.id`,
    [clusterId],
  );
  return found.rows;
}

/** Visits as the store writes them, at random: a root is read, not confirmed, or left to another node of the sweep. */
async function inventSweep(cluster: Cluster, items: Item[], at: number, random: () => number): Promise<void> {
  const { db } = database;
  const startedAt = new Date(Date.UTC(2026, 1, 1, at));
  const minutes = (count: number) => new Date(startedAt.getTime() + count * 60_000);
  const shared = items.filter(({ node_scope }) => node_scope === 0);
  const walks: Sweep['walks'] = {};
  // The last root is not read lately, and the one before that only by itself.
  for (const { root_id } of shared.slice(0, 2))
    if (random() < 0.6) {
      const node = cluster.nodes[Math.floor(random() * 5)] ?? 0;
      walks[root_id] = { node, at: minutes(Math.floor(random() * 30)).toISOString() };
    }
  const sweep = await db.prisma.sweep.create({
    data: { clusterId: cluster.id, startedAt, expected: 5, state: 'finished', walks },
  });
  for (const node of cluster.nodes) {
    if (random() < 0.2) continue;
    const unwalked = shared
      .map(({ root_id }) => root_id)
      .filter((id) => (walks[id] !== undefined && walks[id].node !== node) || (at < 20 && random() < 0.1));
    const unconfirmed = items.flatMap((item, place) => {
      if (place === shared.length - 1 && at > 3) return [item.root_id];
      if (unwalked.includes(item.root_id)) return [];
      return random() < 0.15 ? [item.root_id] : random() < 0.15 ? [-item.id] : [];
    });
    await db.query(
      `insert into visit (sweep_id, node_id, cluster_id, started_at, milliseconds, bytes, outcome, confirmed, absent, unconfirmed, unwalked)
       values ($1, $2, $3, $4, 1, 1, 0, $5, 0, $6, $7)`,
      [
        sweep.id,
        node,
        cluster.id,
        minutes(random() * 90),
        random() < 0.85 ? BIT : 0,
        unconfirmed,
        unwalked.filter((id) => !unconfirmed.includes(id)),
      ],
    );
  }
}

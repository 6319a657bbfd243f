import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FacetReading, RootReading } from '../../server/facets/facet.ts';
import type { FacetName } from '../../server/facets/names.ts';
import { prune } from '../../server/store/prune/prune.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { inventHistory, recordEmptySweeps, recordHistory } from '../harness/history.ts';
import { Cluster, failedTree, kernel, reading, tree, treeFacts } from '../harness/readings.ts';
import { startService } from '../harness/service.ts';

const NOW = new Date('2026-06-03T12:00:00Z');
const DAY = 86_400_000;
const ago = (days: number) => new Date(NOW.getTime() - days * DAY);
const KEEP = { visits: 50, closed: 120 };
const NODES = 3;

/** Everything that a page shows of what is there now. What was read from which evidence is history. */
async function shown(one: TestDatabase) {
  const service = await startService(one.db);
  try {
    const answers: Record<string, unknown> = {};
    const ask = async (path: string) => {
      answers[path] = await service.get(path);
      return answers[path] as { items: Record<string, string>[] };
    };
    for (const path of ['/overview', '/sites', '/clusters', '/clusters/alpha/c', '/held']) await ask(path);
    for (const node of (await ask('/nodes')).items) {
      answers[`/nodes/${node.id}`] = await service.get(`/nodes/${node.id}`);
    }
    for (const { tool } of (await ask('/tools?limit=1000')).items) await ask(`/find?tool=${tool}&limit=1000`);
    const hashes = await one.db.query<{ hash: string }>(
      `select distinct encode(document.hash, 'hex') as hash from document
       where id in (select document_id from observation where until is null
         union select document_id from root_item where until is null) order by 1`,
    );
    for (const { hash } of hashes.rows) {
      const { evidence, ...view } = await service.get(`/documents/${hash}`);
      expect(evidence.length).toBeGreaterThan(0);
      answers[hash] = view;
    }
    // A cluster's newest sweep is the only one that is kept whole for sure.
    for (const cluster of (answers['/clusters'] as { items: { lastSweep: object }[] }).items) {
      expect(cluster.lastSweep).toMatchObject({ thinned: 0 });
    }
    return answers;
  } finally {
    await service.close();
  }
}

/** Intervals by what they say, since those that are gone have no number. */
async function intervals(one: TestDatabase, where: string) {
  const rows: unknown[] = [];
  const since = `since, since_after, until, until_after`;
  for (const statement of [
    `select node_id, facet, encode(document.hash, 'hex') as hash, encode(evidence.hash, 'hex') as read, ${since}
     from observation held join document on document.id = document_id join evidence on evidence.id = evidence_id
     where ${where} order by node_id, facet, since`,
    `select root.path as root, root.node_scope, held.path, encode(document.hash, 'hex') as hash,
       encode(evidence.hash, 'hex') as read, ${since}
     from root_item held join root on root.id = root_id join document on document.id = document_id
     join evidence on evidence.id = evidence_id where ${where} order by root.path, root.node_scope, held.path, since`,
    `select node_id, root.path as root, root.node_scope, ${since} from node_root held join root on root.id = root_id
     where ${where} order by node_id, root.path, root.node_scope, since`,
  ])
    rows.push((await one.db.query(statement)).rows);
  return rows;
}

async function sweeps(one: TestDatabase) {
  const service = await startService(one.db);
  const { items } = await service.get('/sweeps?limit=1000');
  await service.close();
  return new Map<number, { thinned: number; outcomes: object }>(
    items.map((row: { id: number; thinned: number; outcomes: object }) => [row.id, row]),
  );
}

async function number(one: TestDatabase, select: string, values: unknown[] = []): Promise<number> {
  return (await one.db.query<{ n: number }>(`select (${select})::int as n`, values)).rows[0]?.n ?? -1;
}

describe('the same months, kept whole and thinned', () => {
  let whole: TestDatabase;
  let thin: TestDatabase;
  const clusters: Cluster[] = [];
  beforeAll(async () => {
    whole = await testDatabase();
    thin = await testDatabase();
    for (const one of [whole, thin]) clusters.push(await Cluster.make(one.db, NODES, 'c'));
  });
  afterAll(async () => {
    await whole.drop();
    await thin.drop();
  });
  const empty = (one: TestDatabase) =>
    one.db.query(`truncate visit, sweep, held_root, observation, root_item, node_root, root, cluster_tool, document, environment_summary,
      evidence, document_set, document_locator, image_contents, image_digest, module_file restart identity`);

  test('show the same of what is there, and date later changes alike', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const told = inventHistory(seed, NODES, 190, NOW);
        const [past, future] = [told.slice(0, 180), told.slice(180)];
        const end = new Date((past.at(-1)?.at.getTime() ?? 0) + 60_000);
        for (const [at, one] of [whole, thin].entries()) {
          await empty(one);
          await recordHistory(one.db, clusters[at] as Cluster, past);
          // Of a cluster's newest sweeps everything stays; these are most of them.
          await recordEmptySweeps(
            one.db,
            (clusters[at] as Cluster).id,
            160,
            new Date(end.getTime() - 55 * DAY),
          );
        }
        await thin.db.query(`update document set created_at = '2020-01-01'`);
        const expected = await shown(whole);
        const visitsBefore = await number(thin, 'select count(*) from visit');
        const counted = await prune(thin.db, KEEP, { now: end, dryRun: true });
        expect(await shown(thin)).toEqual(expected);
        expect(await number(thin, 'select count(*) from visit')).toBe(visitsBefore);
        const pruned = await prune(thin.db, KEEP, { now: end });
        expect(pruned.removed).toEqual(counted.removed);
        expect(pruned.removed.visits).toBeGreaterThan(0);
        expect(await number(thin, 'select count(*) from visit')).toBe(visitsBefore - pruned.removed.visits);

        expect(await shown(thin)).toEqual(expected);
        // What ended within the time that is kept, and what did not end.
        const closed = new Date(end.getTime() - KEEP.closed * DAY).toISOString();
        const kept = `held.until is null or held.until >= '${closed}'`;
        expect(await intervals(thin, kept)).toEqual(await intervals(whole, kept));
        expect(await number(thin, 'select count(*) from observation where until < $1', [closed])).toBe(0);
        expect(await number(thin, 'select count(*) from root_item where until < $1', [closed])).toBe(0);
        // What is kept is what is referred to.
        expect(
          await number(
            thin,
            `select count(*) from document where id not in (
          select document_id from observation union select document_id from root_item)`,
          ),
        ).toBe(0);
        expect(
          await number(
            thin,
            `select count(*) from evidence where id not in (
          select evidence_id from observation union select evidence_id from root_item)`,
          ),
        ).toBe(0);
        expect(
          await number(
            thin,
            `select count(*) from document
          where id not in (select document_id from document_set)`,
          ),
        ).toBe(0);
        // Sweeps count the visits that they had.
        const all = await sweeps(whole);
        for (const [id, one] of await sweeps(thin))
          expect(one).toEqual({ ...all.get(id), thinned: one.thinned });
        // A second run finds nothing more.
        const again = await prune(thin.db, KEEP, { now: end });
        expect(Object.values(again.removed).every((rows) => rows === 0)).toBe(true);

        for (const [at, one] of [whole, thin].entries())
          await recordHistory(one.db, clusters[at] as Cluster, future);
        expect(await intervals(thin, kept)).toEqual(await intervals(whole, kept));
        const [a, b] = [await shown(thin), await shown(whole)];
        expect(a).toEqual(b);
      }),
      {
        endOnFailure: true,
        numRuns: Number(process.env.GAZETTEER_RUNS ?? 2),
        seed: Number(process.env.GAZETTEER_SEED ?? 7),
      },
    );
  }, 120_000);

  test('of each week one visit stays until what ended then goes, too', async () => {
    await empty(thin);
    const cluster = clusters[1] as Cluster;
    const quiet = { readings: {}, failure: 'connect-timeout' };
    // Four a day from Monday to Sunday, in two weeks: one that is thinned, one of which nothing is left.
    for (const monday of [ago(90), ago(200)]) {
      monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
      monday.setUTCHours(0);
      const times = Array.from({ length: 28 }, (_, at) => new Date(monday.getTime() + (at * DAY) / 4));
      await recordHistory(
        thin.db,
        cluster,
        times.map((at) => ({ at, visits: [quiet] })),
      );
    }
    const recent = Array.from({ length: 20 }, (_, at) => ({ at: ago(20 - at), visits: [quiet] }));
    await recordHistory(thin.db, cluster, recent);
    await recordEmptySweeps(thin.db, cluster.id, 200, NOW);
    // A sweep that visited nobody, one that runs since then, and another cluster's only one.
    const other = await Cluster.make(thin.db, 0, 'other');
    const data = { startedAt: ago(100), expected: 0, state: 'interrupted' };
    await thin.db.prisma.sweep.createMany({
      data: [
        { ...data, id: 9001, clusterId: other.id },
        { ...data, id: 901, clusterId: cluster.id },
        { ...data, id: 902, clusterId: cluster.id, state: 'running' },
        { ...data, id: 903, clusterId: cluster.id, startedAt: NOW },
      ],
    });
    const { removed } = await prune(thin.db, KEEP, { now: NOW });
    expect(removed).toMatchObject({ visits: 27 + 28, sweeps: 56 });
    expect(await number(thin, 'select count(*) from visit')).toBe(21);
    expect(await number(thin, 'select count(*) from sweep where id = any($1)', [[901, 902, 903, 9001]])).toBe(
      3,
    );
  });
});

/** One place with two items; some of it may be unread, or the whole left to another node. */
const whole = ['p0', 'p1'].map((path) => ({
  path,
  facts: treeFacts([`${path}tool/1.0`]),
  evidence: { name: 'spider', parts: [{ name: 'spider', bytes: Buffer.from(path) }] },
}));
const place = (more: Partial<RootReading>) => ({
  modules: reading({ roots: [tree([], { items: whole, ...more })] }),
});
type Readings = Partial<Record<FacetName, FacetReading>>;
const READ: Readings = { kernel: kernel('6.1'), ...place({}) };
const GAP = place({ items: whole.slice(1), unread: [{ path: 'p0', reason: 'permission' }] });
const SPARED = place({ items: [], outcome: 'elsewhere', reason: 'skip' });
const DOWN = 'connect-timeout';

const visit = (one: Readings | typeof DOWN | null) =>
  one && (one === DOWN ? { readings: {}, failure: DOWN } : { readings: one, failure: null });
const told = (at: Date, ...visits: (Readings | typeof DOWN | null)[]) => ({ at, visits: visits.map(visit) });
/** The same every other day, from long ago to less long ago: all of it is old. */
const often = (...visits: Parameters<typeof told>[1][]) =>
  Array.from({ length: 60 }, (_, at) => told(ago(290 - 2 * at), ...visits));

describe('a visit that only one answer depends on stays, since', () => {
  test.each([
    ['nobody has reached the node again', [told(ago(300), READ), told(ago(299), place({})), ...often(DOWN)]],
    [
      'an item of the place was unread since',
      [told(ago(300), READ), told(ago(299), place({})), ...often(GAP)],
    ],
    [
      'the place was left to others since',
      [told(ago(300), READ), told(ago(299), place({})), ...often(SPARED), told(ago(2), DOWN)],
    ],
    [
      'the place was left to others, and an item unread since',
      [told(ago(300), READ), told(ago(299), place({})), told(ago(298), SPARED), ...often(GAP)],
    ],
    [
      'another node has seen the place since, and did not read it',
      [told(ago(300), READ, READ), told(ago(299), place({}), null), ...often(DOWN, SPARED)],
    ],
  ])('%s', async (_, history) => {
    const one = await testDatabase();
    const cluster = await Cluster.make(one.db, 2, 'c');
    await recordHistory(one.db, cluster, history);
    await recordEmptySweeps(one.db, cluster.id, 200, NOW);
    const state = await shown(one);
    expect((await prune(one.db, KEEP, { now: NOW })).removed.visits).toBeGreaterThanOrEqual(38);
    expect(await shown(one)).toEqual(state);
    expect(await number(one, 'select count(*) from visit where started_at = $1', [ago(299)])).toBe(1);
    await one.drop();
  });
});

test('sweeps go no nearer to the newest than pages look for who read a place', async () => {
  const one = await testDatabase();
  const cluster = await Cluster.make(one.db, 2, 'c');
  await recordHistory(one.db, cluster, [told(ago(300), READ, READ), told(ago(200), SPARED, READ)]);
  await recordEmptySweeps(one.db, cluster.id, 250, ago(100));
  await recordHistory(one.db, cluster, [told(ago(2), SPARED, DOWN)]);
  const state = await shown(one);
  expect((await prune(one.db, KEEP, { now: NOW })).removed.sweeps).toBe(51);
  expect(await shown(one)).toEqual(state);
  await one.drop();
});

test('who left a place nobody has read since still dates its next change', async () => {
  const one = await testDatabase();
  const cluster = await Cluster.make(one.db, 2, 'c');
  const modules = (root: RootReading) => ({ modules: reading({ roots: [root] }) });
  const read = modules(tree(['a/1.0', 'b/1.0']));
  const gone = modules(tree([], { outcome: 'absent', reason: 'gone', items: [] }));
  const blind = modules(failedTree('permission'));
  await recordHistory(one.db, cluster, [
    told(ago(300), read, read),
    told(ago(299), read, blind),
    told(ago(298), gone, blind),
    // Of the first node's visits none tells of the place any more.
    told(ago(297), gone, blind),
    told(ago(10), gone, blind),
  ]);
  const kept = { removed: { nodeRoots: 0 } };
  expect(await prune(one.db, KEEP, { now: NOW })).toMatchObject(kept);
  await recordHistory(one.db, cluster, [told(ago(9), gone, modules(tree(['a/1.0', 'b/1.0', 'c/1.0'])))]);
  const found = await one.db.query('select since_after as after from root_item where until is null');
  expect(found.rows).toEqual([{ after: ago(299) }]);
  // The other node has read it since.
  expect(await prune(one.db, KEEP, { now: NOW })).toMatchObject({ removed: { nodeRoots: 1 } });
  await one.drop();
});

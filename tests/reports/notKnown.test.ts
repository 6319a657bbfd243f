import { afterAll, beforeAll, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { makeReport } from '../../server/reports/make.ts';
import type { Report } from '../../server/reports/model.ts';
import { percent } from '../../server/reports/sections/words.ts';
import { namingId } from '../../server/store/naming.ts';
import { rereadOfferings } from '../../server/store/reread.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, LOCAL, reading, tree, treeFacts } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

const DAY = 86_400_000;
/** Monday 16 to Sunday 22 November 2026. */
const WEEK = {
  from: new Date('2026-11-16T00:00:00Z'),
  to: new Date('2026-11-23T00:00:00Z'),
  timeZone: 'UTC',
};
const MONDAY = WEEK.from.getTime();
const ENV = { GAZETTEER_STALE_DAYS: '30' };

let database: TestDatabase;
let service: Service;
let report: Report;

const MODULES = ['gcc/12.2', 'bwa/0.7.17', 'R/4.3.1', 'julia/1.9.3', 'star/2.7.11'];
/** A tree of a node's own. */
function own(modules: string[], use = '') {
  const parts = [{ name: 'spider', bytes: Buffer.from(use + modules.join()) }];
  const facts = { ...treeFacts(modules), use };
  return {
    modules: reading({
      roots: [tree([], { mount: LOCAL, items: [{ path: '', facts, evidence: { name: 'spider', parts } }] })],
    }),
  };
}

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const there = await Cluster.make(db, 2, 'there', MONDAY - DAY);
  await there.sweep([own(MODULES), own(MODULES)]);
  // The tree of cpu1 is described otherwise. Nearly all of that of cpu2 is gone at once, which is held back; then the node leaves.
  await there.from(MONDAY).sweep([own(MODULES, '/elsewhere'), own(['gcc/12.2'])]);
  const left = await Cluster.make(db, 1, 'left', MONDAY + DAY);
  await left.sweep([{}], 'connect-timeout');
  const silent = await Cluster.make(db, 1, 'silent', MONDAY + DAY);
  await silent.sweep([{}], 'connect-timeout');
  const pair = await Cluster.make(db, 2, 'pair', MONDAY - DAY);
  await pair.sweep([own(MODULES), own(MODULES)]);
  await pair.sweep([own(MODULES)]);
  await pair.from(MONDAY).sweep([{}, {}], 'connect-timeout');
  await Cluster.make(db, 1, 'later', MONDAY);
  const set = (sql: string, ...values: unknown[]) => db.query(sql, values);
  await set('update cluster set created_at = $1', new Date(MONDAY - 90 * DAY));
  await set('update node set created_at = $1', new Date(MONDAY - 90 * DAY));
  await set(`update cluster set created_at = $1 where name = 'later'`, new Date(MONDAY + 8 * DAY));
  await set(
    `update node set created_at = $1 where cluster_id = (select id from cluster where name = 'later')`,
    new Date(MONDAY + 8 * DAY),
  );
  await set(`update cluster set retired_at = $1 where name = 'left'`, new Date(MONDAY + 3 * DAY));
  await set('update node set retired_at = $1 where id = $2', new Date(MONDAY + 3 * DAY), there.nodes[1]);
  await db.prisma.sweep.create({
    data: { clusterId: silent.id, startedAt: new Date(MONDAY + 6 * DAY), expected: 1, state: 'running' },
  });
  service = await startService(db, ENV);
  report = (await makeReport({ db, config: configFrom(ENV) }, { scope: '', ...WEEK })).report;
}, 60_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const figureOf = (wanted: string) =>
  report.sections.flatMap(({ figures }) => figures).find(({ id }) => id === wanted)?.value;
const rowsOf = (wanted: string) =>
  report.sections.flatMap(({ tables }) => tables).find(({ id }) => id === wanted)?.rows;

test('visits of a cluster that left are in the table as they are in the numbers, and one that came later is not missed', () => {
  // There: one sweep of two nodes. Left: one of one. Pair: one of two. Silent: one that ended, of one.
  expect(rowsOf('coverage')).toEqual([
    ['alpha/left', 1, '', 0, 1, 0, 0, 1, 0, 0, 0],
    ['alpha/pair', 1, '', 0, 2, 0, 0, 2, 0, 0, 0],
    ['alpha/silent', 1, '', 0, 1, 0, 0, 1, 0, 0, 0],
    ['alpha/there', 1, '', 0, 2, 2, 1, 0, 0, 0, 1],
  ]);
  expect(figureOf('sweeps')).toBe(4);
  expect(figureOf('visits-expected')).toBe(6);
  expect(report.warnings.join()).not.toMatch(/not swept|later/);
});

test('where nothing was read, nobody knows what changed', async () => {
  const { db } = database;
  const before = { from: new Date(MONDAY - 14 * DAY), to: new Date(MONDAY - 7 * DAY), timeZone: 'UTC' };
  const empty = await makeReport({ db, config: configFrom(ENV) }, { scope: '', ...before });
  expect(empty.report.summary[1]).toBe('Nothing was read in the period, so that nobody knows what changed.');
});

test('a sweep that has not ended is told, since it is not counted', () => {
  expect(report.warnings).toContain(
    '1 sweep of the period had not ended when this report was made, and is not counted.',
  );
});

test('a node that was visited and never read is one of which nothing was learnt', async () => {
  // silent/cpu1 failed from the first; there/cpu1 was read in the week, which is less than 30 days ago only then.
  const stale = await service.get('/nodes?age=stale&cluster=silent');
  expect(stale.items.map(({ name }: { name: string }) => name)).toEqual(['cpu1']);
  const overview = await service.get('/overview');
  const told = overview.attention.find(({ kind }: { kind: string }) => kind === 'stale');
  expect(told.count).toBe((await service.get('/nodes?age=stale')).total);
  expect(figureOf('stale')).toBe(told.count);
  // Never visited is another thing.
  expect((await service.get('/nodes?age=stale&cluster=later')).total).toBe(0);
});

test('what could not be read tells when it was read last, by all of its nodes, or that it never was', () => {
  const told = rowsOf('unread')?.map((row) => [row[0], row[5], row.at(-1)]);
  expect(told).toContainEqual(['alpha/silent', 'cpu1', '']);
  // cpu1 was read an hour later than cpu2.
  expect(told).toContainEqual(['alpha/pair', 'cpu[1-2]', '2026-11-15T01:00:00.000Z']);
});

test('what a node held back that left the cluster is held back no more', async () => {
  expect(figureOf('held')).toBe(0);
  const { items } = await service.get('/sites');
  const held = items.flatMap(({ clusters }: { clusters: { name: string; heldRoots: number }[] }) =>
    clusters.map(({ name, heldRoots }) => [name, heldRoots]),
  );
  expect(held).toEqual([
    ['later', 0],
    ['pair', 0],
    ['silent', 0],
    ['there', 0],
  ]);
  const kept = await database.db.query('select from held_root');
  expect(kept.rows.length).toBe(1);
});

test('a change of tools that is neither new, gone, default nor bytes is one of tools', () => {
  const byKind = rowsOf('changes-other')?.map(([kind, cluster, category]) => [kind, cluster, category]);
  expect(byKind).toContainEqual(['content', 'alpha/there', 'offerings']);
  expect(report.summary[1]).toContain('among tools 1 that changed otherwise.');
});

test('where names are read otherwise since the period began, scores are said to have moved by that, too', async () => {
  const { db } = database;
  const warnings = async () =>
    (await makeReport({ db, config: configFrom(ENV) }, { scope: 'alpha', ...WEEK })).report.warnings;
  const said = expect.stringMatching(/^Names are read by other rules since 2026-11-18 09:30: scores moved/);
  const naming = await namingId(db);
  await rereadOfferings(db);
  const since = async () => {
    const found = await db.query<{ since: Date | null }>('select since from naming where id = $1', [naming]);
    return found.rows[0]?.since;
  };
  // The first rules took the place of none.
  expect(await since()).toBe(null);
  await db.query('update naming set current = (id <> $1)', [naming]);
  await rereadOfferings(db);
  expect((await since())?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(await warnings()).not.toContainEqual(said);
  await db.query(`update naming set since = '2026-11-18T09:30:00Z' where current`);
  expect(await warnings()).toContainEqual(said);
});

test('what moved a little did not stay as it was', () => {
  expect([0.0004, -0.0004, -0.123, 0.9999, -0.9999, 0, 1, -1].map(percent)).toEqual([
    ...['0.1 %', '-0.1 %', '-12.3 %', '99.9 %', '-99.9 %', '0 %', '100 %', '-100 %'],
  ]);
});

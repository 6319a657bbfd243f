import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { makeReport } from '../../server/reports/make.ts';
import type { Report } from '../../server/reports/model.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, kernel } from '../harness/readings.ts';
import { figuresOf, rowsOf } from './parts.ts';

/**
 * What schedules wanted of a period. `daily` (three nodes) is due at five o'clock, `weekly` (two) on Mondays at five, and `hand` (one) when
 * somebody likes. Sweeps of the harness begin an hour after the time that is said.
 */
const DAY = 86_400_000;
const MONDAY = Date.UTC(2026, 10, 16);
const week = { from: new Date(MONDAY), to: new Date(MONDAY + 7 * DAY), timeZone: 'UTC' };
const day = (at: number) => ({
  ...week,
  from: new Date(MONDAY + at * DAY),
  to: new Date(MONDAY + (at + 1) * DAY),
});
const AT_FOUR = 4 * 3_600_000;

let database: TestDatabase;
let clusters: Record<'daily' | 'weekly' | 'hand', Cluster>;
const folder = mkdtempSync(join(tmpdir(), 'gazetteer-due-'));
const config = configFrom({ GAZETTEER_STALE_DAYS: '99999' });
const read = { kernel: kernel('5.14') };

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const start = MONDAY - 30 * DAY;
  clusters = {
    daily: await Cluster.make(db, 3, 'daily', start),
    weekly: await Cluster.make(db, 2, 'weekly', start),
    hand: await Cluster.make(db, 1, 'hand', start),
  };
  await db.query('update cluster set created_at = $1', [new Date(start)]);
  await db.query('update node set created_at = $1', [new Date(start)]);
}, 60_000);
beforeEach(async () => {
  const { db } = database;
  await db.query('truncate visit, sweep, report cascade');
  await db.query('delete from history_kept');
  const schedule = (name: string, collect: object) =>
    db.query(`update cluster set settings = $2, schedule_since = $3, paused_at = null where name = $1`, [
      name,
      JSON.stringify({ collect }),
      new Date(MONDAY - 20 * DAY),
    ]);
  await schedule('daily', { schedule: '0 5 * * *' });
  await schedule('weekly', { schedule: '0 5 * * 1' });
});
afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const sweep = (name: keyof typeof clusters, at: number, nodes = clusters[name].nodes.length) =>
  clusters[name].from(MONDAY + at * DAY + AT_FOUR).sweep(Array(nodes).fill(read));
const make = async (period: typeof week, scope = '') =>
  (await makeReport({ db: database.db, config }, { scope, ...period })).report;
const covered = (report: Report) => {
  const rows = rowsOf(report, 'coverage')?.map((row) => [row[0], row[1], row[2], row.at(-1)]);
  return [report.coverage, report.due, rows];
};

test('a week in which each cluster was swept whenever it was due is covered', async () => {
  for (const at of [0, 1, 2, 3, 4, 5, 6]) await sweep('daily', at);
  await sweep('weekly', 0);
  await sweep('hand', 3);
  expect(covered(await make(week))).toEqual([
    1,
    true,
    [
      ['alpha/daily', 7, 0, 1],
      ['alpha/hand', 1, '', 1],
      ['alpha/weekly', 1, 0, 1],
    ],
  ]);
});

test('sweeps that were due and did not begin were to read all nodes, and are told', async () => {
  for (const at of [0, 1]) await sweep('daily', at);
  await sweep('weekly', 0);
  await sweep('hand', 3);
  const report = await make(week);
  // Read: 2 times 3, 2 and 1. Five sweeps of three nodes did not begin.
  expect(report.coverage).toBe(9 / 24);
  expect(figuresOf(report)).toMatchObject({ 'visits-expected': 9, 'visits-missed': 15, 'visits-read': 9 });
  expect(rowsOf(report, 'coverage')?.[0]).toEqual(['alpha/daily', 2, 5, 0, 21, 6, 0, 0, 15, 0, 6 / 21]);
  expect(report.warnings).toContain('Sweeps that were due did not begin on 1 cluster: alpha/daily.');
  expect(report.summary[0]).toMatch(/^37.5 % of 24 expected visits read their node/);
});

test('a day on which a cluster was not due says nothing against it', async () => {
  await sweep('weekly', 0);
  await sweep('daily', 2);
  await sweep('hand', 2);
  const report = await make(day(2));
  expect(covered(report).slice(0, 2)).toEqual([1, true]);
  expect(report.warnings).toEqual([
    '2 nodes were not seen in the period: alpha/weekly/cpu1, alpha/weekly/cpu2.',
  ]);
  const note = report.sections.find(({ id }) => id === 'coverage')?.note;
  expect(note).toContain(
    'By schedule 1 cluster was not due in the period, and what is told of them is as old as their last sweep: alpha/weekly.',
  );
  // On its own day it was due, and nobody came.
  await database.db.query('delete from visit');
  await database.db.query('delete from sweep');
  const monday = await make(day(0), 'alpha/weekly');
  expect(covered(monday)).toEqual([0, true, [['alpha/weekly', 0, 1, 0]]]);
  expect(monday.warnings[0]).toBe('1 cluster was not swept in the period: alpha/weekly.');
});

test('where no cluster was due nothing is wrong, and the command line says so by its exit code', async () => {
  await sweep('weekly', 0);
  const report = await make(day(2), 'alpha/weekly');
  expect(covered(report)).toEqual([null, false, [['alpha/weekly', 0, 0, '']]]);
  expect(report.summary[0]).toMatch(/^No cluster was due to be swept in the period/);
  const run = async (from: string, scope: string) =>
    (
      await gazetteer(
        [
          'report',
          '--scope',
          scope,
          '--from',
          from,
          '--to',
          from,
          '--format',
          'json',
          '-o',
          join(folder, 'r'),
        ],
        { DATABASE_URL: database.url, GAZETTEER_DATA: folder },
      )
    ).code;
  expect(await run('2026-11-18', 'alpha/weekly')).toBe(0);
  // It has no schedule, so that nobody knows whether somebody forgot it.
  expect(await run('2026-11-18', 'alpha/hand')).toBe(3);
  expect(await run('2026-11-17', 'alpha/daily')).toBe(3);
}, 60_000);

test('one sweep makes good for all that were missed while it ran, and one that began late for its own', async () => {
  const { db } = database;
  await sweep('daily', 0);
  // It ran until Thursday noon.
  await db.query('update sweep set finished_at = $1', [new Date(MONDAY + 3.5 * DAY)]);
  await sweep('daily', 4);
  await sweep('daily', 5);
  // Sunday's began after the week was over, before the next was due.
  await sweep('daily', 6.8);
  expect(covered(await make(week, 'alpha/daily'))[2]).toEqual([['alpha/daily', 3, 0, 1]]);
});

test.each([
  ['what was due before the schedule was told', `update cluster set schedule_since = '2026-11-20T00:00Z'`, 3],
  ['what was due while the cluster was paused', `update cluster set paused_at = '2026-11-18T00:00Z'`, 2],
  [
    'what was due in a maintenance window',
    `update cluster set settings = jsonb_set(settings, '{collect,maintenance}', '["tue 04:00-06:00", "2026-11-19/2026-11-21"]')`,
    4,
  ],
  [
    'nothing, where sweeps may be gone,',
    `insert into history_kept (id, visits_since) values (1, '2026-11-17')`,
    0,
  ],
])('%s is not missed', async (_, statement, missed) => {
  await database.db.query(statement);
  const report = await make(week, 'alpha/daily');
  expect(figuresOf(report)['visits-missed'] ?? 0).toBe(missed * 3);
});

test.each([
  ['paused before the period', `update cluster set paused_at = '2026-11-10T00:00Z'`],
  ['given its schedule after the period', `update cluster set schedule_since = '2026-11-25T00:00Z'`],
])('a cluster that was %s is not said to be not due', async (_, statement) => {
  await database.db.query(statement);
  const report = await make(week, 'alpha/weekly');
  expect(covered(report)).toEqual([null, true, [['alpha/weekly', 0, '', '']]]);
  expect(report.warnings[0]).toBe('1 cluster was not swept in the period: alpha/weekly.');
});

test('some nodes of a cluster are missed by themselves', async () => {
  await sweep('daily', 0);
  const report = await make(week, 'alpha/daily:cpu[1-2]');
  expect(figuresOf(report)).toMatchObject({ 'visits-missed': 12, 'visits-read': 2 });
  expect(report.coverage).toBe(2 / 14);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { allChanges } from '../../server/changes/list.ts';
import { configFrom } from '../../server/config.ts';
import { comparedWith } from '../../server/reports/formats/shown.ts';
import { makeReport } from '../../server/reports/make.ts';
import type { Report, ReportFigure } from '../../server/reports/model.ts';
import { periodBefore, windowOfPeriod } from '../../server/reports/period.ts';
import { storeReport } from '../../server/reports/stored.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { recordGoldenWeek, WEEK } from './goldenWeek.ts';

/** The golden week beside the week before, of which everything was read on its Sunday. */
const config = configFrom({ GAZETTEER_STALE_DAYS: '99999', GAZETTEER_ROLLING_DAYS: '1' });
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await recordGoldenWeek(database.db);
}, 90_000);
afterAll(() => database?.drop());

const make = async (period: typeof WEEK, scope = '') =>
  (await makeReport({ db: database.db, config }, { scope, ...period })).report;
const of = (report: Report, id: string) => {
  const found = report.sections.flatMap(({ figures }) => figures).find((one) => one.id === id);
  return [found?.value, found?.before, found?.movement];
};

test('what is of the period stands beside the same of the period before', async () => {
  const report = await make(WEEK);
  expect(report.before).toEqual({
    from: '2026-11-09T00:00:00.000Z',
    to: '2026-11-16T00:00:00.000Z',
    ...{ counted: true, report: null, madeAt: null },
  });
  // On Sunday two sweeps read all of five nodes.
  expect(of(report, 'coverage')).toEqual([0.6, 1, -0.4]);
  expect(of(report, 'sweeps')).toEqual([4, 2, 2]);
  expect(of(report, 'visits-expected')).toEqual([10, 5, 5]);
  expect(of(report, 'visits-read')).toEqual([6, 5, 1]);
  expect(of(report, 'visits-failed')).toEqual([2, 0, 2]);
  expect(of(report, 'nodes-unseen')).toEqual([1, 0, 1]);
  expect(of(report, 'unread')).toEqual([3, 0, 3]);
  // The nodes of two clusters came; what is read for the first time is no change.
  const { changes } = await allChanges(database.db, '', windowOfPeriod(periodBefore(WEEK)));
  expect(changes.map(({ kind, cluster, nodes }) => [kind, cluster, nodes])).toEqual([
    ['new', 'hpc1', 'cpu[1-3]'],
    ['new', 'hpc2', 'cpu[1-2]'],
  ]);
  expect(of(report, 'changes')).toEqual([5, 2, 3]);
  expect(of(report, 'changes-new')).toEqual([1, 2, -1]);
  expect(of(report, 'changes-gone')).toEqual([1, 0, 1]);
  expect(report.summary[0]).toMatch(
    /^60 % of 10 expected visits read their node \(100 % in the period before\); /,
  );
  // What is as of a time has nothing to be compared with yet.
  expect(of(report, 'tier-3')).toEqual([6, undefined, undefined]);
  expect(comparedWith(report)).toMatch(
    /^Changes and coverage are compared with the period before, from 2026-11-09 00:00 to .*\. Numbers that are as of a time are not/,
  );
});

test('the first week of all is compared with nothing', async () => {
  const report = await make(periodBefore(WEEK));
  expect(report.before).toBeUndefined();
  expect(
    report.sections.flatMap(({ figures }) => figures).filter(({ before }) => before !== undefined),
  ).toEqual([]);
  expect(report.summary.join()).not.toContain('period before');
  expect(comparedWith(report)).toBe('');
});

test('where visits of the week before were thinned away, nothing is counted of it', async () => {
  const { db } = database;
  await db.query(`insert into history_kept (id, visits_since) values (1, '2026-11-12')`);
  const report = await make(WEEK);
  expect(of(report, 'coverage')).toEqual([0.6, undefined, undefined]);
  expect(report.before).toBeUndefined();
  await db.query('delete from history_kept');
});

test('what is as of a time stands beside what the report of the week before told, if that was made in time', async () => {
  const { db } = database;
  const before = await make(periodBefore(WEEK));
  const figures = (all: ReportFigure[]) =>
    all.map((one) =>
      one.id === 'tier-3' ? { ...one, value: 4 } : one.id === 'images' ? { ...one, value: null } : one,
    );
  const sections = before.sections.map((one) => ({ ...one, figures: figures(one.figures) }));
  const late = await storeReport(db, { ...before, sections, madeAt: '2026-11-23T00:00:00.000Z' });
  expect((await make(WEEK)).before?.report).toBe(null);
  const first = await storeReport(db, { ...before, sections, madeAt: '2026-11-16T05:00:00.000Z' });
  await storeReport(db, { ...before, scope: 'alpha', madeAt: '2026-11-16T04:00:00.000Z' });
  const report = await make(WEEK);
  expect(report.before).toMatchObject({
    counted: true,
    report: first.id,
    madeAt: '2026-11-16T05:00:00.000Z',
  });
  expect(late.id).toBeLessThan(first.id);
  expect(of(report, 'tier-3')).toEqual([6, 4, 2]);
  expect(of(report, 'tier-1b')).toEqual([0, 0, 0]);
  // What it did not know is not known, and what is of the period is counted all the same.
  expect(of(report, 'images')).toEqual([2, null, null]);
  expect(of(report, 'coverage')).toEqual([0.6, 1, -0.4]);
  expect(comparedWith(report)).toMatch(
    new RegExp(
      `; numbers that are as of a time with report ${first.id}, made at 2026-11-16 05:00, of that period\\.$`,
    ),
  );
  // Only scores and counts of its own scope.
  expect((await make(WEEK, 'beta')).before?.report).toBe(null);
});

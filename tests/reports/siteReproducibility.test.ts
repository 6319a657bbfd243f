import { afterAll, beforeAll, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { makeReport } from '../../server/reports/make.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';
import { clusterOf, modules, nothing, WEEK } from './goldenWeek.ts';
import { pageFigure } from './pageFigure.ts';

let database: TestDatabase;
let service: Service;
const make = async (scope: string) =>
  (await makeReport({ db: database.db, config: configFrom({}) }, { scope, ...WEEK })).report;

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const north = await clusterOf(db, 'gamma', 'north', 1);
  const south = await clusterOf(db, 'gamma', 'south', 1);
  const other = await clusterOf(db, 'delta', 'only', 1);
  const holding = (...names: string[]) => [{ ...nothing, modules: modules(names) }];
  await north('2026-11-15T10:00:00Z', holding('gcc/13.1', 'samtools/1.17'));
  await south('2026-11-15T10:00:00Z', holding('gcc/13.1'));
  await other('2026-11-15T10:00:00Z', holding('gcc/13.1'));
  // In the week south gets what it lacked.
  await south('2026-11-17T05:00:00Z', holding('gcc/13.1', 'samtools/1.17'));
  service = await startService(db);
}, 120_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const partOf = async (scope: string) => {
  const part = (await make(scope)).sections.find(({ id }) => id === 'reproducibility');
  if (!part) throw new Error('every report has it');
  return part;
};

test('of a site it is that of its clusters, and so is what moved', async () => {
  const { title, note, figures, tables } = await partOf('gamma');
  expect(title).toBe('Reproducibility between the clusters of gamma');
  expect(note).toMatch(/^Each cluster of gamma with each other one\. /);
  expect(figures.map(({ label, value }) => [label, value])).toEqual([
    ['Pairs of clusters of gamma', 2],
    ['Scores of clusters of gamma that rose', 1],
    ['Scores of clusters of gamma that fell', 0],
    ['Scores of clusters of gamma that are not known', 0],
    ['Scores of clusters of gamma whose movement is not known', 0],
  ]);
  expect(tables.map(({ id, title: name }) => [id, name])).toEqual([
    ['matrix', 'Score of the clusters of gamma of the rows in those of the columns'],
    ['moved', 'Scores of clusters of gamma that moved, most first'],
    ['pairs', 'Pairs of clusters of gamma'],
  ]);
  // north has two tools; south had one of them in the same version (0.6), and has both now. delta is no part of it.
  const close = (number: number) => expect.closeTo(number, 8);
  expect(tables.find(({ id }) => id === 'moved')?.rows).toEqual([
    ['gamma/north', 'gamma/south', close(0.3), close(0.6), close(0.3)],
  ]);
  expect((await make('gamma')).summary).toContain(
    '1 score between clusters of gamma rose; that of gamma/north in gamma/south moved most, from 30 % to 60 %.',
  );
});

test('of a cluster it says that its site is looked at, and of a site with one cluster that there is no pair', async () => {
  expect((await partOf('gamma/north')).note).toMatch(
    /^Each cluster of gamma with each other one, north among them\. /,
  );
  expect((await partOf('delta')).note).toMatch(/^delta has no two clusters that could be compared\. /);
  expect((await partOf('')).title).toBe('Reproducibility between sites');
});

test('of some nodes it is that of these nodes against the other clusters, as the page that compares shows it', async () => {
  const { title, note, asOf, figures, tables } = await partOf('gamma/north/cpu1');
  expect([title, asOf]).toEqual(['Reproducibility of these nodes', WEEK.to.toISOString()]);
  expect(note).toMatch(/^These nodes against each other cluster of gamma, /);
  const close = (number: number) => expect.closeTo(number, 8);
  expect(figures.map(({ label, before, value }) => [label, before, value])).toEqual([
    ['Tools of these nodes in gamma/south', close(0.3), close(0.6)],
    // gcc alone, and then both, in the same versions.
    ['Tools of gamma/south on these nodes', close(0.6), close(0.6)],
  ]);
  for (const figure of figures) {
    expect(await pageFigure(service, figure, WEEK), figure.href).toBe(figure.value);
    const begin = figure.href.replaceAll(encodeURIComponent(WEEK.to.toISOString()), WEEK.from.toISOString());
    expect(begin).not.toBe(figure.href);
    expect(await pageFigure(service, { ...figure, href: begin }, WEEK)).toBe(figure.before);
  }
  expect(tables.map(({ id, rows }) => [id, rows.length])).toEqual([['pairs', 2]]);
  expect((await make('gamma/north/cpu1')).summary).toContain(
    '1 score between these nodes and other clusters of gamma rose; that of these nodes in gamma/south moved most, from 30 % to 60 %.',
  );
});

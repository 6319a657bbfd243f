import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { fileName, reportFormats } from '../../server/reports/formats/index.ts';
import { makeReport } from '../../server/reports/make.ts';
import { parseReportScope } from '../../server/reports/scope.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';
import { recordGoldenWeek, WEEK } from './goldenWeek.ts';
import { pageFigure } from './pageFigure.ts';
import { figuresOf, rowsOf } from './parts.ts';

// Differences are never young and readings never old, whenever this is run.
const ENV = { GAZETTEER_STALE_DAYS: '99999', GAZETTEER_ROLLING_DAYS: '1' };
const config = configFrom(ENV);
const TWO = 'alpha/hpc1:cpu[1-2]';
const ONE = 'alpha/hpc1/cpu3';

let database: TestDatabase;
let service: Service;
const make = async (scope: string) =>
  (await makeReport({ db: database.db, config }, { scope, ...WEEK })).report;

beforeAll(async () => {
  database = await testDatabase();
  await recordGoldenWeek(database.db);
  service = await startService(database.db, ENV);
}, 120_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

test.each([
  ['alpha/hpc1:cpu2,cpu1', TWO],
  ['alpha/hpc1:cpu3', ONE],
  [ONE, ONE],
  ['alpha/hpc1', 'alpha/hpc1'],
  [' ', ''],
])('"%s" is the scope "%s"', (said, text) => {
  expect(parseReportScope(said).text).toBe(text);
});

test.each([
  ['alpha/hpc1@2026-11-16', /of a period, and not of one past time/],
  ['alpha/hpc1:cpu[1-', /the node set is wrong at column 4/],
  ['alpha:cpu1', /a node set follows a cluster/],
  [`alpha/hpc1:${Array.from({ length: 200 }, (_, at) => `n${at * 2}`).join()}`, /leads to no page/],
])('"%s" is refused', (said, why) => {
  expect(() => parseReportScope(said)).toThrow(why);
});

describe('two nodes of a cluster', () => {
  test('have their own numbers', async () => {
    const report = await make(TWO);
    expect(report).toMatchObject({ title: `${TWO}, week 2026-W47`, scope: TWO });
    expect(figuresOf(report)).toEqual({
      // Those of the golden week but for the kernel of cpu3.
      ...{ changes: 4, 'changes-new': 1, 'changes-gone': 1, 'changes-default': 1, 'changes-bytes': 1 },
      // Tuesday both; Wednesday cpu1 and not cpu2; Thursday cpu1, and the sweep was broken off before cpu2.
      ...{ coverage: 4 / 6, sweeps: 3, 'visits-expected': 6, 'visits-read': 4, 'visits-failed': 1 },
      // cpu2 on Wednesday, the tree of cpu1 on Thursday.
      ...{ 'nodes-unseen': 0, unread: 2 },
      // It is cpu3 that differs.
      ...{ 'drift-outliers': 0, 'drift-differences': 0, 'drift-fresh': 0 },
      ...{ 'drift-rolling': 0, 'drift-waiting': 0, 'drift-without-peers': 0 },
      ...{ 'runtime-versions': 1, 'driver-versions': 1, cards: 8 },
      ...{ images: 2, 'images-nameless': 1, 'images-undigested': 1, 'images-unlabelled': 1 },
      // samtools as an image; zlib; gcc, bwa, openmpi, star; apptainer: as of the cluster, all of whose roots these nodes see.
      ...{ 'tier-1a': 1, 'tier-1b': 0, 'tier-2': 1, 'tier-3': 4, 'tier-4': 1 },
      ...{ environments: 2, 'environments-defaults': 1, 'environments-untold': 0 },
      ...{ 'asked-tools': 0, 'asked-checks': 0, nodes: 2, stale: 0, never: 0, held: 0 },
    });
    expect(rowsOf(report, 'coverage')).toEqual([['alpha/hpc1', 3, '', 1, 6, 4, 1, 1, 1, 0, 4 / 6]]);
    expect(rowsOf(report, 'changes-new')?.[0]).toEqual(expect.arrayContaining(['samtools', 'cpu[1-2]', 2]));
    // Images and environments are those that these nodes see, and are counted on these alone.
    expect(rowsOf(report, 'images-nameless')?.map((row) => row[6])).toEqual([2]);
    expect(rowsOf(report, 'runtimes')).toEqual([['apptainer', '1.3.4', 2, '1.3.4', 2, 1, 0]]);
    expect(rowsOf(report, 'freshness')).toEqual([
      ['cpu1', 'compute', '2026-11-19T05:00:00.000Z', 'partial', '2026-11-19T05:00:00.000Z'],
      ['cpu2', 'compute', '2026-11-18T05:00:00.000Z', 'failed', '2026-11-17T05:00:00.000Z'],
    ]);
    expect(report.warnings).toEqual([
      'Sweeps were broken off on 1 cluster: alpha/hpc1.',
      'Visits failed on 1 cluster: alpha/hpc1.',
    ]);
  });

  test('have no scores of the whole cluster, and are told why', async () => {
    const report = await make(TWO);
    const section = report.sections.find(({ id }) => id === 'reproducibility');
    expect(section).toMatchObject({ figures: [], charts: [], tables: [] });
    expect(section?.note).toBe('alpha has no other cluster to compare with.');
    expect(report.summary.join(' ')).not.toContain('score');
    for (const format of reportFormats) {
      expect((await format.write(report)).length).toBeGreaterThan(1000);
      expect(fileName(report, format)).toBe(`gazetteer-alpha-hpc1-cpu-1-2-2026-11-16.${format.ending}`);
    }
  });
});

test('a node is compared with its peers, which the report is not of', async () => {
  const report = await make(ONE);
  expect(figuresOf(report)).toMatchObject({
    // With its kernel.
    ...{ changes: 5, 'drift-outliers': 1, 'drift-differences': 1, 'drift-fresh': 1, nodes: 1, cards: 4 },
    // Tuesday read, Wednesday powered down, Thursday not made.
    ...{ sweeps: 3, 'visits-expected': 2, 'visits-read': 1, 'visits-failed': 0, coverage: 0.5 },
  });
  expect(rowsOf(report, 'drift')).toEqual([expect.arrayContaining(['cpu3', 1, 'kernel', 'release', 2])]);
});

test.each([TWO, ONE])('every figure of "%s" is the number of the page that it leads to', async (scope) => {
  const report = await make(scope);
  const figures = report.sections.flatMap((one) => one.figures);
  for (const figure of figures)
    expect([figure.id, await pageFigure(service, figure, WEEK)], figure.href).toEqual([
      figure.id,
      figure.value,
    ]);
  expect(figures.length).toBe(39);
});

describe('lists that are narrowed to a node set', () => {
  const total = async (path: string) => (await service.get(path)).total;

  test('are of these nodes alone', async () => {
    const nodes = new URLSearchParams({ nodes: 'cpu[3-9]' });
    expect(await total(`/nodes?${nodes}`)).toBe(1);
    expect(await total(`/fleet/kernels?${nodes}`)).toBe(1);
    expect(await total(`/fleet/images?${nodes}`)).toBe(2);
    expect(await total(`/fleet/conda?${nodes}`)).toBe(2);
    expect(await total(`/fleet/conda/clusters?${nodes}`)).toBe(1);
    expect(await total(`/fleet/conda/channels?${nodes}`)).toBe(2);
    expect((await service.get(`/fleet/conda/owners?${nodes}`)).items[0].environments).toBe(2);
    const ages = (await service.get(`/fleet/images/ages?${nodes}`)).items;
    expect(ages.reduce((sum: number, { images }: { images: number }) => sum + images, 0)).toBe(2);
    // Nobody is called so.
    for (const path of ['/nodes', '/sweeps', '/fleet/gpus', '/fleet/images', '/fleet/conda', '/held'])
      expect([path, await total(`${path}?nodes=cpu77`)]).toEqual([path, 0]);
    const none = (await service.get('/fleet/images/ages?nodes=cpu77')).items;
    expect(none.every(({ images }: { images: number }) => images === 0)).toBe(true);
    for (const path of ['clusters', 'channels', 'owners'])
      expect(await total(`/fleet/conda/${path}?nodes=cpu77`)).toBe(0);
  });

  test('say where a node set is wrong', async () => {
    for (const path of ['/nodes', '/sweeps', '/fleet/gpus', '/fleet/conda', '/clusters/alpha/hpc1/drift']) {
      const answer = await service.fetch(`${path}?nodes=cpu[1-`);
      expect([path, answer.status]).toEqual([path, 400]);
      expect((await answer.json()).error.message).toContain('wrong at column 4');
    }
  });
});

test('of visits that were thinned away nobody knows whose they were, and the report says so', async () => {
  const { db } = database;
  const tuesday = `select sweep.id from sweep join cluster on cluster.id = sweep.cluster_id and cluster.name = 'hpc1'
    where started_at = '2026-11-17T05:00:00Z'`;
  await db.query(
    `delete from visit where sweep_id = (${tuesday}) and node_id = (select min(id) from node where name = 'cpu1')`,
  );
  await db.query(`update sweep set thinned = '{1,0,0,0}' where id = (${tuesday})`);
  const report = await make(TWO);
  // One of Tuesday is left, and is not taken for one that was not made.
  expect(figuresOf(report)).toMatchObject({
    sweeps: 3,
    'visits-expected': 5,
    'visits-read': 3,
    'visits-failed': 1,
  });
  expect(report.warnings).toContain(
    '1 sweep of the period lost visits to the thinning of history; of these nodes only the visits that are left are counted.',
  );
  // The whole cluster is counted with them.
  const whole = await make('alpha/hpc1');
  expect(figuresOf(whole)).toMatchObject({ 'visits-expected': 8, 'visits-read': 5 });
  expect(whole.warnings.join(' ')).not.toContain('thinning');
});

describe('nodes that did not stay', () => {
  test('are refused where they were never there, and told of where they were renamed or went', async () => {
    await expect(make('alpha/hpc1:cpu[1-4]')).rejects.toThrow('there is no node alpha/hpc1/cpu4');
    const { db } = database;
    const renamed = await db.query<{ id: number }>(
      `update node set name = 'gpu1' where name = 'cpu1' and cluster_id = (select id from cluster where name = 'hpc1') returning id`,
    );
    await db.query(
      `insert into node_name (node_id, name, until) values ($1, 'cpu1', '2026-11-20T00:00:00Z')`,
      [renamed.rows[0]?.id],
    );
    await db.query(
      `update node set retired_at = now() where name = 'cpu2' and cluster_id = (select id from cluster where name = 'hpc1')`,
    );
    const report = await make('alpha/hpc1:cpu[1-3]');
    expect(report.warnings).toEqual(
      expect.arrayContaining([
        '1 node was taken out of service since; what is told as of the making leaves them out: cpu2.',
        '1 node was renamed since the period began; changes are told of the nodes that were called so then, all else of those that are now: gpu1.',
      ]),
    );
    // That it was renamed is a change, too.
    expect(figuresOf(report)).toMatchObject({ nodes: 1, changes: 6 });
  });
});

test('the command line makes one, and says what is wrong with a node set', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-report-nodes-'));
  const run = (...args: string[]) =>
    gazetteer(args, { ...ENV, DATABASE_URL: database.url, GAZETTEER_DATA: folder });
  try {
    const asked = ['report', '--week', '2026-W47', '--time-zone', 'UTC', '--min-coverage', '0', '--json'];
    const made = await run(...asked, '--scope', 'alpha/hpc1:cpu3');
    expect([made.code, JSON.parse(made.out).scope], made.err).toEqual([0, ONE]);
    const listed = await run('reports', '--scope', ONE, '--json');
    expect(JSON.parse(listed.out).items[0].title).toBe(`${ONE}, week 2026-W47`);
    const wrong = await run(...asked, '--scope', 'alpha/hpc1:cpu[1-');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('wrong at column 4')]);
    const unknown = await run(...asked, '--scope', 'alpha/hpc1/cpu33');
    expect([unknown.code, unknown.err]).toEqual([
      1,
      expect.stringContaining('Did you mean alpha/hpc1/cpu3?'),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

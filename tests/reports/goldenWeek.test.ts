import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countAsked } from '../../server/check/asked.ts';
import { configFrom } from '../../server/config.ts';
import { makeAsked } from '../../server/delivery/asked.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import { reportFormats } from '../../server/reports/formats/index.ts';
import { makeReport } from '../../server/reports/make.ts';
import { periodOf } from '../../server/reports/period.ts';
import { readReport, type StoredReport } from '../../server/reports/stored.ts';
import { prune } from '../../server/store/prune/prune.ts';
import { administratorOf } from '../harness/administrator.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';
import { recordGoldenWeek, WEEK } from './goldenWeek.ts';
import { pageFigure } from './pageFigure.ts';
import { figuresOf, rowsOf } from './parts.ts';

// Differences are never young and readings never old, whenever this is run.
const ENV = { GAZETTEER_STALE_DAYS: '99999', GAZETTEER_ROLLING_DAYS: '1' };
const config = configFrom(ENV);

let database: TestDatabase;
let service: Service;
let stored: StoredReport;
const make = (scope: string) => makeReport({ db: database.db, config }, { scope, ...WEEK });

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  await recordGoldenWeek(db);
  await countAsked(db, ['deepvariant', 'cellranger'], new Date('2026-11-18T09:00:00Z'));
  await countAsked(db, ['deepvariant'], new Date('2026-11-30T09:00:00Z'));
  await countAsked(db, ['cellranger'], new Date('2026-10-31T23:00:00Z'));
  await prepareQueue(database.url);
  service = await startService(db, ENV);
  stored = await make('');
}, 120_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const SUN = '2026-11-15T10:00:00.000Z';
const TUE = '2026-11-17T05:00:00.000Z';
const WED = '2026-11-18T05:00:00.000Z';
const THU = '2026-11-19T05:00:00.000Z';

describe('of everything', () => {
  test('the head says what it is of and what it was made from', () => {
    expect(stored.report).toMatchObject({
      title: 'All sites, week 2026-W47',
      from: '2026-11-16T00:00:00.000Z',
      to: '2026-11-23T00:00:00.000Z',
      // The sweeps of Sunday are 1 and 2.
      sweeps: { first: 3, last: 6 },
      versions: { agents: ['golden'] },
    });
  });

  test('every number is that of the week as it was written', () => {
    // Due: alpha 3 on Tuesday, 2 on Wednesday (one of 3 was powered down), 3 on Thursday; beta 2. Read: 3, 1, 1; 1.
    expect(stored.report.coverage).toBe(6 / 10);
    expect(figuresOf(stored.report)).toEqual({
      // samtools/1.18, julia/1.9.3, gcc's default, the file of samtools, and the kernel of cpu3.
      changes: 5,
      'changes-new': 1,
      'changes-gone': 1,
      'changes-default': 1,
      'changes-bytes': 1,
      coverage: 0.6,
      sweeps: 4,
      'visits-expected': 10,
      'visits-read': 6,
      'visits-failed': 2,
      // beta's cpu2.
      'nodes-unseen': 1,
      // alpha's cpu2 on Wednesday, the tree on Thursday, beta's cpu2.
      unread: 3,
      // alpha's cpu3 in its kernel, since Tuesday.
      'drift-outliers': 1,
      'drift-differences': 1,
      'drift-fresh': 1,
      'drift-rolling': 0,
      'drift-waiting': 0,
      'drift-without-peers': 0,
      pairs: 2,
      'pairs-rose': 1,
      'pairs-fell': 0,
      'pairs-unknown': 0,
      'pairs-unmeasured': 0,
      // samtools, as an image.
      'tier-1a': 1,
      'tier-1b': 0,
      // zlib and pandas.
      'tier-2': 2,
      // gcc, bwa, openmpi, star; R and cmake of beta.
      'tier-3': 6,
      // apptainer and podman.
      'tier-4': 2,
      // apptainer 1.3.4 and 1.10.0, podman 4.9.4.
      'runtime-versions': 3,
      // 550.54.15 and 535.161.08.
      'driver-versions': 2,
      // 3 nodes with 4, 2 nodes with 2.
      cards: 16,
      images: 2,
      'images-nameless': 1,
      'images-undigested': 1,
      'images-unlabelled': 1,
      environments: 3,
      'environments-defaults': 1,
      'environments-untold': 1,
      // deepvariant twice in November, cellranger once; October is another month.
      'asked-tools': 2,
      'asked-checks': 3,
      nodes: 5,
      stale: 0,
      never: 0,
      held: 0,
    });
  });

  test('failed sweeps and nodes that were not seen stand on top', () => {
    expect(stored.report.warnings).toEqual([
      'Sweeps were broken off on 1 cluster: alpha/hpc1.',
      'Visits failed on 2 clusters: alpha/hpc1 and beta/hpc2.',
      '1 node was not seen in the period: beta/hpc2/cpu2.',
    ]);
  });

  test('each part says as of when it is, but those that are of the period', () => {
    const { sections, madeAt } = stored.report;
    expect(sections.map(({ id, asOf }) => [id, asOf])).toEqual([
      ['changes', undefined],
      ['coverage', undefined],
      ['drift', madeAt],
      ['reproducibility', '2026-11-23T00:00:00.000Z'],
      ...['tiers', 'runtimes', 'images', 'conda'].map((id) => [id, madeAt]),
      ['asked', undefined],
      ['freshness', madeAt],
    ]);
  });

  test('the summary is five lines', () => {
    expect(stored.report.summary).toEqual([
      '60 % of 10 expected visits read their node (100 % in the period before); 1 node was not seen; 3 readings failed or are held back.',
      '5 changes on 1 cluster (2 in the period before); among tools 1 new, 1 gone, 1 with another default and 1 with other bytes under the same name.',
      '1 node differs from its peers on alpha/hpc1, 1 difference seen first in the period.',
      '1 score between sites rose; that of alpha in beta moved most, from 15.6 % to 16.7 %.',
      "Of 2 images, 1 is not known to be anything, 1 has no known digest and 1 has no known labels; 1 conda environment has packages from Anaconda's own channels.",
    ]);
  });

  test('changes are dated by the two sweeps that they lie between', () => {
    const place = ['/apps/modules', 'cpu[1-3]', 3, SUN, TUE];
    expect(rowsOf(stored.report, 'changes-new')).toEqual([
      ['alpha/hpc1', 'offerings', 'samtools', 'module', '', '1.18', ...place],
    ]);
    expect(rowsOf(stored.report, 'changes-gone')).toEqual([
      ['alpha/hpc1', 'offerings', 'julia', 'module', '1.9.3', '', ...place],
    ]);
    expect(rowsOf(stored.report, 'changes-default')).toEqual([
      ['alpha/hpc1', 'offerings', 'gcc', 'module', '12.2', '13.1', ...place],
    ]);
    const file = ['samtools_1.17.sif', '', '', '', '/apps/images/samtools_1.17.sif'];
    expect(rowsOf(stored.report, 'changes-bytes')).toEqual([
      ['alpha/hpc1', 'offerings', ...file, 'cpu[1-3]', 3, SUN, TUE],
    ]);
    const [was, is] = ['5.14.0-427.el9.x86_64', '5.14.0-503.el9.x86_64'];
    expect(rowsOf(stored.report, 'changes-other')).toEqual([
      ['changed', 'alpha/hpc1', 'facts', 'release', '', was, is, '', 'cpu3', 1, SUN, TUE],
    ]);
    expect(rowsOf(stored.report, 'changes-by-cluster')).toEqual([['alpha/hpc1', 0, 0, 0, 1, 4, 5]]);
    expect(rowsOf(stored.report, 'drift')).toEqual([
      ['alpha/hpc1', 'cpu3', 1, 'kernel', 'release', is, was, 2, 'drift', TUE, TUE],
    ]);
  });

  test('visits are counted by cluster, and what was not seen tells since when', () => {
    // Sweeps, without a schedule, broken off; expected, read, of it in part, failed, not made, not expected.
    expect(rowsOf(stored.report, 'coverage')).toEqual([
      ['alpha/hpc1', 3, '', 1, 8, 5, 1, 1, 2, 1, 5 / 8],
      ['beta/hpc2', 1, '', 0, 2, 1, 0, 1, 0, 0, 1 / 2],
    ]);
    const late = 'no connection within the time limit';
    expect(rowsOf(stored.report, 'unseen')).toEqual([['beta/hpc2', 'cpu2', 'compute', SUN, 'failed', late]]);
    expect(rowsOf(stored.report, 'unread')).toEqual([
      ['alpha/hpc1', 'failed', '', '', late, 'cpu2', 1, WED, TUE],
      [
        'alpha/hpc1',
        'failed',
        'modules',
        '/apps/modules',
        'the account may not read it',
        'cpu1',
        1,
        THU,
        WED,
      ],
      ['beta/hpc2', 'failed', '', '', late, 'cpu2', 1, '2026-11-17T06:00:00.000Z', SUN],
    ]);
  });

  test('scores are the worth of the matches, and moved by the new samtools and the julia that is gone', () => {
    // alpha in the end: gcc 12.2 and 13.1, samtools 1.17 and 1.18, bwa, openmpi, star, zlib, apptainer. Of these beta has gcc 13.1
    // and samtools 1.17 in the same version (0.6 each), another version of the other gcc, the other samtools and
    // apptainer (0.1 each), and not the other four. Before there was julia, which beta lacks, instead of samtools 1.18.
    const [before, after] = [(2 * 0.6 + 2 * 0.1) / 9, (2 * 0.6 + 3 * 0.1) / 9];
    // beta: gcc, samtools the same; another apptainer; R, cmake, pandas and podman are missing.
    const back = (2 * 0.6 + 0.1) / 7;
    const close = (number: number) => expect.closeTo(number, 8);
    expect(rowsOf(stored.report, 'moved')).toEqual([
      ['alpha', 'beta', close(before), close(after), close(after - before)],
    ]);
    expect(rowsOf(stored.report, 'pairs')).toEqual([
      ['alpha', 'beta', close(after), 9, 0, 0, 0, 2, 0, 3, 4, 0],
      ['beta', 'alpha', close(back), 7, 0, 0, 0, 2, 0, 1, 4, 0],
    ]);
    expect(rowsOf(stored.report, 'matrix')).toEqual([
      ['alpha', '', close(after)],
      ['beta', close(back), ''],
    ]);
  });

  test('what was not counted at the beginning of a period is not told as unmoved', async () => {
    // The week before, at whose beginning nothing had been read.
    const before = { from: new Date('2026-11-09T00:00:00Z'), to: WEEK.from, timeZone: 'UTC' };
    const { report } = await makeReport({ db: database.db, config }, { scope: '', ...before });
    expect(figuresOf(report)).toMatchObject({ pairs: 2, 'pairs-unknown': 0, 'pairs-unmeasured': 2 });
    expect(report.summary).toContain(
      'How the scores between sites moved is not known, since none is known of both ends of the period.',
    );
  });

  test('a period that begins with a month counts nothing of the month before, whatever its zone', async () => {
    const { from, to, timeZone } = periodOf(
      { week: '', from: '2026-11-01', to: '2026-11-07' },
      'Europe/Berlin',
    );
    expect(from.toISOString()).toBe('2026-10-31T23:00:00.000Z');
    const { report } = await makeReport({ db: database.db, config }, { scope: '', from, to, timeZone });
    expect(figuresOf(report)['asked-checks']).toBe(3);
  });

  test('tools, runtimes, drivers, images, environments and ages are told by name', () => {
    expect(rowsOf(stored.report, 'tiers')).toEqual([
      ['alpha', 1, 0, 1, 4, 1],
      ['beta', 0, 0, 1, 4, 2],
    ]);
    // 1.10.0 is newer than 1.3.4.
    expect(rowsOf(stored.report, 'runtimes')).toEqual([
      ['apptainer', '1.3.4', 3, '1.10.0', 2, 2, 0],
      ['podman', '4.9.4', 2, '4.9.4', 2, 1, 0],
    ]);
    expect(rowsOf(stored.report, 'drivers')).toEqual([['NVIDIA', '535.161.08', 4, '550.54.15', 12, 2, 0]]);
    const nameless = ['alpha/hpc1', '/apps/images/.sif', '', '', 'sif', 1000, 3, THU];
    for (const table of ['images-nameless', 'images-undigested', 'images-unlabelled'])
      expect(rowsOf(stored.report, table)).toEqual([nameless]);
    expect(rowsOf(stored.report, 'conda-by-cluster')).toEqual([
      ['alpha/hpc1', 2, 2, 1, 0],
      ['beta/hpc2', 1, 1, 0, 1],
    ]);
    expect(rowsOf(stored.report, 'conda-defaults')).toEqual([
      ['alpha/hpc1', '/apps/conda/envs/base', '', '', 1, 'defaults', SUN, THU],
    ]);
    expect(rowsOf(stored.report, 'asked')).toEqual([
      ['deepvariant', 2],
      ['cellranger', 1],
    ]);
    expect(rowsOf(stored.report, 'freshness')).toEqual([
      ['alpha/hpc1', 3, 0, THU, TUE, 1, 0],
      ['beta/hpc2', 2, 0, '2026-11-17T06:00:00.000Z', SUN, 1, 0],
    ]);
  });
});

describe('of one site', () => {
  test('has its numbers alone', async () => {
    const { report } = await make('beta');
    expect(report).toMatchObject({ title: 'beta, week 2026-W47', scope: 'beta', coverage: 0.5 });
    expect(figuresOf(report)).toMatchObject({
      ...{ changes: 0, sweeps: 1, 'visits-expected': 2, 'nodes-unseen': 1, unread: 1, 'drift-outliers': 0 },
      ...{ pairs: 0, 'tier-1a': 0, 'tier-3': 4, cards: 4, images: 0, environments: 1, nodes: 2 },
    });
    expect(report.warnings).toEqual([
      'Visits failed on 1 cluster: beta/hpc2.',
      '1 node was not seen in the period: beta/hpc2/cpu2.',
    ]);
  });
});

describe.each(['', 'alpha', 'alpha/hpc1', 'beta'])('every figure of "%s"', (scope) => {
  test('is the number of the page that it leads to', async () => {
    const { report } = scope === '' ? stored : await make(scope);
    const figures = report.sections.flatMap((one) => one.figures);
    for (const figure of figures)
      expect([figure.id, await pageFigure(service, figure, WEEK)], figure.href).toEqual([
        figure.id,
        figure.value,
      ]);
    expect(figures.length).toBe(44);
  });
});

test('names of tables are their own, and charts have their numbers in one', () => {
  const tables = stored.report.sections.flatMap((one) => one.tables.map(({ id }) => id));
  expect(new Set(tables).size).toBe(tables.length);
  for (const { charts, tables: own } of stored.report.sections)
    for (const { table } of charts) expect(own.map(({ id }) => id)).toContain(table);
});

describe('the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-report-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: string[]) =>
    gazetteer(args, { ...ENV, DATABASE_URL: database.url, GAZETTEER_DATA: folder });

  test('ends with 3 where too little was seen, and makes the report all the same', async () => {
    const file = join(folder, 'week.html');
    const ran = await run('report', '--week', '2026-W47', '--time-zone', 'UTC', '-o', file);
    expect(ran.code, ran.err).toBe(3);
    expect(ran.out).toContain('Read first: Visits failed on 2 clusters: alpha/hpc1 and beta/hpc2.');
    expect(readFileSync(file, 'utf8')).toContain('All sites, week 2026-W47');
    const enough = await run(
      'report',
      '--week',
      '2026-W47',
      '--time-zone',
      'UTC',
      '--min-coverage',
      '60%',
      '--json',
    );
    expect(enough.code).toBe(0);
    const made = JSON.parse(enough.out);
    expect(made).toMatchObject({ coverage: 0.6, title: 'All sites, week 2026-W47' });
    const again = await run('report', '--id', String(made.id), '--format', 'md', '--min-coverage', '0');
    expect([again.code, again.out.split('\n')[0]]).toEqual([0, '# All sites, week 2026-W47']);
    const list = await run('reports', '--json');
    expect(JSON.parse(list.out).items[0]).toMatchObject({ id: made.id, hash: made.hash });
  }, 60_000);

  test('says what is wrong with what was asked', async () => {
    const wrong = await run('report', '--week', '2026-W54');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('"2026-W54" is no week')]);
    const both = await run('report', '--id', '1', '--week', '2026-W47');
    expect([both.code, both.err]).toEqual([2, expect.stringContaining("cannot be used with option '--week")]);
    const unknown = await run('report', '--scope', 'alpa');
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('Did you mean alpha?')]);
  }, 60_000);
});

describe('over HTTP', () => {
  test('an administrator makes one, everybody reads it as any file, and the audit says who', async () => {
    const { db } = database;
    const { post, headers } = await administratorOf(db, 'ada');
    const week = { scope: 'beta', from: '2026-11-16', to: '2026-11-22', timeZone: 'UTC' };
    const asked = await (await service.fetch('/reports/make', post(week))).json();
    expect(asked).toMatchObject({ state: 'waiting', scope: 'beta', report: null, workers: 0 });
    await makeAsked({ db, config, signal: new AbortController().signal }, asked.order);
    const ordered = await (await service.fetch(`/reports/orders/${asked.order}`, { headers })).json();
    expect(ordered).toMatchObject({ state: 'made', doing: '', code: '' });
    const made = (await service.get('/reports?scope=beta')).items[0];
    expect(made).toMatchObject({
      id: ordered.report,
      title: 'beta, week 2026-W47',
      coverage: 0.5,
      warnings: 2,
    });
    const audit = await db.query(
      'select who, action, target, detail, outcome from audit order by id desc limit 1',
    );
    const deed = { action: 'report', target: 'beta', detail: '2026-11-16 2026-11-22' };
    expect(audit.rows).toEqual([{ who: 'ada', outcome: 'done', ...deed }]);
    const stored = await readReport(db, made.id);
    expect(made.hash).toBe(stored.hash);
    for (const { ending, type, write } of reportFormats) {
      const file = await service.fetch(`/reports/${made.id}.${ending}`);
      expect([file.status, file.headers.get('content-type')], ending).toEqual([200, type]);
      expect(file.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(file.headers.get('content-disposition')).toContain(`"gazetteer-beta-2026-11-16.${ending}"`);
      expect(Buffer.from(await file.arrayBuffer()).equals(await write(stored.report)), ending).toBe(true);
    }
    const table = await service.fetch(`/reports/${made.id}/tables/coverage.csv`);
    expect((await table.text()).split('\r\n').slice(0, 2)).toEqual([
      'cluster,sweeps,missed,brokenOff,expected,read,partial,failed,notMade,notExpected,coverage',
      'beta/hpc2,1,,0,2,1,0,1,0,0,0.5',
    ]);
    const status = async (path: string, init?: RequestInit) => (await service.fetch(path, init)).status;
    expect(await status('/reports/make', post({ scope: 'nowhere' }))).toBe(404);
    expect(await status('/reports/make', post({ timeZone: 'Mars/Base' }))).toBe(400);
    expect(await status('/reports/make', post({ week: '2026-W47', from: '2026-11-16' }))).toBe(400);
    expect(
      await status('/reports/make', { method: 'POST', headers: { 'content-type': 'application/json' } }),
    ).toBe(401);
    expect(await status('/reports/make', post({ scope: 'beta/hpc2/cpu9' }))).toBe(404);
    expect(await status(`/reports/orders/${asked.order}`)).toBe(401);
    expect(await status('/reports/orders/99999', { headers })).toBe(404);
    expect(await status('/reports/99999.html')).toBe(404);
    expect(await status(`/reports/${made.id}/tables/none`)).toBe(404);
  }, 60_000);
});

describe('thinned history', () => {
  test('leaves a report as it was made, in every format', async () => {
    const { db } = database;
    const written = async ({ report }: StoredReport) =>
      Promise.all(
        reportFormats.map(async ({ name, write }) => [
          name,
          Buffer.from(await write(report)).toString('base64'),
        ]),
      );
    const before = await written(stored);
    const over = await service.fetch(`/reports/${stored.id}.json`);
    expect(await over.text()).toBe(stored.text);
    const pruned = await prune(db, { visits: 1, closed: 1 }, { now: new Date('2027-06-01T00:00:00Z') });
    expect(pruned.removed.observations + pruned.removed.items).toBeGreaterThan(0);
    expect(await written(await readReport(db, stored.id))).toEqual(before);
    // What is not known of that week any more is not told as nothing.
    await expect(make('')).rejects.toThrow('what ended before 2027-05-31T00:00:00.000Z is not kept any more');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { formatNamed, reportFormats } from '../../server/reports/formats/index.ts';
import { makeReport } from '../../server/reports/make.ts';
import { listReports, readReport, type StoredReport } from '../../server/reports/stored.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, kernel, reading, tree } from '../harness/readings.ts';

const DAY = 86_400_000;
const FROM = new Date('2026-11-16T00:00:00Z');
const TO = new Date('2026-11-23T00:00:00Z');

describe('a report', () => {
  let database: TestDatabase;
  let stored: StoredReport;
  const config = configFrom({ GAZETTEER_URL: 'https://gazetteer.example.org/' });

  beforeAll(async () => {
    database = await testDatabase();
    const before = await Cluster.make(database.db, 2, 'hpc1', FROM.getTime() - DAY);
    const others = ['gcc/12.2', 'bwa/0.7.17', 'R/4.3.1', 'julia/1.9.3'];
    const modules = (samtools: string) => ({
      kernel: kernel('5.14'),
      modules: reading({ roots: [tree([samtools, ...others])] }),
    });
    await before.sweep([modules('samtools/1.17'), modules('samtools/1.17')]);
    const within = before.from(FROM.getTime() + DAY);
    await within.sweep([modules('samtools/1.18')]);
    await within.sweep([{}, {}], 'connect-timeout');
    stored = await makeReport(
      { db: database.db, config },
      { scope: '', from: FROM, to: TO, timeZone: 'UTC' },
    );
  }, 60_000);
  afterAll(() => database?.drop());

  const figure = (id: string) =>
    stored.report.sections.flatMap((one) => one.figures).find((one) => one.id === id)?.value;

  test('says what changed, and what was not seen', () => {
    expect(stored.report).toMatchObject({ title: 'All sites, week 2026-W47', scope: '', timeZone: 'UTC' });
    expect(figure('changes-new')).toBe(1);
    expect(figure('changes-gone')).toBe(1);
    // Three visits were due, one read its node.
    expect(figure('visits-expected')).toBe(3);
    expect(figure('visits-read')).toBe(1);
    expect(stored.report.coverage).toBeCloseTo(1 / 3);
    expect(figure('nodes-unseen')).toBe(1);
    expect(stored.report.warnings).toContain('1 node was not seen in the period: alpha/hpc1/cpu2.');
  });

  test('does not say who was not seen where visits of the period are gone', async () => {
    const { db } = database;
    await db.query(`insert into history_kept (id, visits_since) values (1, $1)`, [TO]);
    const late = await makeReport({ db, config }, { scope: '', from: FROM, to: TO, timeZone: 'UTC' });
    const figures = late.report.sections.flatMap((one) => one.figures);
    expect(figures.find(({ id }) => id === 'nodes-unseen')?.value).toBeNull();
    const unread = ({ report }: StoredReport) =>
      report.sections.flatMap(({ tables }) => tables).find(({ id }) => id === 'unread')?.rows;
    // Both failed; cpu2 was read on the day before the week.
    expect(unread(stored)?.map((row) => row.at(-1))).toEqual(['2026-11-15T01:00:00.000Z']);
    expect(unread(late)?.map((row) => row.at(-1))).toEqual([null]);
    expect(late.report.warnings).toContain(
      'Not all visits of the period are kept any more: sweeps without one are not counted, and which nodes were not seen is not known.',
    );
    await db.query('delete from history_kept');
    await db.query('delete from report where id = $1', [late.id]);
  });

  test('is read again as it was made, and in every format with the same bytes', async () => {
    const again = await readReport(database.db, stored.id);
    expect(again).toEqual(stored);
    for (const { name, write } of reportFormats)
      expect(Buffer.from(await write(again.report)).equals(await write(stored.report)), name).toBe(true);
    const json = Buffer.from((await formatNamed('json')?.write(again.report)) ?? []).toString();
    expect(json).toBe(stored.text);
    const list = await listReports(database.db, { scope: '', of: '', limit: 10, after: '' });
    expect(list.items).toMatchObject([{ id: stored.id, hash: stored.hash, scope: '', coverage: 1 / 3 }]);
  });

  test('is refused when it is not what was stored', async () => {
    await database.db.query(
      `update report set model = (select content from evidence limit 1) where id = $1`,
      [stored.id],
    );
    await expect(readReport(database.db, stored.id)).rejects.toMatchObject({ code: 'damaged' });
    await database.db.query(`update report set model = '\\x00ff' where id = $1`, [stored.id]);
    await expect(readReport(database.db, stored.id)).rejects.toMatchObject({ code: 'damaged' });
  });
});

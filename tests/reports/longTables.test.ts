import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { formatNamed } from '../../server/reports/formats/index.ts';
import { keptSection } from '../../server/reports/keep.ts';
import { makeReport } from '../../server/reports/make.ts';
import { Report } from '../../server/reports/model.ts';
import { type KeptRows, MOST_ROWS, rowsIn } from '../../server/reports/rows.ts';
import { number, tableOf } from '../../server/reports/sections/table.ts';
import { readReport, type StoredReport } from '../../server/reports/stored.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { parsedCsv } from '../harness/csv.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { departures } from '../harness/jsonSchema.ts';
import { Cluster, kernel, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

/** A week in which 2,300 modules came: more than people read, and less than they may want to have. */
const DAY = 86_400_000;
const FROM = new Date('2026-11-16T00:00:00Z');
const TO = new Date('2026-11-23T00:00:00Z');
const NEW = 2300;
const asked = { scope: '', from: FROM, to: TO, timeZone: 'UTC' };
const config = configFrom({});

let database: TestDatabase;
let service: Service;
let stored: StoredReport;
const folder = mkdtempSync(join(tmpdir(), 'gazetteer-long-'));
const names = Array.from({ length: NEW }, (_, at) => `tool${String(at).padStart(4, '0')}/1.0`);

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.db);
  const cluster = await Cluster.make(database.db, 1, 'hpc1', FROM.getTime() - DAY);
  const had = ['gcc/12.2', 'bwa/0.7.17'];
  await cluster.sweep([{ kernel: kernel('5.14'), modules: reading({ roots: [tree(had)] }) }]);
  await cluster
    .from(FROM.getTime() + DAY)
    .sweep([{ kernel: kernel('5.14'), modules: reading({ roots: [tree([...had, ...names])] }) }]);
  stored = await makeReport({ db: database.db, config }, asked);
}, 90_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const tableIn = (report: Report) => {
  const table = report.sections.flatMap(({ tables }) => tables).find(({ id }) => id === 'changes-new');
  if (!table) throw new Error('no table of what is new');
  return table;
};
const toolsOf = (rows: unknown[][]) => rows.map((row) => String(row[2])).sort();
const drawn = async (name: string) =>
  Buffer.from((await formatNamed(name)?.write(stored.report, rowsIn(database.db))) ?? []);

test('a long table stands in the report with its first rows, and with all of them in files for machines', async () => {
  const table = tableIn(stored.report);
  expect([table.rows.length, table.more?.map(({ rows }) => rows), table.left]).toEqual([500, [1000, 800], 0]);
  const whole = Report.parse(JSON.parse((await drawn('json')).toString()));
  const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8'));
  expect(departures(schema, schema, whole)).toEqual([]);
  const told = tableIn(whole);
  expect([told.rows.length, told.more, told.left]).toEqual([NEW, undefined, 0]);
  expect(toolsOf(told.rows)).toEqual(names.map((name) => expect.stringContaining(name.split('/')[0] ?? '')));
  expect(told.rows.slice(0, 500)).toEqual(table.rows);

  writeFileSync(join(folder, 'report.zip'), await drawn('csv'));
  execFileSync('python3', ['-m', 'zipfile', '-e', 'report.zip', 'out'], { cwd: folder });
  const csv = (name: string) => parsedCsv(readFileSync(join(folder, 'out', `${name}.csv`), 'utf8'));
  expect(toolsOf(csv('changes-new').slice(1))).toEqual(toolsOf(told.rows));
  expect(
    csv('tables')
      .find(([, id]) => id === 'changes-new')
      ?.slice(3, 6),
  ).toEqual([...['changes-new.csv', String(NEW), '0']]);

  const { sheets } = await readXlsx(await drawn('xlsx'));
  const sheet = sheets.find(({ name }) => name === 'New');
  expect(toolsOf(sheet?.rows.slice(1) ?? [])).toEqual(toolsOf(told.rows));
  expect(sheet?.autoFilter?.range).toBe(`A1:K${NEW + 1}`);
});

test('what people read says how many rows are elsewhere, and where', async () => {
  const said = '1800 more rows are in the CSV, XLSX and JSON files of this report';
  const html = (await drawn('html')).toString();
  expect(html).toContain(said);
  expect(html).toContain('2300 rows');
  expect((await drawn('md')).toString()).toContain(`${said}.`);
  expect((await drawn('pdf')).length).toBeGreaterThan(10_000);
});

test('rows that two reports have in common are kept once', async () => {
  const kept = async () => (await database.db.query('select from report_rows')).rowCount;
  expect(await kept()).toBe(2);
  const again = await makeReport({ db: database.db, config }, asked);
  expect(again.id).not.toBe(stored.id);
  expect(tableIn(again.report).more).toEqual(tableIn(stored.report).more);
  expect(await kept()).toBe(2);
});

test('files stay the same bytes after history went, and where rows went they are refused', async () => {
  const before = new Map<string, Buffer>();
  for (const name of ['html', 'md', 'csv', 'json', 'xlsx']) before.set(name, await drawn(name));
  await database.db.query('truncate root_item, observation, visit, sweep cascade');
  stored = await readReport(database.db, stored.id);
  for (const [name, bytes] of before) expect((await drawn(name)).equals(bytes), name).toBe(true);
  await database.db.query(`create table kept_rows as select * from report_rows`);
  await database.db.query(
    `update report_rows set rows = '\\x00' where id = (select max(id) from report_rows)`,
  );
  await expect(drawn('csv')).rejects.toMatchObject({ code: 'damaged' });
  await database.db.query('delete from report_rows');
  await expect(drawn('json')).rejects.toMatchObject({ code: 'damaged' });
  // What needs none of them is drawn as before.
  expect((await drawn('html')).equals(before.get('html') ?? Buffer.alloc(0))).toBe(true);
  await database.db.query('insert into report_rows select * from kept_rows');
  await database.db.query('drop table kept_rows');
});

test('the API gives such a table page by page, and as a file whole', async () => {
  const path = `/reports/${stored.id}/tables/changes-new`;
  const pages: unknown[] = [];
  let after = '';
  do {
    const page = await service.get(`${path}?limit=700&after=${after}`);
    expect([page.total, page.columns.length]).toEqual([NEW, 11]);
    pages.push(...page.items.map(({ what }: { what: string }) => what));
    after = page.next ?? '';
  } while (after !== '');
  const whole = tableIn(Report.parse(JSON.parse((await drawn('json')).toString())));
  expect(pages).toEqual(whole.rows.map((row) => row[2]));
  const csv = parsedCsv(await (await service.fetch(`${path}.csv`)).text());
  expect(csv.slice(1).map((row) => row[2])).toEqual(pages);
  const file = await service.fetch(`/reports/${stored.id}.json`);
  expect(Buffer.from(await file.arrayBuffer()).equals(await drawn('json'))).toBe(true);
  expect((await service.fetch(`${path}?after=nonsense`)).status).toBe(400);
});

test('the command line writes the same file', async () => {
  const file = join(folder, 'again.json');
  const ran = await gazetteer(
    ['report', '--id', String(stored.id), '--format', 'json', '-o', file, '--min-coverage', '0'],
    { DATABASE_URL: database.url, GAZETTEER_DATA: folder },
  );
  expect(ran.code).toBe(0);
  expect(readFileSync(file).equals(await drawn('json'))).toBe(true);
});

test('a table of more rows than a report holds says how many it lacks', async () => {
  const columns = [number<number>('n', 'N', (row) => row)];
  const read: number[] = [];
  const pages = async function* () {
    for (let page = 0; page < 30; page += 1) {
      read.push(page);
      yield Array.from({ length: 10_000 }, (_, at) => page * 10_000 + at);
    }
  };
  const table = tableOf({
    id: 't',
    title: 'T',
    href: '/',
    columns,
    rows: [],
    total: 300_000,
    following: pages(),
  });
  const parts = new Map<string, KeptRows>();
  const made = { id: 's', title: 'S', figures: [], charts: [], tables: [table] };
  const [kept] = (await keptSection(made, parts)).tables;
  const held = kept?.more?.reduce((sum, { rows }) => sum + rows, 0);
  expect([kept?.rows.length, held, kept?.left]).toEqual([0, MOST_ROWS, 300_000 - MOST_ROWS]);
  expect(parts.size).toBe(MOST_ROWS / 1000);
  // What is beyond is not even read.
  expect(read.length).toBeLessThan(13);
});

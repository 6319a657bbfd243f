import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VerdictAnswerPage, type VerdictRow } from '../../server/routes/schemas/verdicts.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { parsedCsv } from '../harness/csv.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, type InventedSites, inventSites } from '../harness/invented.ts';
import { type Service, startService } from '../harness/service.ts';

/** From recorded nodes to a verdict, through the command line, a real sshd, a real Postgres and HTTP. */
describe.skipIf(!canInvent())('will it run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-verdict-'));
  let database: TestDatabase;
  let sites: InventedSites;
  let service: Service;
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });
  const ask = async (subject: string, on: string) => {
    const query = new URLSearchParams({ subject, on });
    const response = await service.fetch(`/verdicts?${query}`);
    return VerdictAnswerPage.parse(await response.json());
  };
  /** One line a verdict: cluster, nodes, answer. */
  const told = (rows: VerdictRow[]) => [
    ...new Set(rows.map((row) => `${row.site}/${row.cluster}:${row.nodes} ${row.verdict}`)),
  ];
  const reason = (rows: VerdictRow[], rule: string, nodes: string) =>
    rows.find((row) => row.rule === rule && row.nodes === nodes);

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    sites = await inventSites(folder);
    expect((await run('apply', sites.file)).code).toBe(0);
    expect((await run('collect')).code).toBe(0);
    service = await startService(database.db);
  }, 120_000);

  afterAll(async () => {
    await service?.close();
    await sites?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const IMAGE = '/opt/containers/samtools.sif';

  test('nodes that are alike are judged together, on the facts that their documents hold', async () => {
    const answer = await ask(IMAGE, 'harbour/tide');
    expect(answer.subjects.map((one) => [one.kind, one.name])).toEqual([['image', IMAGE]]);
    // Nobody can look inside on a recorded node; n02 has another document of runtimes or modules than n01.
    expect(told(answer.items)).toEqual([
      'harbour/tide:login1,n01 unknown',
      'harbour/tide:g01 no',
      'harbour/tide:n02 unknown',
    ]);
    const arm = reason(answer.items, 'architecture', 'g01');
    expect([arm?.answer, arm?.message]).toEqual([
      'no',
      'The image is for x86_64; these nodes are aarch64 and do not emulate it.',
    ]);
    expect(reason(answer.items, 'runtime', 'g01')?.answer).toBe('no');
    expect(reason(answer.items, 'architecture', 'login1,n01')?.answer).toBe('yes');
    expect(reason(answer.items, 'cuda', 'login1,n01')?.answer).toBe('unknown');
  });

  test('every reason leads to documents that say what it says, with their age', async () => {
    const answer = await ask(IMAGE, 'alpine');
    const facts = answer.items.flatMap((row) => row.facts).filter((fact) => fact.document !== '');
    expect(facts.length).toBeGreaterThan(5);
    for (const hash of new Set(facts.map((fact) => fact.document))) {
      const document = await service.fetch(`/documents/${hash}`);
      expect(document.status).toBe(200);
    }
    for (const fact of facts) expect(fact.confirmedAt, fact.name).not.toBeNull();
    const level = reason(answer.items, 'cpu-level', 'cpu003')?.facts.find((fact) =>
      fact.name.startsWith('level'),
    );
    const hardware = await (await service.fetch(`/documents/${level?.document}`)).json();
    expect(hardware.facts.level).toBe(level?.value);
  });

  test('the same image by path, file name, document and tool; an environment by its path', async () => {
    const byPath = await ask(IMAGE, 'alpine/edelweiss');
    const hash = byPath.subjects[0]?.document ?? '';
    for (const text of ['samtools.sif', hash, `alpine/edelweiss:${IMAGE}`]) {
      const answer = await ask(text, 'alpine/edelweiss');
      expect(answer.subjects).toEqual(byPath.subjects);
      expect(told(answer.items)).toEqual(told(byPath.items));
    }
    const byTool = await ask('samtools 1.17', 'harbour/tide');
    expect(byTool.subjects.map((one) => one.name)).toEqual(
      expect.arrayContaining([IMAGE, '/opt/miniforge3/envs/bio']),
    );
    const environment = await ask('/opt/miniforge3/envs/bio', 'harbour/tide:g01');
    expect(told(environment.items)).toEqual(['harbour/tide:g01 no']);
    expect(reason(environment.items, 'conda-subdir', 'g01')?.message).toContain('linux-64');
    const elsewhere = await service.fetch(`/verdicts?subject=harbour/tide:${IMAGE}`);
    expect(elsewhere.status).toBe(404);
  });

  test('one node may be asked about, and a place that is not there is an error', async () => {
    const one = await ask(IMAGE, 'harbour/tide/n02');
    expect(told(one.items)).toEqual(['harbour/tide:n02 unknown']);
    const missing = await service.fetch(`/verdicts?subject=${IMAGE}&on=harbour/tied`);
    expect(missing.status).toBe(404);
    expect((await missing.json()).error.hint).toBe('Did you mean harbour/tide?');
    const past = await service.fetch(`/verdicts?subject=${IMAGE}&on=harbour/tide@2026-11-01`);
    expect(past.status).toBe(400);
  });

  test('the exports hold the rows of the answer', async () => {
    const answer = await ask(IMAGE, '');
    const query = new URLSearchParams({ subject: IMAGE, on: '' });
    const exported = await (await service.fetch(`/verdicts.json?${query}`)).json();
    expect(exported.items).toEqual(answer.items);
    const [header, ...rows] = parsedCsv(await (await service.fetch(`/verdicts.csv?${query}`)).text());
    expect(rows.length).toBe(answer.items.length);
    const at = header?.indexOf('rule') ?? -1;
    expect(rows.map((row) => row[at])).toEqual(answer.items.map((row) => row.rule));
  });

  test('the command says the same, and its exit code whether any of the nodes runs it', async () => {
    const ran = await run('verdict', IMAGE, '--on', 'harbour/tide', '--json');
    const answer = VerdictAnswerPage.parse(JSON.parse(ran.out));
    expect(answer.items).toEqual((await ask(IMAGE, 'harbour/tide')).items);
    expect(ran.code).toBe(1);
    const text = await run('verdict', 'samtools', '1.17', '--on', 'harbour/tide/g01');
    expect(text.out).toContain('no: harbour/tide:g01 (1 node)');
    expect(text.out).toMatch(/architecture of the machine: aarch64 \(\d+ (?:s|min) ago\)/);
    expect(text.code).toBe(1);
    const empty = await run('verdict', '/opt/miniforge3/envs/empty', '--on', 'harbour/tide/n01');
    expect([empty.code, empty.out]).toEqual([0, expect.stringContaining('yes: harbour/tide:n01')]);
    const unheard = await run('verdict', 'nosuchtool', '9');
    expect([unheard.code, unheard.err]).toEqual([1, expect.stringContaining('no image or environment')]);
    expect((await run('verdict', IMAGE, '--on', 'a b')).code).toBe(2);
  }, 60_000);

  test('who never read a facet knows nothing by it', async () => {
    await database.db.query(
      `delete from observation where node_id = (select id from node where name = 'n02')`,
    );
    await database.db.query(
      `update visit set confirmed = 0, absent = 0 where node_id = (select id from node where name = 'n02')`,
    );
    const answer = await ask('/opt/miniforge3/envs/empty', 'harbour/tide/n02');
    expect(told(answer.items)).toEqual(['harbour/tide:n02 unknown']);
    expect(reason(answer.items, 'cpu-level', 'n02')?.message).toBe(
      'The processors are not known: the facet hardware was never read.',
    );
  });
});

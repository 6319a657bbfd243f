import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import type { Change, UnconfirmedRow } from '../../server/routes/schemas/changes.ts';
import type { DriftAnswer } from '../../server/routes/schemas/drift.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { parsedCsv } from '../harness/csv.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, type InventedSites, inventSites } from '../harness/invented.ts';
import { type Service, startService } from '../harness/service.ts';

interface Told {
  changes: Change[];
  unconfirmed: UnconfirmedRow[];
  counts: { count: number }[];
}

const NEW_KERNEL = '5.14.0-503.11.1.el9_5.x86_64';
const EDELWEISS = ['login1', 'cpu001', 'cpu002', 'cpu003', 'gpu001'].map(
  (name) => `alpine/edelweiss/${name}`,
);
const TIDE = ['login1', 'n01', 'n02', 'g01'].map((name) => `harbour/tide/${name}`);

/** Recorded nodes that change between two sweeps, through the command line; what is expected was read from the fixtures by a person. */
describe.skipIf(!canInvent())('between two sweeps', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-changes-'));
  let database: TestDatabase;
  let sites: InventedSites;
  let service: Service;
  let first = '';
  let told: Told;

  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });
  const json = async (...args: string[]) => {
    const ran = await run(...args, '--json');
    expect(ran.err).toBe('');
    return JSON.parse(ran.out);
  };
  const replace = (node: string, path: string, from: string, to: string) => {
    const file = join(sites.root(node), path);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
  };
  const words = (one: Change) =>
    [
      `${one.site}/${one.cluster}`,
      one.category,
      one.kind,
      one.what,
      one.before,
      '>',
      one.after,
      'on',
      one.nodes,
    ]
      .filter((word) => word !== '')
      .join(' ');

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    service = await startService(database.db);
    sites = await inventSites(folder);
    const named = readFileSync(sites.file, 'utf8').replace(
      'nodes: "login1,cpu001,cpu002,cpu003,gpu001"',
      'nodes: [{ nodes: "login1,cpu001,cpu002", peers: el9 }, "cpu003,gpu001"]',
    );
    writeFileSync(sites.file, named);
    await run('apply', sites.file);
    await run('collect');
    first = new Date().toISOString();
    change();
    const applied = await run('apply', sites.file, '--prune');
    expect(applied.err + applied.out).toContain('renamed  harbour/tide/n03');
    await run('collect');
    told = await json('changes', '--since', first);
  }, 120_000);

  afterAll(async () => {
    await service?.close();
    await sites?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Everything that happens between the two sweeps. */
  function change(): void {
    // A kernel is installed and booted on one of three that are to be alike.
    writeFileSync(
      join(sites.root('alpine/edelweiss/cpu001'), 'proc/sys/kernel/osrelease'),
      `${NEW_KERNEL}\n`,
    );
    cpSync(
      join(sites.root('alpine/edelweiss/cpu001'), 'boot/vmlinuz-5.14.0-427.13.1.el9_4.x86_64'),
      join(sites.root('alpine/edelweiss/cpu001'), `boot/vmlinuz-${NEW_KERNEL}`),
    );
    const smi = '.gazetteer/run/nvidia-smi';
    for (const file of [`${smi}.out`, `${smi}-versions.out`, 'proc/driver/nvidia/version'])
      replace('alpine/edelweiss/gpu001', file, '550.54.15', '550.90.07');
    // One comes back as another distribution.
    copyFileSync(
      join(installation, 'tests/fixtures/os/el9/root/etc/os-release'),
      join(sites.root('alpine/edelweiss/cpu003'), 'usr/lib/os-release'),
    );
    for (const node of EDELWEISS) {
      // An image of the same name that was built anew: the UUID of its header is another one (SIF specification, "Global header").
      const image = join(sites.root(node), 'opt/containers/gpu/pytorch-2.1.0.sif');
      writeFileSync(image, readFileSync(image).fill(0xab, 48, 64));
      if (node !== 'alpine/edelweiss/cpu003')
        for (const name of ['apptainer', 'singularity'])
          replace(node, `.gazetteer/run/${name}.out`, '1.3.6-1.el9', '1.4.0-1.el9');
    }
    for (const node of TIDE) {
      const records = join(sites.root(node), 'opt/miniforge3/envs/bio/conda-meta');
      replace(node, 'opt/miniforge3/envs/bio/conda-meta/samtools-1.17-h00cdaf9_0.json', '1.17', '1.19');
      renameSync(
        join(records, 'samtools-1.17-h00cdaf9_0.json'),
        join(records, 'samtools-1.19-h00cdaf9_0.json'),
      );
      // A file server that is away is no removal.
      if (node !== 'harbour/tide/n02') rmSync(join(sites.root(node), 'sw/modules'), { recursive: true });
    }
    const renamed = readFileSync(sites.file, 'utf8')
      .replace('n02: ', 'n03: ')
      .replace(/, g01: [0-9.]+/, '')
      .replace('nodes: "login1,n01,n02,g01"', 'renamed: { n02: n03 }\n        nodes: "login1,n01,n03"');
    writeFileSync(sites.file, renamed);
  }

  test('nothing but what happened is told, folded over nodes', () => {
    expect(told.changes.map(words)).toEqual([
      'alpine/edelweiss nodes reimaged node Rocky Linux 8.10 (Green Obsidian) > Red Hat Enterprise Linux 9.4 (Plow) on cpu003',
      'alpine/edelweiss gpus changed NVIDIA H100 80GB HBM3 driver 550.54.15 > 550.90.07 on gpu001',
      'alpine/edelweiss runtimes changed apptainer /usr/bin/apptainer version 1.3.6 > 1.4.0 on cpu[001-002],gpu001,login1',
      'alpine/edelweiss facts changed id rocky > rhel on cpu003',
      'alpine/edelweiss facts changed idLike rhel, centos > on cpu003',
      `alpine/edelweiss facts changed installed > ${NEW_KERNEL} on cpu001`,
      'alpine/edelweiss facts changed name Rocky Linux > Red Hat Enterprise Linux on cpu003',
      `alpine/edelweiss facts changed newest 5.14.0-427.13.1.el9_4.x86_64 > ${NEW_KERNEL} on cpu001`,
      'alpine/edelweiss facts changed prettyName Rocky Linux 8.10 (Green Obsidian) > Red Hat Enterprise Linux 9.4 (Plow) on cpu003',
      `alpine/edelweiss facts changed release 5.14.0-427.13.1.el9_4.x86_64 > ${NEW_KERNEL} on cpu001`,
      'alpine/edelweiss facts changed version 8.10 (Green Obsidian) > 9.4 (Plow) on cpu003',
      'alpine/edelweiss facts changed versionId 8.10 > 9.4 on cpu003',
      'alpine/edelweiss offerings bytes pytorch-2.1.0.sif > on cpu[001-003],gpu001,login1',
      'harbour/tide nodes renamed node n02 > n03 on n03',
      'harbour/tide nodes retired node > on g01',
      'harbour/tide offerings gone SAMtools 1.17 (h00cdaf9_0) > on login1,n[01,03]',
      'harbour/tide offerings new SAMtools > 1.19 (h00cdaf9_0) on login1,n[01,03]',
    ]);
  });

  test('a tree that is away is held back, and told apart', () => {
    expect(told.unconfirmed).toMatchObject([
      { state: 'held', place: '/sw/modules', reason: 'root-missing', nodes: 'login1,n01', cluster: 'tide' },
    ]);
  });

  test('both ends of each change lie around the moment in which it happened', () => {
    const seen = told.changes.filter(({ category }) => category !== 'nodes');
    for (const { since, sinceAfter } of seen) {
      expect(since > first).toBe(true);
      expect(sinceAfter !== null && sinceAfter < first).toBe(true);
    }
  });

  test('each change leads to both documents, whose difference says the same', async () => {
    const release = told.changes.find(({ what }) => what === 'release');
    const [before, after] = [release?.documentBefore ?? '', release?.documentAfter ?? ''];
    const diff = await json('diff', before.slice(0, 12), after);
    expect(diff.differences).toContainEqual(
      expect.objectContaining({ field: 'release', before: release?.before, after: release?.after }),
    );
    const text = await run('diff', before, after, '--as', 'rows');
    expect(text.out.split('\n')).toContain(`+release: ${NEW_KERNEL}`);
    expect(text.out.split('\n')).toContain('-release: 5.14.0-427.13.1.el9_4.x86_64');
    for (const one of told.changes.filter(({ documentAfter }) => documentAfter !== '')) {
      const view = await service.get(`/documents/${one.documentAfter}`);
      expect(view.kind.split('.')[0], one.what).toBe(one.facet);
    }
    expect(await run('diff', '00000000', after)).toMatchObject({ code: 1, out: '' });
  });

  test('the API, its files and the command line agree, and counts are those of the rows', async () => {
    const query = `since=${first}`;
    const answer = await service.get(`/changes?${query}`);
    expect(answer.items).toEqual(told.changes);
    expect(answer).toMatchObject({ total: told.changes.length, apart: told.unconfirmed.length, next: null });
    for (const { category, kind, count } of answer.counts) {
      const part = await service.get(`/changes?${query}&category=${category}&kind=${kind}`);
      expect([part.total, part.items.length], `${category} ${kind}`).toEqual([count, count]);
    }
    expect(answer.counts.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(
      answer.total,
    );
    const csv = parsedCsv(await (await service.fetch(`/changes.csv?${query}`)).text());
    expect(csv.length - 1).toBe(answer.total);
    // Page after page is the whole list, each row once.
    const paged: Change[] = [];
    for (let after = ''; ; ) {
      const page = await service.get(`/changes?${query}&limit=4&after=${after}`);
      paged.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(told.changes);
    const some = await service.get(`/changes?${query}&scope=alpine/edelweiss:cpu%5B001-002%5D&q=apptainer`);
    expect(some.items.map(words)).toEqual([
      'alpine/edelweiss runtimes changed apptainer /usr/bin/apptainer version 1.3.6 > 1.4.0 on cpu[001-002]',
    ]);
    expect((await service.fetch('/changes?since=yesterday')).status).toBe(400);
    expect((await service.fetch('/changes?scope=alpin')).status).toBe(404);
  });

  test('a person reads the same', async () => {
    const ran = await run('changes', 'harbour', '--since', first, '--kind', 'gone');
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('SAMtools (conda)');
    expect(ran.out).toContain('Not confirmed, and no change:');
    expect((await run('changes', 'harbour/tide', '--since', first, '--until', first)).out).toMatch(
      /^No change between/,
    );
    expect(await run('changes', 'nowhere')).toMatchObject({ code: 1 });
    expect(await run('changes', '--since', 'soon')).toMatchObject({ code: 2 });
  });

  test('a third sweep that finds the same changes nothing', async () => {
    const now = new Date().toISOString();
    await run('collect');
    expect((await json('changes', '--since', now)).changes).toEqual([]);
    expect((await json('changes', '--since', first)).changes).toEqual(told.changes);
  }, 60_000);

  test('drift names the one of three that runs another kernel, and since when', async () => {
    const drift: DriftAnswer = await json('drift', 'alpine/edelweiss', '--facet', 'kernel');
    expect(drift.peers).toMatchObject([
      { peers: 'el9', named: true, nodes: 'cpu[001-002],login1', nodeCount: 3, outliers: 1 },
      { nodes: 'cpu003', nodeCount: 1, outliers: 0 },
      { nodes: 'gpu001', nodeCount: 1, outliers: 0 },
    ]);
    const release = drift.items.find(({ fact }) => fact === 'release');
    expect(release).toMatchObject({
      majority: '5.14.0-427.13.1.el9_4.x86_64',
      majorityCount: 2,
      value: NEW_KERNEL,
      nodes: 'cpu001',
      status: 'rolling',
    });
    const sweep = await service.get(`/sweeps/${release?.sweep}`);
    expect(sweep.startedAt > first && sweep.startedAt <= (release?.since ?? '')).toBe(true);
    // The node of another distribution waits for a reboot since its first visit.
    expect(drift.reboots).toMatchObject([
      { nodes: 'cpu003', running: '4.18.0-553.5.1.el8_10.x86_64', sinceAfter: null },
    ]);
    const answer = await service.get('/clusters/alpine/edelweiss/drift');
    expect(answer.items.filter(({ facet }: { facet: string }) => facet === 'kernel')).toEqual(drift.items);
    expect((await run('drift', 'alpine/edelweiss')).out).toContain('2 alike, 1 differs');
    const nodes = drift.peers.reduce((sum, { nodeCount }) => sum + nodeCount, drift.unknownCount);
    const line = { site: 'alpine', cluster: 'edelweiss', nodes, outliers: drift.outliers };
    expect((await json('drift')).items).toContainEqual(expect.objectContaining(line));
    expect((await service.get('/drift?site=alpine')).items).toEqual((await json('drift', 'alpine')).items);
    expect((await run('drift', 'alpine')).out).toMatch(/alpine\/edelweiss +\d+ /);
    expect(await run('drift', 'alpine', '--facet', 'kernel')).toMatchObject({ code: 2 });
    expect(await run('drift', 'alpine/')).toMatchObject({ code: 2 });
    expect(await run('drift', 'alpine/edelweis')).toMatchObject({ code: 1 });
  });
});

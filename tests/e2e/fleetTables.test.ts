import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { parsedCsv } from '../harness/csv.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, type InventedSites, inventSites } from '../harness/invented.ts';
import { type Service, startService } from '../harness/service.ts';

/** What all nodes of all clusters have, from recorded nodes; what is expected is read from their fixtures' expected.json. */
describe.skipIf(!canInvent())('tables of the whole fleet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-fleet-'));
  let database: TestDatabase;
  let sites: InventedSites;
  let service: Service;
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    sites = await inventSites(folder);
    appendFileSync(
      sites.file,
      '  moor:\n    clusters:\n      fog:\n        nodes: "f[1-2]"\n        transport: file\n',
    );
    expect(await run('apply', sites.file)).toMatchObject({ code: 0 });
    for (const site of ['alpine', 'harbour']) expect((await run('collect', site)).code).toBe(0);
    service = await startService(database.db);
  }, 120_000);

  afterAll(async () => {
    await service?.close();
    await sites?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const EL9 = '5.14.0-427.13.1.el9_4.x86_64';
  const EL8 = '4.18.0-553.5.1.el8_10.x86_64';
  const GRACE = '5.14.0-427.13.1.el9_4.aarch64+64k';

  test('a line is what nodes of a cluster have in common, the most frequent first', async () => {
    const { items, total } = await service.get('/fleet/kernels');
    expect(total).toBe(5);
    expect(
      items.map((row: Record<string, unknown>) => [
        `${row.site}/${row.cluster}`,
        row.state,
        row.release,
        row.rebootPending,
        row.nodes,
        row.nodeSet,
      ]),
    ).toEqual([
      ['alpine/edelweiss', 'present', EL9, false, 4, 'cpu[001-002],gpu001,login1'],
      ['alpine/edelweiss', 'present', EL8, true, 1, 'cpu003'],
      ['harbour/tide', 'present', '6.8.0-40-generic', false, 3, 'login1,n[01-02]'],
      ['harbour/tide', 'present', GRACE, true, 1, 'g01'],
      // Never read is not the same as none.
      ['moor/fog', 'unknown', '', null, 2, 'f[1-2]'],
    ]);
    for (const row of items) {
      if (row.state === 'present') expect(row.document).toMatch(/^[0-9a-f]{64}$/);
      expect(row.confirmedAt === null).toBe(row.state === 'unknown');
    }
  });

  test('places are put together, and a number leads to its rows', async () => {
    const { items } = await service.get('/fleet/runtimes?by=fleet');
    const told = items.map((row: Record<string, unknown>) => [
      row.runtime,
      row.version,
      row.state,
      row.nodes,
    ]);
    expect(told).toEqual([
      ['apptainer', '1.3.6', 'present', 4],
      ['podman', '5.2.2', 'present', 4],
      ['singularity-ce', '4.1.2', 'present', 3],
      ['singularity-pro', '3.11-3', 'present', 3],
      ['', '', 'unknown', 2],
      ['', '', 'absent', 1],
      ['apptainer', '1.2.5', 'present', 1],
    ]);
    const rows = (await service.get('/fleet/runtimes?by=role&value=apptainer')).items;
    const sum = (wanted: string) =>
      rows
        .filter((row: { version: string }) => row.version === wanted)
        .reduce((nodes: number, row: { nodes: number }) => nodes + row.nodes, 0);
    expect([sum('1.3.6'), sum('1.2.5')]).toEqual([4, 1]);
    // A version alone, exactly: 1.3.6 is no part of it.
    const exactly = (is: object, more = '') =>
      service.get(`/fleet/runtimes?by=cluster&is=${encodeURIComponent(JSON.stringify(is))}${more}`);
    expect((await exactly({ version: '1.2.5' }, '&value=apptainer')).items).toMatchObject([
      { runtime: 'apptainer', version: '1.2.5', nodes: 1 },
    ]);
    expect((await exactly({ version: '1.2' })).total).toBe(0);
    const others = await exactly({ runtime: { not: ['apptainer', 'podman'] } }, '&state=present');
    expect(new Set(others.items.map((row: { runtime: string }) => row.runtime))).toEqual(
      new Set(['singularity-ce', 'singularity-pro']),
    );
    for (const wrong of ['{', '[1]', '{"version":{"like":"1"}}', '{"constructor":"1"}']) {
      const answer = await service.fetch(`/fleet/runtimes?is=${encodeURIComponent(wrong)}`);
      expect([wrong, answer.status]).toEqual([wrong, 400]);
    }
    expect((await service.get('/fleet/runtimes?by=cluster&q=SETUID')).items).toMatchObject([
      { cluster: 'edelweiss', runtime: 'apptainer', mode: 'setuid' },
      // In its fixture /opt is mounted nosuid, which it is not here.
      { cluster: 'tide', runtime: 'singularity-pro', mode: 'setuid' },
    ]);
  });

  test('cards are added up, and a node without any has none', async () => {
    const { items } = await service.get('/fleet/gpus');
    const told = items.map((row: Record<string, unknown>) => [
      row.cluster,
      row.state,
      row.model,
      row.mig,
      row.driver,
      row.cuda,
      row.cards,
      row.nodes,
    ]);
    const H100 = 'NVIDIA H100 80GB HBM3';
    expect(told.sort()).toEqual(
      [
        ['edelweiss', 'absent', '', '', '', '', null, 4],
        ['edelweiss', 'present', H100, 'disabled', '550.54.15', '12.4', 3, 1],
        ['edelweiss', 'present', H100, 'enabled', '550.54.15', '12.4', 1, 1],
        ['tide', 'absent', '', '', '', '', null, 3],
        ['tide', 'present', 'NVIDIA A100-PCIE-40GB', '', '535.161.08', '', 2, 1],
        ['fog', 'unknown', '', '', '', '', null, 2],
      ].sort(),
    );
  });

  test('pages go on where the one before ended, and a file holds all rows', async () => {
    const all = (await service.get('/fleet/systems?by=role')).items;
    expect(all.length).toBeGreaterThan(5);
    const paged: unknown[] = [];
    for (let after = ''; ; ) {
      const page = await service.get(`/fleet/systems?by=role&limit=2&after=${after}`);
      paged.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(all);
    const csv = await (await service.fetch('/fleet/systems.csv?by=role')).text();
    expect(parsedCsv(csv)).toHaveLength(all.length + 1);
    expect(all.map((row: { userNamespaces: string }) => row.userNamespaces)).toContain('restricted');
  });

  test('images stand with what they are, and lead to the same bytes elsewhere', async () => {
    const { items, total } = await service.get('/fleet/images?cluster=edelweiss&q=/OPT/');
    expect(total).toBe(5);
    expect(items.map((row: Record<string, unknown>) => [row.place, row.form, row.size, row.nodes])).toEqual([
      ['/opt/containers/box', 'sandbox', null, 5],
      [
        '/opt/containers/cache/depot.galaxyproject.org-singularity-bwa-0.7.17--he4a0461_11.img',
        'sif',
        32180,
        5,
      ],
      ['/opt/containers/gpu/pytorch-2.1.0.sif', 'sif', 32342, 5],
      ['/opt/containers/samtools.sif', 'sif', 32354, 5],
      ['/opt/containers/samtools_1.17.sif', 'sif', 32354, 5],
    ]);
    expect(items[1].tools).toEqual(['bwa 0.7.17']);
    // A store is the node's own, and an image in it has a name.
    const stored = (await service.get('/fleet/images?q=alpine:3.18&form=podman')).items;
    expect(stored.map((row: { node: string }) => row.node).sort()).toEqual([
      'cpu001',
      'cpu002',
      'cpu003',
      'gpu001',
      'login1',
    ]);
    expect(new Set(stored.map((row: { name: string }) => row.name))).toEqual(
      new Set(['docker.io/library/alpine:3.18']),
    );
    expect([items[1].name, items[1].node]).toEqual(['', '']);
    // Each of five nodes has the stores of Podman and Docker; sizes are those of the fixture.
    const copied = await service.get('/fleet/images/copies');
    expect(copied.items.map((row: Record<string, unknown>) => [row.copies, row.bytes, row.spare])).toEqual([
      [5, 5 * 130_920_000, 4 * 130_920_000],
      [5, 5 * 7_000_450, 4 * 7_000_450],
      [5, 35, 28],
    ]);
    // The same path on five nodes is told five times, each with its node.
    expect(copied.items[0].places).toHaveLength(5);
    expect(copied.items[0].places.map((place: string) => place.split(':/')[0])).toEqual(
      ['cpu001', 'cpu002', 'cpu003', 'gpu001', 'login1'].map((name) => `alpine/edelweiss/${name}`),
    );
    const [docker] = copied.items;
    expect(docker.digest).toBe(`oci-config:${'e4'.repeat(32)}`);
    const held = await service.get(`/fleet/images?digest=${docker.digest}`);
    expect(held.total).toBe(docker.copies);
    const paged = await service.get('/fleet/images/copies?limit=1');
    const rest = await service.get(`/fleet/images/copies?limit=5&after=${paged.next}`);
    expect([...paged.items, ...rest.items]).toEqual(copied.items);
    const bad = Buffer.from('["many","x"]').toString('base64url');
    expect((await service.fetch(`/fleet/images/copies?after=${bad}`)).status).toBe(400);
    const all = await service.get('/fleet/images?limit=1000');
    expect((await service.get('/fleet/images?only=nameless')).items).toEqual(
      all.items.filter((row: { tools: string[] }) => row.tools.length === 0),
    );
  });

  test('versions of a tool stand by place, and a place without it says whether it was read', async () => {
    const grid = await service.get('/tools/SAMtools');
    expect(grid).toMatchObject({
      tool: 'samtools',
      label: 'SAMtools',
      by: 'cluster',
      versions: ['1.17', '1.9'],
    });
    const cells = grid.items.map((cell: Record<string, unknown>) => [
      cell.version,
      cell.cluster,
      cell.providers,
      cell.tier,
      cell.nodes,
    ]);
    expect(cells).toEqual([
      ['1.17', 'edelweiss', ['apptainer', 'module'], '1a', 5],
      ['1.17', 'tide', ['conda', 'module'], '2', 4],
      ['1.9', 'tide', ['module'], '3', 3],
    ]);
    const bwa = await service.get('/tools/bwa?by=site');
    expect(
      bwa.places.map((one: Record<string, unknown>) => [one.site, one.cluster, one.state, one.newest]),
    ).toEqual([
      ['alpine', '', 'has', '0.7.17'],
      ['harbour', '', 'missing', ''],
      ['moor', '', 'unknown', ''],
    ]);
    const unknown = await service.fetch('/tools/samtolls');
    expect(unknown.status).toBe(404);
    expect((await unknown.json()).error.hint).toContain('Did you mean: samtools');
    const csv = parsedCsv(await (await service.fetch('/tools/samtools.csv')).text());
    expect(csv).toHaveLength(4);
  });

  test('on the command line', async () => {
    const { code, out } = await run('fleet', 'kernels', '--site', 'alpine');
    expect(code).toBe(0);
    expect(out).toMatch(
      /alpine\/edelweiss +4\.18\.0-553\.5\.1\.el8_10\.x86_64 +4\.18\.0-553\.16\.1\S+ +yes +1 +cpu003/,
    );
    expect(JSON.parse((await run('fleet', 'gpus', '--by', 'fleet', '--json')).out).total).toBe(5);
    expect((await run('fleet', 'kernels', '--site', 'nowhere')).code).toBe(1);
    expect((await run('fleet', 'weather')).code).toBe(2);
  });
});

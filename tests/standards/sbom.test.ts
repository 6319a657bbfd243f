import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { loadDemo } from '../../server/demo/demo.ts';
import { batches } from '../../server/sbom/assemblies.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { departuresFromCycloneDx } from '../harness/cyclonedx.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, failed, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';

interface Component {
  type: string;
  name: string;
  purl?: string;
  components?: Component[];
  evidence?: { occurrences: { location: string }[] };
  properties?: { name: string; value: string }[];
}

const node = (facts: { kind: string; [fact: string]: unknown }) =>
  reading({ node: { facts, evidence: { name: facts.kind, parts: [] } } });

/** The demonstration through the front doors: nine recorded nodes of two sites. */
describe('a bill of materials', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-sbom-'));
  let database: TestDatabase;
  let service: Service;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await testDatabase();
    env = { DATABASE_URL: database.url, GAZETTEER_DATA: folder };
    await loadDemo(database.db, configFrom(env));
    service = await startService(database.db, env);
  }, 90_000);
  afterAll(async () => {
    await service?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const textAt = async (path: string) => (await service.fetch(path)).text();
  const billAt = async (path: string) => JSON.parse(await textAt(path));
  const kindOf = (one: Component) => one.properties?.find(({ name }) => name === 'gazetteer:kind')?.value;

  test('of a cluster lists what its pages list, as the schema has it', async () => {
    for (const [site, cluster] of [
      ['demo-alpine', 'edelweiss'],
      ['demo-harbour', 'tide'],
    ]) {
      const text = await textAt(`/clusters/${site}/${cluster}/sbom`);
      expect(departuresFromCycloneDx(text)).toEqual([]);
      const bill: { components: Component[] } = JSON.parse(text);
      const where = `site=${site}&cluster=${cluster}&limit=1000`;
      const conda = (await service.get(`/fleet/conda?${where}`)).items;
      const listed = bill.components.filter((one) => kindOf(one) === 'conda.environment');
      const placesOf = (some: Component[]) =>
        some.flatMap((one) => (one.evidence?.occurrences ?? []).map(({ location }) => location)).sort();
      expect(placesOf(listed).map((one) => one.replace(/^.*:/, ''))).toEqual(
        conda.map(({ place }: { place: string }) => place).sort(),
      );
      for (const { place, packages, pip } of conda) {
        const own = listed.find((one) => placesOf([one]).some((location) => location.endsWith(`:${place}`)));
        const made = own?.components ?? [];
        expect(made.filter(({ purl }) => purl?.startsWith('pkg:conda/'))).toHaveLength(packages);
        expect(made.filter(({ purl }) => purl?.startsWith('pkg:pypi/'))).toHaveLength(pip);
      }
      const images = (await service.get(`/fleet/images?${where}`)).items;
      const pictured = bill.components.filter((one) => one.type === 'container');
      const hashOf = (one: Component) =>
        one.properties?.find(({ name }) => name === 'gazetteer:document')?.value;
      expect(pictured.map(hashOf).sort()).toEqual(
        [...new Set(images.map(({ document }: { document: string }) => document))].sort(),
      );
    }
  });

  test('says what was not read, and of each part how complete it is', async () => {
    const bill = await billAt('/clusters/demo-alpine/edelweiss/sbom');
    expect(bill.metadata.properties).toContainEqual({
      name: 'gazetteer:unread',
      value: expect.stringMatching(/^images: partly-unread \/opt\/containers on 5 nodes/),
    });
    const ofCluster = bill.compositions.find((one: { assemblies: string[] }) =>
      one.assemblies.includes('cluster'),
    );
    expect(ofCluster.aggregate).toBe('incomplete');
    const told = bill.compositions.flatMap((one: { assemblies: string[] }) => one.assemblies);
    expect(told).toHaveLength(bill.components.length + 1);
  });

  test('is the same bytes again, and by every way', async () => {
    const path = '/clusters/demo-alpine/edelweiss/sbom';
    const first = await textAt(path);
    expect(await textAt(path)).toBe(first);
    const file = join(folder, 'edelweiss.cdx.json');
    const ran = await gazetteer(['sbom', 'demo-alpine/edelweiss', '-o', file], env);
    expect([ran.code, ran.out], ran.err).toEqual([0, '']);
    expect(readFileSync(file, 'utf8')).toBe(first);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    const printed = await gazetteer(['sbom', 'demo-alpine/edelweiss'], env);
    expect(printed.out).toBe(first);
  }, 90_000);

  test('of one environment or image, by hash, path and reference', async () => {
    const conda = (await service.get('/fleet/conda?site=demo-harbour&limit=10')).items[0];
    const byHash = await textAt(`/documents/${conda.document}/sbom`);
    expect(departuresFromCycloneDx(byHash)).toEqual([]);
    const bill = JSON.parse(byHash);
    expect(bill.metadata.component).toMatchObject({ type: 'platform', name: conda.place });
    expect(bill.components).toHaveLength(conda.packages + conda.pip);
    expect(bill.compositions).toEqual([
      { aggregate: 'complete', assemblies: [`document:${conda.document}`] },
    ]);
    const byPath = await gazetteer(['sbom', `demo-harbour/tide:${conda.place}`], env);
    expect([byPath.code, byPath.out]).toEqual([0, byHash]);
    const image = (await service.get('/fleet/images?site=demo-alpine&form=podman')).items[0];
    const byName = await gazetteer(['sbom', image.name], env);
    expect(JSON.parse(byName.out).metadata.component['bom-ref']).toBe(`document:${image.document}`);
  }, 90_000);

  test('names the distribution of packages only where it is known of all nodes in service that have them', async () => {
    const packages = node({
      kind: 'packages.node',
      managers: ['dpkg'],
      packages: [
        { manager: 'dpkg', name: 'zlib1g', version: '1:1.3', architecture: 'amd64', source: '', vendor: '' },
      ],
    });
    const os = (versionId: string) => node({ kind: 'os.node', id: 'debian', versionId });
    const cluster = await Cluster.make(database.db, 3, 'systems');
    await cluster.sweep([
      { packages, os: os('13') },
      { packages, os: failed('timeout') },
      { packages, os: os('12') },
    ]);
    const purls = async (): Promise<(string | undefined)[]> => {
      const bill: { components: Component[] } = await billAt('/clusters/alpha/systems/sbom');
      const listed = bill.components.filter((one) => kindOf(one) === 'packages.node');
      return listed.flatMap(({ components = [] }) => components.map(({ purl }) => purl));
    };
    const [, unknown, old] = cluster.nodes;
    expect(await purls()).toEqual([undefined]);
    const retire = (id = 0) => database.db.query('update node set retired_at = now() where id = $1', [id]);
    await retire(old);
    expect(await purls()).toEqual([undefined]);
    await retire(unknown);
    expect(await purls()).toEqual(['pkg:deb/debian/zlib1g@1:1.3?arch=amd64&distro=debian-13']);
  });

  test('what is not there, is of no software or may be several things is said', async () => {
    for (const path of ['/clusters/demo-alpine/nosuch/sbom', `/documents/${'0'.repeat(64)}/sbom`]) {
      const answer = await service.fetch(path);
      expect([answer.status, (await answer.json()).error.code]).toEqual([404, 'not-found']);
    }
    expect((await service.fetch('/documents/x/sbom')).status).toBe(400);
    expect((await service.fetch('/clusters/demo-alpine/edelweiss/sbom', { method: 'POST' })).status).toBe(
      405,
    );
    const head = await service.fetch('/clusters/demo-alpine/edelweiss/sbom', { method: 'HEAD' });
    expect(head.headers.get('content-type')).toBe('application/vnd.cyclonedx+json; version=1.7');
    const found = await database.db.query<{ hash: string }>(
      `select encode(hash, 'hex') as hash from document where kind = 'hardware.node' limit 1`,
    );
    const hardware = await service.fetch(`/documents/${found.rows[0]?.hash}/sbom`);
    expect((await hardware.json()).error.message).toContain('tells of no software');
    const unknown = await gazetteer(['sbom', '/no/such'], env);
    expect([unknown.code, unknown.out]).toEqual([1, '']);
    expect(unknown.err).toContain('Name a cluster as site/cluster');
    for (const [name, modules] of [
      ['one', ['GCC/12.2.0']],
      ['other', ['GCC/13.2.0']],
    ] as const) {
      const cluster = await Cluster.make(database.db, 1, name);
      await cluster.sweep([{ modules: reading({ roots: [tree([...modules])] }) }]);
    }
    const several = await gazetteer(['sbom', '/apps/modules'], env);
    expect(several.code).toBe(1);
    expect(several.err).toMatch(
      /stands for 2 things: alpha\/one:\/apps\/modules is [0-9a-f]{64}; alpha\/other/,
    );
    const meant = await gazetteer(['sbom', 'alpha/other:/apps/modules'], env);
    expect(JSON.parse(meant.out).components).toMatchObject([
      { type: 'application', name: 'GCC', version: '13.2.0' },
    ]);
  }, 90_000);

  test('holds a bounded part of the documents in memory', () => {
    const documents = Array.from({ length: 400 }, (_, id) => ({
      id,
      hash: '',
      kind: '',
      bytes: id === 7 ? 50_000_000 : 100_000,
      places: [],
    }));
    const all = batches(documents);
    expect(all.flat()).toEqual(documents);
    const heavy = all.filter((batch) => batch.reduce((sum, { bytes }) => sum + bytes, 0) > 2 ** 21);
    expect(heavy.map((batch) => batch.map(({ id }) => id))).toEqual([[7]]);
  });
});

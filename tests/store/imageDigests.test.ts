import { afterAll, beforeAll, expect, test } from 'vitest';
import { settingsLines } from '../../server/agent/bundle.ts';
import { targetsBelow } from '../../server/collect/targets.ts';
import type { FileDigest, RootReading } from '../../server/facets/facet.ts';
import { readImageFile } from '../../server/facets/images/file.ts';
import { wholeSource } from '../../server/facets/images/source.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { wantedDigests } from '../../server/store/imageDigests.ts';
import { sifFile } from '../facets/images-make.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const GIB = 2 ** 30;
const HEX = 'ab'.repeat(32);

/** A folder of images, each told to be of so many bytes. */
function folder(
  files: Record<string, { size: number; text?: string; use?: number }>,
  digests: FileDigest[] = [],
) {
  const items = Object.entries(files).map(([path, { size, text = '', use = 2 }]) => {
    const object = { type: 0x4004, id: 1, text, partition: { fs: 1, use, arch: '02' } };
    const facts = readImageFile(wholeSource(sifFile({ objects: [object] })), path);
    if (!('kind' in facts)) throw new Error('no image');
    return { path, facts: { ...facts, size }, evidence: { name: path, parts: [] } };
  });
  const root: RootReading = { ...tree([]), kind: 'folder', key: '', path: '/apps/containers', items };
  return { images: reading({ roots: [digests.length > 0 ? { ...root, digests } : root] }) };
}

const wanted = async (one: Cluster) => [...(await wantedDigests(database.db, one.nodes)).values()].flat();
const at = (name: string) => `/apps/containers/${name}`;

test('a digest is asked for until it is known, and again when the image is another one', async () => {
  const one = await Cluster.make(database.db, 1);
  const files = { 'a.sif': { size: 100 }, 'b.sif': { size: 50 } };
  await one.sweep([folder(files)]);
  expect(await wanted(one)).toEqual([at('b.sif'), at('a.sif')]);
  const documents = (await database.counts()).document;
  const [result] = await one.sweep([folder(files, [{ path: 'a.sif', sha256: HEX }])]);
  // Beside the image, not in it.
  expect(result?.changed).toBe(0);
  expect((await database.counts()).document).toBe(documents);
  expect(await wanted(one)).toEqual([at('b.sif')]);
  const kept = await database.db.query<{ path: string; sha256: Buffer }>(
    'select path, sha256 from image_digest',
  );
  expect(kept.rows.map((row) => [row.path, row.sha256.toString('hex')])).toEqual([['a.sif', HEX]]);
  await one.sweep([folder({ ...files, 'a.sif': { size: 101 } })]);
  expect(await wanted(one)).toEqual([at('b.sif'), at('a.sif')]);
});

test('the node is told with its settings', async () => {
  const one = await Cluster.make(database.db, 2, 'told');
  const found = folder({ 'a.sif': { size: 1 } });
  await one.sweep([found, found]);
  await database.db.query(`update node set transport = 'local', settings = '{}' where cluster_id = $1`, [
    one.id,
  ]);
  const [cluster] = await targetsBelow(database.db, 'alpha/told', '/nowhere');
  const asked = cluster?.nodes.map((node) => node.agent.digests ?? []) ?? [];
  expect(asked.flat()).toEqual([at('a.sif')]);
  expect(settingsLines(cluster?.nodes[0]?.agent ?? {})).toContain(`GZ_DIGESTS='${at('a.sif')}'`);
});

/** A node's settings as a sites file comes to. */
function settingsOf(more: string): object {
  const sites = parseSites(`sites: { a: { clusters: { b: { nodes: n1${more} } } } }`, '/sites.yaml');
  const node = sites.ok ? sites.inventory.sites[0]?.clusters[0]?.nodes[0] : undefined;
  if (!node) throw new Error('no node');
  return node.settings;
}

test('an administrator who wants no digests gets none, and another node is asked where one may be', async () => {
  const one = await Cluster.make(database.db, 2, 'off');
  const found = folder({ 'a.sif': { size: 1 } });
  await one.sweep([found, found]);
  const asked = async (settings: string[]) => {
    for (const [at, own] of settings.entries())
      await database.db.query(`update node set transport = 'ssh', settings = $2 where id = $1`, [
        one.nodes[at],
        JSON.stringify(settingsOf(own)),
      ]);
    const [cluster] = await targetsBelow(database.db, 'alpha/off', '/nowhere');
    return cluster?.nodes.map(({ agent }) => [agent.digests?.length ?? 0, agent.contents?.length ?? 0]);
  };
  const [first = [], second = []] = (await asked(['', ''])) ?? [];
  expect([first[0], second[0]].sort()).toEqual([0, 1]);
  expect([first[1], second[1]].sort()).toEqual([0, 1]);
  expect(await asked([', digests: false', ', contents: false'])).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(await asked([', contents: false', ', digests: false'])).toEqual([
    [1, 0],
    [0, 1],
  ]);
  const both = ', digests: false, contents: false';
  expect(await asked([both, both])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test('within a budget, small ones first, and never what is too long or can be written to', async () => {
  const one = await Cluster.make(database.db, 1);
  await one.sweep([
    folder({
      'half.sif': { size: GIB },
      'more.sif': { size: GIB / 2 },
      'over.sif': { size: 1.5 * GIB },
      'huge.sif': { size: 9 * GIB },
      'writable.sif': { size: 5, use: 4 },
    }),
  ]);
  expect(await wanted(one)).toEqual([at('more.sif'), at('half.sif')]);
});

test('one that is over the budget by itself is asked for alone', async () => {
  const one = await Cluster.make(database.db, 1);
  await one.sweep([folder({ 'big.sif': { size: 3 * GIB }, 'bigger.sif': { size: 3.5 * GIB } })]);
  expect(await wanted(one)).toEqual([at('big.sif')]);
});

test('of the nodes that share a root the one that answered last is asked', async () => {
  const one = await Cluster.make(database.db, 2);
  const found = folder({ 'a.sif': { size: 1 } });
  await one.sweep([found, found]);
  expect([...(await wantedDigests(database.db, one.nodes)).keys()]).toEqual([one.nodes[0]]);
  const second = await Cluster.make(database.db, 2);
  await second.sweep([found, found]);
  await second.sweep([{}, found]);
  const chosen = [...(await wantedDigests(database.db, second.nodes)).keys()];
  expect(chosen).toHaveLength(1);
});

test('a digest of a file that no root holds is kept nowhere', async () => {
  const before = (await database.counts()).image_digest;
  const one = await Cluster.make(database.db, 1);
  await one.sweep([folder({ 'a.sif': { size: 1 } }, [{ path: 'other.sif', sha256: HEX }])]);
  expect((await database.counts()).image_digest).toBe(before);
});

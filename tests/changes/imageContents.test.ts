import { afterAll, beforeAll, expect, test } from 'vitest';
import { allChanges } from '../../server/changes/list.ts';
import type { FacetReading } from '../../server/facets/facet.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, LOCAL, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const hour = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 3_600_000);

/** One image file, and what was found inside, as one version of the readers tells it. */
function image(uuid: string, packages: string[], how = 'once'): { images: FacetReading } {
  const evidence = (name: string) => ({ name, parts: [{ name, bytes: Buffer.from(`${name} ${how}`) }] });
  const facts = {
    kind: 'images.file',
    format: 'sif',
    name: 'tools.sif',
    size: 1,
    formatVersion: '01',
    architecture: 'amd64',
    uuid,
    created: '',
    modified: '',
    launch: '',
    signed: false,
    encrypted: false,
    definition: null,
    labels: [],
    descriptors: 0,
    objects: [],
    manifestDigest: '',
    configDigest: '',
  };
  const found = packages.map((text) => {
    const [name = '', version = ''] = text.split(' ');
    return { manager: 'conda', name, version, build: 'h00cdaf9_0', place: '/opt/conda' };
  });
  const inside = { kind: 'images.contents', packages: found, unread: [] };
  const root = tree([], { kind: 'folder', path: '/apps/images', key: '', mount: LOCAL });
  const items = [{ path: 'tools.sif', facts, evidence: evidence(uuid) }];
  const contents = [{ path: 'tools.sif', facts: inside, evidence: evidence(`inside ${uuid}`) }];
  return { images: reading({ roots: [{ ...root, items, contents }] }) };
}

async function told(cluster: Cluster, since: number, until: number): Promise<string[]> {
  const found = await database.db.query<{ name: string }>('select name from cluster where id = $1', [
    cluster.id,
  ]);
  const window = { since: hour(since), until: hour(until) };
  const { changes } = await allChanges(database.db, `alpha/${found.rows[0]?.name}`, window);
  return changes.map(({ category, kind, what, facet }) => `${category} ${kind} ${facet} ${what}`);
}

const first = image('a', ['samtools 1.17', 'bwa 0.7.17']);

test('an image whose contents are read again is no change, whatever is read there now', async () => {
  const cluster = await Cluster.make(database.db, 1);
  await cluster.sweep([first]);
  await cluster.sweep([first]);
  // The same file, and a reader that sees more, and something less.
  await cluster.sweep([image('a', ['samtools 1.17', 'htslib 1.17'], 'by a better reader')]);
  expect(await told(cluster, 2, 3)).toEqual([]);
  // Find says what the better reader says, as if there had been no other.
  expect((await cluster.offered()).filter((name) => /samtools|bwa|htslib/.test(name))).toEqual([
    'htslib 1.17',
    'samtools 1.17',
  ]);
  const rows = async () =>
    (
      await database.db.query('select * from cluster_tool where cluster_id = $1 order by tool_id', [
        cluster.id,
      ])
    ).rows;
  const before = await rows();
  await refreshRollup(database.db, cluster.id, null);
  expect(await rows()).toEqual(before);
});

test('another image in its place is one change, of the image', async () => {
  const cluster = await Cluster.make(database.db, 1);
  await cluster.sweep([first]);
  await cluster.sweep([first]);
  await cluster.sweep([image('b', ['samtools 1.18'])]);
  const changes = await told(cluster, 2, 3);
  expect(changes).toEqual(['offerings bytes images tools.sif']);
});

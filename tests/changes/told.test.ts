import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { allChanges } from '../../server/changes/list.ts';
import { offeringChanges } from '../../server/changes/offerings.ts';
import type { FacetReading } from '../../server/facets/facet.ts';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { shippedNames, useNames } from '../../server/names/current.ts';
import { parseOwnTables } from '../../server/names/own-tables.ts';
import type { Change } from '../../server/routes/schemas/changes.ts';
import { rereadOfferings } from '../../server/store/reread.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import {
  absent,
  Cluster,
  failed,
  failedTree,
  kernel,
  reading,
  tree,
  treeFacts,
} from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterEach(() => useNames(shippedNames));
afterAll(() => database.drop());

const hour = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 3_600_000);
const MANY = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map((name) => `${name}/1.0`);
const modules = (...names: string[]): { modules: FacetReading } => ({
  // A tree that loses more than a quarter at once is not believed at once.
  modules: reading({ roots: [tree([...MANY, ...names])] }),
});

/** A row in words, as a person would say it. */
const words = ({ kind, what, before, after, nodes }: Change) =>
  [kind, what, before, '>', after, 'on', nodes].filter((word) => word !== '').join(' ');

async function between(cluster: Cluster, since: number, until: number) {
  const found = await database.db.query<{ name: string }>('select name from cluster where id = $1', [
    cluster.id,
  ]);
  const scope = `alpha/${found.rows[0]?.name}`;
  const told = await allChanges(database.db, scope, { since: hour(since), until: hour(until) });
  return { ...told, words: told.changes.map(words) };
}

test('what came and went is told once, folded over nodes, dated by both ends, with both documents', async () => {
  const cluster = await Cluster.make(database.db, 3);
  const before = { ...modules('samtools/1.17', 'bwa/0.7'), kernel: kernel('5.14-362') };
  const after = { ...modules('samtools/1.17', 'star/2.7'), kernel: kernel('5.14-427') };
  await cluster.sweep([before, before, before]);
  await cluster.sweep([before, before, before]);
  await cluster.sweep([after, after, before]);
  const told = await between(cluster, 2, 3);
  // The third node read the shared tree as it was before: it is one tree.
  expect(told.words).toEqual(['changed release 5.14-362 > 5.14-427 on cpu[1-2]']);
  await cluster.sweep([after, after, after]);
  const later = await between(cluster, 2, 4);
  expect(later.words).toEqual([
    'changed release 5.14-362 > 5.14-427 on cpu[1-3]',
    'gone bwa 0.7 > on cpu[1-3]',
    'new star > 2.7 on cpu[1-3]',
  ]);
  const [release, gone, fresh] = later.changes;
  // Two nodes changed between 2 and 3, one between 3 and 4.
  expect([release?.sinceAfter, release?.since]).toEqual([hour(2).toISOString(), hour(4).toISOString()]);
  // The third node found the tree as it had been, so that it changed twice.
  expect([gone?.sinceAfter, gone?.since]).toEqual([hour(2).toISOString(), hour(4).toISOString()]);
  expect(gone?.documentBefore).toMatch(/^[0-9a-f]{64}$/);
  expect(gone?.documentBefore).toBe(fresh?.documentBefore);
  expect(gone?.documentAfter).toBe(fresh?.documentAfter);
  expect(gone?.documentAfter).not.toBe(gone?.documentBefore);
  expect(later.counts).toEqual([
    { category: 'offerings', kind: 'new', count: 1 },
    { category: 'offerings', kind: 'gone', count: 1 },
    { category: 'facts', kind: 'changed', count: 1 },
  ]);
});

test('what was there only in between is not told', async () => {
  const cluster = await Cluster.make(database.db, 2);
  const without = { os: absent(), ...modules('samtools/1.17') };
  const within = { os: kernel('el9'), ...modules('samtools/1.17', 'bwa/0.7') };
  for (const one of [without, within, without]) await cluster.sweep([one, one]);
  expect((await between(cluster, 1, 3)).words).toEqual([]);
  expect((await between(cluster, 1, 2)).words).toEqual([
    'new kernel > on cpu[1-2]',
    'new bwa > 0.7 on cpu[1-2]',
  ]);
  expect((await between(cluster, 2, 3)).words).toEqual([
    'gone kernel > on cpu[1-2]',
    'gone bwa 0.7 > on cpu[1-2]',
  ]);
});

test('another key of a module tree is no other place, and what is in both is no change', async () => {
  const cluster = await Cluster.make(database.db, 2);
  const keyed = (key: string, ...names: string[]) => ({
    modules: reading({ roots: [tree(names, { key })] }),
  });
  const old = keyed('x86_64 lmod 8.6', 'samtools/1.17', 'bwa/0.7');
  const upgraded = keyed('x86_64 lmod 8.7', 'samtools/1.17', 'bwa/0.7');
  await cluster.sweep([old, old]);
  await cluster.sweep([upgraded, upgraded]);
  expect(await between(cluster, 1, 2)).toMatchObject({ words: [], apart: [] });
  const more = keyed('x86_64 lmod 8.7', 'samtools/1.17', 'bwa/0.7', 'star/2.7');
  await cluster.sweep([more, more]);
  expect((await between(cluster, 1, 3)).words).toEqual(['new star > 2.7 on cpu[1-2]']);
});

test('two trees of one place on one node count together', async () => {
  const cluster = await Cluster.make(database.db, 1);
  const both = (...second: string[]) => ({
    modules: reading({
      roots: [
        tree(['samtools/1.17'], { key: 'a' }),
        tree(second, { key: 'b', mount: { ...tree([]).mount, inode: '8' } }),
      ],
    }),
  });
  await cluster.sweep([both('bwa/0.7', 'star/2.7')]);
  const roots = await database.db.query('select from root where cluster_id = $1', [cluster.id]);
  expect(roots.rows).toHaveLength(2);
  await cluster.sweep([both('bwa/0.7', 'star/2.7', 'samtools/1.17', 'minimap2/2.28')]);
  // samtools was there in the other tree already.
  expect((await between(cluster, 1, 2)).words).toEqual(['new minimap2 > 2.28 on cpu1']);
});

test('nothing that failed, and nothing that is held back, is told as gone', async () => {
  const cluster = await Cluster.make(database.db, 2);
  const names = ['samtools/1.17', 'bwa/0.7', 'star/2.7', 'minimap2/2.28'];
  const good = { ...modules(...names), kernel: kernel('5.14-362') };
  await cluster.sweep([good, good]);
  const broken = { modules: reading({ roots: [failedTree('permission')] }), kernel: failed('timeout') };
  await cluster.sweep([broken, broken]);
  const unread = await between(cluster, 1, 2);
  expect(unread.words).toEqual([]);
  expect(
    unread.apart.map(({ state, facet, place, reason, nodes }) => [state, facet, place, reason, nodes]),
  ).toEqual([
    ['failed', 'kernel', '', 'timeout', 'cpu[1-2]'],
    ['failed', 'modules', '/apps/modules', 'permission', 'cpu[1-2]'],
  ]);
  const few = {
    modules: reading({ roots: [tree(['samtools/1.17', ...MANY.slice(0, 4)])] }),
    kernel: kernel('5.14-362'),
  };
  await cluster.sweep([few, few]);
  const suspect = await between(cluster, 1, 3);
  expect(suspect.words).toEqual([]);
  expect(suspect.apart.map(({ state, place, reason }) => [state, place, reason])).toEqual([
    ['held', '/apps/modules', 'root-suspect'],
  ]);
  await cluster.sweep([], 'connect-timeout');
  // Found again with full coverage, it is believed.
  await cluster.sweep([few, few]);
  const believed = await between(cluster, 1, 5);
  expect(believed.words).toEqual([
    'gone a5 1.0 > on cpu[1-2]',
    'gone a6 1.0 > on cpu[1-2]',
    'gone bwa 0.7 > on cpu[1-2]',
    'gone minimap2 2.28 > on cpu[1-2]',
    'gone star 2.7 > on cpu[1-2]',
  ]);
  expect(believed.apart).toEqual([]);
});

test('a visit that learnt nothing is told once, apart', async () => {
  const cluster = await Cluster.make(database.db, 2);
  await cluster.sweep([modules('samtools/1.17'), modules('samtools/1.17')]);
  await cluster.sweep([{}, {}], 'connect-timeout');
  const told = await between(cluster, 1, 2);
  expect(told.words).toEqual([]);
  expect(told.apart).toMatchObject([
    { state: 'failed', facet: '', reason: 'connect-timeout', nodes: 'cpu[1-2]' },
  ]);
});

test('a facet that is read for the first time is not new', async () => {
  const cluster = await Cluster.make(database.db, 2);
  await cluster.sweep([modules('samtools/1.17'), modules('samtools/1.17')]);
  const more = { ...modules('samtools/1.17'), kernel: kernel('5.14-362') };
  await cluster.sweep([more, more]);
  const told = await between(cluster, 1, 2);
  expect(told.words).toEqual([]);
  expect(told.apart).toMatchObject([{ state: 'first', facet: 'kernel', nodes: 'cpu[1-2]' }]);
  // It was absent, positively: then it is new.
  await cluster.sweep([{ os: absent() }, { os: absent() }]);
  await cluster.sweep([{ os: kernel('el9') }, { os: kernel('el9') }]);
  expect((await between(cluster, 3, 4)).words).toEqual(['new kernel > on cpu[1-2]']);
});

test('the same raw text that is read otherwise is no change', async () => {
  const cluster = await Cluster.make(database.db, 1);
  const uname = (release: string, raw: string): { kernel: FacetReading } => ({
    kernel: reading({
      node: {
        facts: { kind: 'kernel', ...{ release } },
        evidence: { name: 'kernel', parts: [{ name: 'uname', bytes: Buffer.from(raw) }] },
      },
    }),
  });
  await cluster.sweep([uname('5.14', 'raw')]);
  await cluster.sweep([uname('5.14-362', 'raw')]);
  const told = await between(cluster, 1, 2);
  expect(told.words).toEqual([]);
  expect(told.apart).toMatchObject([{ state: 'reread', facet: 'kernel', nodes: 'cpu1' }]);
  await cluster.sweep([uname('5.14-427', 'other')]);
  expect((await between(cluster, 2, 3)).words).toEqual(['changed release 5.14-362 > 5.14-427 on cpu1']);
});

test('changed naming rules change nothing', async () => {
  const cluster = await Cluster.make(database.db, 1);
  await cluster.sweep([modules('acmesuite/1.0')]);
  await cluster.sweep([modules('acmesuite/1.0', 'acmesuite/2.0')]);
  const before = await between(cluster, 0, 3);
  const own = parseOwnTables('aliases: [{ name: acmesuite, tool: acme-suite, label: ACME Suite }]');
  if (!own.ok) throw new Error('the table is wrong');
  useNames(own.tables.names);
  expect(await rereadOfferings(database.db)).toBeGreaterThan(0);
  const after = await between(cluster, 1, 3);
  expect(before.changes.map(({ kind }) => kind)).toEqual(['new']);
  expect(after.words).toEqual(['new ACME Suite > 2.0 on cpu1']);
  useNames(shippedNames);
  await rereadOfferings(database.db);
});

/** A tree whose modules say more than their names. */
const marked = (...list: { name: string; mark?: 'marked'; description?: string }[]) => {
  const facts = {
    ...treeFacts([]),
    modules: list.map(({ name, mark, description }) => ({
      ...namedModule(name),
      ...(mark ? { default: mark } : {}),
      ...(description ? { description } : {}),
    })),
  };
  const parts = [{ name: 'spider', bytes: Buffer.from(JSON.stringify(list)) }];
  return {
    modules: reading({
      roots: [tree([], { items: [{ path: '', facts, evidence: { name: 'spider', parts } }] })],
    }),
  };
};

test('another default version is told, and other words about the same offers as well', async () => {
  const cluster = await Cluster.make(database.db, 1);
  const [old, young] = [{ name: 'samtools/1.17' }, { name: 'samtools/1.19' }];
  await cluster.sweep([marked({ ...old, mark: 'marked' }, young)]);
  await cluster.sweep([marked(old, { ...young, mark: 'marked' })]);
  await cluster.sweep([marked({ ...old, description: 'Tools' }, { ...young, mark: 'marked' })]);
  expect((await between(cluster, 1, 2)).words).toEqual(['default samtools 1.17 > 1.19 on cpu1']);
  const words = await between(cluster, 2, 3);
  expect(words.words).toEqual(['content modules.tree > on cpu1']);
  expect(words.changes[0]).toMatchObject({ place: '/apps/modules', category: 'offerings' });
});

test('new, retired and renamed nodes are told as nodes, and not by all that they hold', async () => {
  const cluster = await Cluster.make(database.db, 4);
  const full = { ...modules('samtools/1.17'), kernel: kernel('5.14') };
  await cluster.sweep([full, full]);
  await cluster.sweep([full, full, full, full]);
  const [first = 0] = cluster.nodes;
  await database.db.query(`insert into node_name (node_id, name, until) values ($1, 'old1', $2)`, [
    first,
    hour(2.5),
  ]);
  await database.db.query('update node set retired_at = $2 where id = $1', [cluster.nodes[1], hour(2.7)]);
  const told = await between(cluster, 1, 3);
  expect(told.words).toEqual([
    'new node > on cpu[3-4]',
    'renamed node old1 > cpu1 on cpu1',
    'retired node > on cpu2',
  ]);
  expect(told.changes.every(({ category }) => category === 'nodes')).toBe(true);
  // Before it was renamed it had its old name.
  await database.db.query('update node set retired_at = null where id = $1', [cluster.nodes[1]]);
  await cluster.sweep([{ kernel: kernel('5.15') }]);
  expect((await between(cluster, 1, 2)).words).toEqual(['new node > on cpu[3-4]']);
  expect((await between(cluster, 2, 4)).words).toEqual([
    'renamed node old1 > cpu1 on cpu1',
    'changed release 5.14 > 5.15 on cpu1',
  ]);
});

test('a node of which nothing is known any more at the end is no new one', async () => {
  const cluster = await Cluster.make(database.db, 1);
  await cluster.sweep([{}], 'connect-timeout');
  await cluster.sweep([{ os: kernel('el9') }]);
  await cluster.sweep([{ os: absent() }]);
  expect((await between(cluster, 1, 2)).words).toEqual(['new node > on cpu1']);
  expect((await between(cluster, 1, 3)).words).toEqual([]);
});

test('the same name with another digest of the same kind has other bytes, of another kind nobody can tell', () => {
  const pair = {
    clusterId: 1,
    facet: 5,
    kind: 'store',
    rootPath: '/var/lib',
    itemPath: 'x',
    before: [1],
    after: [2],
    nodes: [1],
    reread: false,
    first: false,
    since: hour(2),
    sinceAfter: hour(1),
  };
  const image = {
    id: 1,
    tool: 'samtools',
    label: 'SAMtools',
    version: '1.17',
    variant: '',
    build: 'h0',
    provider: 1,
  };
  const told = (before: string, after: string) =>
    offeringChanges(pair, [
      { ...image, gone: true, digest: before },
      { ...image, gone: false, digest: after },
    ]).map(({ kind, before: was, after: is }) => [kind, was, is]);
  expect(told('oci-config:aa', 'oci-config:bb')).toEqual([
    ['bytes', '1.17 (h0) oci-config aa', '1.17 (h0) oci-config bb'],
  ]);
  expect(told('oci-config:aa', 'oci-manifest:bb')).toMatchObject([
    ['content', expect.any(String), expect.any(String)],
  ]);
  expect(told('', 'oci-config:bb')).toMatchObject([['content', '1.17 (h0)', expect.any(String)]]);
  // Another build is another offering.
  expect(
    offeringChanges(pair, [
      { ...image, gone: true, digest: '' },
      { ...image, gone: false, digest: '', build: 'h1' },
    ]).map(({ kind }) => kind),
  ).toEqual(['new', 'gone']);
});

test('a scope of some nodes tells of these, and a wrong one says what is wrong', async () => {
  const cluster = await Cluster.make(database.db, 3, 'parts');
  const old = { kernel: kernel('5.14') };
  await cluster.sweep([old, old, old]);
  await cluster.sweep([{ kernel: kernel('5.15') }, { kernel: kernel('5.15') }, old]);
  const window = { since: hour(1), until: hour(2) };
  const of = async (scope: string) => (await allChanges(database.db, scope, window)).changes.map(words);
  expect(await of('alpha/parts:cpu[2-3]')).toEqual(['changed release 5.14 > 5.15 on cpu2']);
  expect(await of('alpha/parts/cpu3')).toEqual([]);
  expect((await of('')).length).toBeGreaterThan(1);
  await expect(of('alpha/part')).rejects.toThrow('no cluster alpha/part');
  await expect(of('alpha@2026-01-01')).rejects.toThrow('between two dates');
});

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordSafely } from '../../server/collect/recordSafely.ts';
import type { RootReading } from '../../server/facets/facet.ts';
import { decideHeld } from '../../server/query/held.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, failed, failedTree, LOCAL, NFS, reading, tree } from '../harness/readings.ts';

/** What broken or hostile nodes say: it is stored as text, never fails a sweep, and never takes anything away. */

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const cluster = (nodes = 1) => Cluster.make(database.db, nodes);
const modules = (...roots: RootReading[]) => ({ modules: reading({ roots }) });
const TEN = Array.from({ length: 10 }, (_, at) => `tool${at}/1.0`);
const NAMES = TEN.map((name) => name.replace('/', ' '));
const noise = (bytes: number) => randomBytes(bytes).toString('hex');

/** The same once more writes a sweep and a visit, and nothing else. */
async function settles(one: Cluster, visits: Parameters<Cluster['sweep']>[0]) {
  const before = await database.counts();
  await one.sweep(visits);
  const after = await database.counts();
  expect(after).toEqual({
    ...before,
    sweep: (before.sweep ?? 0) + 1,
    visit: (before.visit ?? 0) + visits.length,
  });
}

describe('a root named twice in one visit', () => {
  test.each<[string, () => RootReading[]]>([
    ['alike', () => [tree(TEN), tree(TEN)]],
    ['with other content', () => [tree(TEN), tree(['other/1'])]],
    ['once read and once not', () => [failedTree('timeout'), tree(TEN)]],
    ['once read and once missing', () => [tree(TEN), failedTree('root-missing', { mount: LOCAL })]],
  ])('%s, is read once', async (_, roots) => {
    const one = await cluster();
    await one.sweep([modules(...roots())]);
    expect(await one.offered()).toEqual(NAMES);
    await settles(one, [modules(...roots())]);
    expect(await one.offered()).toEqual(NAMES);
  });

  test.each([false, true])('under two keys, is two roots (turned: %s)', async (turned) => {
    const one = await cluster();
    const first = tree(TEN.slice(0, 5));
    const second = tree(TEN.slice(5), { key: 'aarch64 lmod 8.7' });
    const both = modules(...(turned ? [second, first] : [first, second]));
    await one.sweep([modules(first)]);
    await one.sweep([both]);
    expect(await one.offered()).toEqual(NAMES);
    await settles(one, [both]);
  });
});

test('under another key, what could not be read stays', async () => {
  const one = await cluster();
  const item = (path: string, names: string[]) => tree(names).items.map((only) => ({ ...only, path }));
  const [open, closed] = [item('a', TEN), item('b', ['secret/1'])];
  const unread = [{ reason: 'permission', path: 'b' }];
  await one.sweep([modules(tree([], { items: [...open, ...closed] }))]);
  await one.sweep([modules(tree([], { items: open, key: 'later', unread }))]);
  expect(await one.offered()).toContain('secret 1');
  await one.sweep([modules(tree([], { items: [...open, ...closed], key: 'later' }))]);
  expect(await one.offered()).toContain('secret 1');
});

describe('text of a node', () => {
  test.each<[string, RootReading]>([
    ['a mount with NUL', tree(TEN, { mount: { ...NFS, inode: 'a\0b', point: 'a\0b' } })],
    ['a mount with a lone surrogate', tree(TEN, { mount: { ...NFS, source: '\ud800' } })],
    ['a key with NUL', tree(TEN, { key: 'a\0b' })],
    ['a kind with NUL', tree(TEN, { kind: 'a\0b' })],
    ['a path of 200,000 characters', tree(TEN, { path: `/${noise(100_000)}` })],
    ['a path with NUL', tree(TEN, { path: '/\ud800\0' })],
    ['a reason of 40,000 characters', failedTree(noise(20_000))],
    ['a reason with NUL', failedTree('a\0b\ud800')],
    ['a message of 40,000 characters', failedTree('timeout', { message: noise(20_000) })],
    ['a message of wide characters', failedTree('timeout', { message: '\u{20001}'.repeat(2000) })],
    ['an unread entry with NUL', tree(TEN, { unread: [{ reason: 'a\0', path: '\ud800\0' }] })],
    ['long and odd names', tree([`${noise(9000)}/1`, `a/${noise(90)}`, 'a%_b/1', 'x\0y/1', '{1,"}/\\'])],
  ])('%s', async (_, root) => {
    const one = await cluster();
    await one.sweep([modules(root)]);
    await settles(one, [modules(root)]);
  });

  test('a long reason of a facet', async () => {
    const one = await cluster();
    const bad = { kernel: failed(noise(9000)), gpus: failed('a\0b') };
    await one.sweep([bad]);
    await settles(one, [bad]);
  });

  test('that cannot be stored at all fails that visit alone, and says so', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    const sweep = await one.db.prisma.sweep.create({
      data: { clusterId: one.id, startedAt: new Date(), expected: 1 },
    });
    const facts = {
      kind: 'modules.tree',
      get modules(): string[] {
        throw new Error('no such thing');
      },
    };
    const broken = reading({
      roots: [tree([], { items: [{ path: '', facts, evidence: { name: '', parts: [] } }] })],
    });
    const result = await recordSafely(
      one.db,
      {
        sweepId: sweep.id,
        clusterId: one.id,
        nodeId: one.nodes[0] ?? 0,
        startedAt: new Date(),
        milliseconds: 1,
        bytes: 1,
        agent: 'test',
        asked: ['modules'],
        readings: [{ facet: 'modules', reading: broken }],
        failure: null,
      },
      { suspectShare: 0.25 },
    );
    expect(result.outcome).toBe('failed');
    expect(result.firstFailure).toEqual({ reason: 'not-stored', message: 'no such thing' });
    expect(await one.offered()).toEqual(NAMES);
  });
});

describe('a visit that began earlier and is stored later', () => {
  const visit = async (one: Cluster, node: number, minute: number, root: RootReading) => {
    const startedAt = new Date(Date.UTC(2026, 0, 2, 0, minute));
    const sweep = await one.db.prisma.sweep.create({
      data: { clusterId: one.id, startedAt, expected: 1, trigger: 'single' },
    });
    const result = await recordSafely(
      one.db,
      {
        sweepId: sweep.id,
        clusterId: one.id,
        nodeId: one.nodes[node] ?? 0,
        startedAt,
        milliseconds: 1,
        bytes: 1,
        agent: 'test',
        asked: ['modules'],
        readings: [{ facet: 'modules', reading: reading({ roots: [root] }) }],
        failure: null,
      },
      { suspectShare: 0.25 },
    );
    await refreshRollup(one.db, one.id, result.touched);
    return result;
  };

  test('of another node, does not undo what the later one saw of a shared root', async () => {
    const one = await cluster(2);
    await one.sweep([modules(tree(TEN)), modules(tree(TEN))]);
    await visit(one, 1, 5, tree([...TEN, 'new/1']));
    const late = await visit(one, 0, 1, tree(TEN));
    expect(late.outcome).toBe('complete');
    expect(await one.offered()).toEqual(['new 1', ...NAMES]);
    await visit(one, 0, 9, tree(TEN));
    expect(await one.offered()).toEqual(NAMES);
  });

  test('of the same node, neither', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await visit(one, 0, 5, tree([...TEN, 'new/1']));
    const late = await visit(one, 0, 1, tree(TEN));
    expect(late.firstFailure?.reason).toBe('overtaken');
    expect(await one.offered()).toEqual(['new 1', ...NAMES]);
  });
});

test('an accepted mount is that one, with something on it', async () => {
  const one = await cluster();
  const moved = { ...NFS, source: 'new:/apps' };
  await one.sweep([modules(tree(TEN))]);
  await one.sweep([modules(tree(TEN, { mount: moved }))]);
  const accept = async () => {
    const held = await one.db.query<{ id: number }>(
      'select root_id as id from held_root where node_id = $1 and accepted_at is null',
      [one.nodes[0]],
    );
    for (const { id } of held.rows) await decideHeld(one.db, id, 'accepted');
  };
  await accept();
  await one.sweep([modules(tree([], { mount: LOCAL }))]);
  expect(await one.offered()).toEqual(NAMES);
  await one.sweep([modules(tree(TEN, { mount: moved }))]);
  await accept();
  await one.sweep([modules(tree([], { mount: moved }))]);
  expect(await one.offered()).toEqual(NAMES);
  await one.sweep([modules(tree(TEN, { mount: moved }))]);
  await accept();
  await one.sweep([modules(tree(['one/1'], { mount: moved }))]);
  expect(await one.offered()).toEqual(['one 1']);
});

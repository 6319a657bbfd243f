import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideHeld, listHeld } from '../../server/query/held.ts';
import { nodeDetail } from '../../server/query/nodeDetail.ts';
import type { Database } from '../../server/store/database.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { absent, Cluster, failed, failedTree, kernel, LOCAL, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const cluster = (nodes = 1) => Cluster.make(database.db, nodes);
const modules = (root: ReturnType<typeof tree>) => ({ modules: reading({ roots: [root] }) });
const TEN = Array.from({ length: 10 }, (_, at) => `tool${at}/1.0`);
/** A tree that nobody evaluated. */
const names = (modules: string[]) => {
  const read = tree(modules, { key: 'x86_64 none', lesser: true });
  for (const item of read.items) item.facts = { ...item.facts, ...{ read: 'names' } };
  return read;
};
const NAMES = TEN.map((name) => name.replace('/', ' '));

async function intervals(table: string, where: string) {
  const found = await database.db.query<Record<string, Date | null>>(
    `select since, since_after, until, until_after from ${table} where ${where} order by id`,
  );
  return found.rows.map((row) =>
    Object.values(row).map((time) =>
      time === null ? null : time.getUTCHours() + 24 * (time.getUTCDate() - 1),
    ),
  );
}

describe('a visit that finds nothing new', () => {
  test('writes its Visit row and nothing else', async () => {
    const one = await cluster(2);
    const found = { kernel: kernel('5.14'), ...modules(tree(TEN)) };
    await one.sweep([found, found]);
    const before = await database.counts();
    const results = await one.sweep([found, found]);
    const after = await database.counts();
    expect(results.map((result) => result.changed)).toEqual([0, 0]);
    expect(after).toEqual({ ...before, sweep: (before.sweep ?? 0) + 1, visit: (before.visit ?? 0) + 2 });
  });

  test('asks for what is known in two statements, and states itself in a third', async () => {
    const said: string[] = [];
    const query: Database['query'] = (text, values) => {
      said.push(text);
      return database.db.query(text, values);
    };
    const found = { kernel: kernel('5.14'), gpus: failed('timeout'), ...modules(tree(TEN)) };
    const one = await Cluster.make({ ...database.db, query }, 1);
    await one.sweep([found]);
    await one.sweep([found]);
    const from = said.length;
    await one.sweep([found]);
    const statements = said.slice(from);
    expect(statements.filter((text) => /\binsert\b|\bupdate\b/.test(text))).toHaveLength(1);
    expect(statements).toHaveLength(3);
  });

  test('does so for other raw text of equal facts', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    const before = await database.counts();
    const again = tree(TEN);
    for (const item of again.items)
      item.evidence.parts = [{ name: 'spider', bytes: Buffer.from('in another order') }];
    await one.sweep([modules(again)]);
    const after = await database.counts();
    expect(after).toEqual({ ...before, sweep: (before.sweep ?? 0) + 1, visit: (before.visit ?? 0) + 1 });
  });
});

describe('node-local facets', () => {
  test('a change closes one interval and opens another, each dated by two visits', async () => {
    const one = await cluster();
    await one.sweep([{ kernel: kernel('5.14.0') }]);
    await one.sweep([{ kernel: kernel('5.14.0') }]);
    await one.sweep([{ kernel: failed('timeout') }]);
    await one.sweep([{ kernel: kernel('5.14.1') }]);
    // Hours: first seen 1, last confirmed 2, failed at 3, the new one seen at 4.
    expect(await intervals('observation', `node_id = ${one.nodes[0]}`)).toEqual([
      [1, null, 4, 2],
      [4, 2, null, null],
    ]);
  });

  test('absent closes, failed does not', async () => {
    const one = await cluster();
    await one.sweep([{ kernel: kernel('1') }]);
    await one.sweep([{ kernel: failed('crashed') }]);
    expect(await intervals('observation', `node_id = ${one.nodes[0]}`)).toEqual([[1, null, null, null]]);
    await one.sweep([{ kernel: absent() }]);
    expect(await intervals('observation', `node_id = ${one.nodes[0]}`)).toEqual([[1, null, 3, 1]]);
  });

  test('a visit that failed whole changes nothing and says why once', async () => {
    const one = await cluster();
    await one.sweep([{ kernel: kernel('1'), ...modules(tree(TEN)) }]);
    const [result] = await one.sweep([{ kernel: kernel('1'), ...modules(tree(TEN)) }], 'connect-timeout');
    expect(result?.outcome).toBe('failed');
    expect(await one.offered()).toEqual(NAMES);
    expect(await intervals('observation', `node_id = ${one.nodes[0]}`)).toEqual([[1, null, null, null]]);
  });
});

describe('a root that is known and now', () => {
  test.each([
    ['missing', failedTree('root-missing'), 'root-missing'],
    ['on another mount', tree(TEN, { mount: { ...LOCAL, point: '/' } }), 'root-other-mount'],
    [
      'served by another file server',
      tree(TEN, { mount: { ...tree([]).mount, source: 'other:/apps' } }),
      'root-other-mount',
    ],
    ['empty', tree([]), 'root-empty'],
    ['without its items', tree(TEN, { items: [] }), 'root-empty'],
    ['unreadable', failedTree('permission'), 'permission'],
    ['cut off', failedTree('cut'), 'cut'],
    ['missing, its kind forgotten', failedTree('root-missing', { kind: 'other' }), 'root-missing'],
    ['read by its names only, where it was evaluated', names(TEN), 'root-lesser'],
    ['much smaller', tree(TEN.slice(0, 5)), 'root-suspect'],
  ])('%s keeps everything that was known, and says so', async (_, now, reason) => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    const [result] = await one.sweep([modules(now)]);
    expect(result?.outcome).toBe('partial');
    expect(await one.offered()).toEqual(NAMES);
    expect(await one.reasons()).toEqual([reason]);
    expect(await intervals('node_root', `node_id = ${one.nodes[0]}`)).toEqual([[1, null, null, null]]);
  });

  test('changed is dated by those who see it, not by one who left it', async () => {
    const one = await cluster(2);
    const gone = tree([], { outcome: 'absent', reason: 'gone', items: [] });
    await one.sweep([modules(tree(TEN)), modules(tree(TEN))]);
    await one.sweep([modules(gone), modules(failedTree('permission'))]);
    await one.sweep([modules(gone), modules(failedTree('permission'))]);
    await one.sweep([modules(gone), modules(tree([...TEN, 'new/1.0']))]);
    const { id } = await database.db.prisma.root.findFirstOrThrow({ where: { clusterId: one.id } });
    expect(await intervals('root_item', `root_id = ${id}`)).toEqual([
      [1, null, 4, 1],
      [4, 1, null, null],
    ]);
  });

  test('not reported at all is failed, and keeps everything', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([{ modules: reading() }]);
    expect(await one.offered()).toEqual(NAMES);
    expect(await one.reasons()).toEqual(['not-seen']);
  });

  test('missing, but was never there, is told and is no failure', async () => {
    const one = await cluster();
    const [result] = await one.sweep([modules(failedTree('root-missing'))]);
    expect(result?.outcome).toBe('complete');
    expect(await one.reasons()).toEqual(['root-missing']);
  });

  test('of a failed facet keeps everything', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([{ modules: failed('timeout') }]);
    expect(await one.offered()).toEqual(NAMES);
    expect(await one.reasons()).toEqual(['timeout']);
  });

  test('positively absent on the same mount is closed', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([modules({ ...failedTree('not-installed'), outcome: 'absent' })]);
    expect(await one.offered()).toEqual([]);
    expect(await intervals('node_root', `node_id = ${one.nodes[0]}`)).toEqual([[1, null, 2, 1]]);
  });

  test('absent, but on another mount, is missing', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([modules({ ...failedTree('not-installed', { mount: LOCAL }), outcome: 'absent' })]);
    expect(await one.offered()).toEqual(NAMES);
    expect(await one.reasons()).toEqual(['root-missing']);
  });
});

describe('what is held back', () => {
  test('a large loss takes effect when a later sweep finds the same', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([modules(tree(TEN.slice(0, 5)))]);
    expect(await one.offered()).toEqual(NAMES);
    await one.sweep([modules(tree(TEN.slice(0, 5)))]);
    expect(await one.offered()).toEqual(NAMES.slice(0, 5));
    expect(await one.reasons()).toEqual([]);
  });

  test('and never when an operator rejected it, until something else is found or it is accepted', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([modules(tree(TEN.slice(0, 5)))]);
    await rejectAll(one);
    for (let sweep = 0; sweep < 3; sweep += 1) await one.sweep([modules(tree(TEN.slice(0, 5)))]);
    expect(await one.offered()).toEqual(NAMES);
    expect(await heldOf(one)).toMatchObject([{ accepted: false, rejected: true, lost: 5 }]);
    // Another loss is another finding, which nobody has decided about.
    await one.sweep([modules(tree(TEN.slice(0, 4)))]);
    expect(await heldOf(one)).toMatchObject([{ accepted: false, rejected: false, lost: 6 }]);
    await rejectAll(one);
    await one.sweep([modules(tree(TEN.slice(0, 4)))]);
    await acceptAll(one);
    expect(await heldOf(one)).toMatchObject([{ accepted: true, rejected: false }]);
    await one.sweep([modules(tree(TEN.slice(0, 4)))]);
    expect(await one.offered()).toEqual(NAMES.slice(0, 4));
  });

  test('and not by another node that reads the same after that', async () => {
    const one = await cluster(2);
    const half = () => modules(tree(TEN.slice(0, 5)));
    await one.sweep([modules(tree(TEN)), modules(tree(TEN))]);
    await one.sweep([half()]);
    await rejectAll(one);
    for (let sweep = 0; sweep < 3; sweep += 1) await one.sweep([{}, half()]);
    expect(await one.offered()).toEqual(NAMES);
    expect(await heldOf(one)).toMatchObject([{ accepted: false, rejected: true, nodes: 'cpu[1-2]' }]);
  });

  test('but not when the later sweep could not read all of it', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    const smaller = () => tree(TEN.slice(0, 5), { items: tree(TEN.slice(0, 5)).items });
    await one.sweep([modules(smaller())]);
    await one.sweep([modules({ ...smaller(), unread: [{ reason: 'permission', path: 'bio' }] })]);
    expect(await one.offered()).toEqual(NAMES);
  });

  test('and not when it finds something else again', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([modules(tree(TEN.slice(0, 5)))]);
    await one.sweep([modules(tree(TEN.slice(0, 4)))]);
    expect(await one.offered()).toEqual(NAMES);
  });

  test('an empty root never takes effect by time, only when an operator says so', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    for (let sweep = 0; sweep < 4; sweep += 1) await one.sweep([modules(tree([]))]);
    expect(await one.offered()).toEqual(NAMES);
    await acceptAll(one);
    await one.sweep([modules(tree([]))]);
    expect(await one.offered()).toEqual([]);
    expect(await heldOf(one)).toEqual([]);
  });

  test.each([
    ['missing', () => failedTree('root-missing'), []],
    ['on another mount', () => tree(TEN.slice(0, 2), { mount: LOCAL }), NAMES.slice(0, 2)],
  ])('a root that is %s waits for the operator as well', async (_, now, after) => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    for (let sweep = 0; sweep < 3; sweep += 1) await one.sweep([modules(now())]);
    expect(await one.offered()).toEqual(NAMES);
    await acceptAll(one);
    await one.sweep([modules(now())]);
    expect(await one.offered()).toEqual(after);
  });

  test('a root that reads well again is held no more', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([modules(failedTree('root-missing'))]);
    expect(await heldOf(one)).toHaveLength(1);
    await one.sweep([modules(tree(TEN))]);
    expect(await heldOf(one)).toEqual([]);
  });

  const heldOf = async (one: Cluster) => {
    const name = await one.db.prisma.cluster.findUniqueOrThrow({ where: { id: one.id } });
    return (await listHeld(one.db)).filter((row) => row.cluster === name.name);
  };
  const acceptAll = async (one: Cluster) => {
    for (const row of await heldOf(one)) await decideHeld(one.db, row.id, 'accepted');
  };
  const rejectAll = async (one: Cluster) => {
    for (const row of await heldOf(one)) await decideHeld(one.db, row.id, 'rejected');
  };
});

describe('entries that could not be read', () => {
  const image = (name: string) => ({
    path: name,
    facts: { kind: 'test.image', name },
    evidence: { name, parts: [] },
  });
  const folder = (names: string[], unread: { reason: string; path: string }[] = []) => ({
    images: reading({
      roots: [tree([], { kind: 'folder', path: '/apps/images', items: names.map(image), unread })],
    }),
  });
  const paths = async (one: Cluster) => {
    const found = await one.db.query<{ path: string }>(
      `select root_item.path from root_item join root on root.id = root_item.root_id
       where root.cluster_id = $1 and root_item.until is null order by 1`,
      [one.id],
    );
    return found.rows.map((row) => row.path);
  };
  const all = ['a.sif', 'b.sif', 'c.sif', 'sub/d.sif', 'sub/e.sif'];

  test('are unknown, not gone: below an unread folder everything stays', async () => {
    const one = await cluster();
    await one.sweep([folder(all)]);
    const [result] = await one.sweep([
      folder(['a.sif', 'b.sif', 'c.sif'], [{ reason: 'permission', path: 'sub' }]),
    ]);
    expect(await paths(one)).toEqual(all);
    expect(result?.outcome).toBe('complete');
    expect(await one.reasons()).toEqual(['partly-unread']);
  });

  test('and what is gone elsewhere is gone', async () => {
    const one = await cluster();
    await one.sweep([folder(all)]);
    await one.sweep([folder(['a.sif', 'b.sif', 'sub/d.sif'], [{ reason: 'corrupt', path: 'sub/e.sif' }])]);
    expect(await paths(one)).toEqual(['a.sif', 'b.sif', 'sub/d.sif', 'sub/e.sif']);
  });

  test('keep their own age: the visit that could not read them does not confirm them', async () => {
    const one = await cluster();
    const some = folder(all.slice(0, 3), [{ reason: 'permission', path: 'sub' }]);
    await one.sweep([folder(all)]);
    await one.sweep([some]);
    await one.sweep([some]);
    const detail = await nodeDetail(one.db, one.nodes[0] ?? 0);
    const root = detail.facets.flatMap((facet) => facet.roots).find((found) => found.path === '/apps/images');
    const hour = (time: string | null) => new Date(time ?? 0).getUTCHours();
    expect(hour(root?.confirmedAt ?? null)).toBe(3);
    expect(root?.items.map((item) => [item.path, hour(item.confirmedAt)])).toEqual([
      ['a.sif', 3],
      ['b.sif', 3],
      ['c.sif', 3],
      ['sub/d.sif', 1],
      ['sub/e.sif', 1],
    ]);
    // Found gone in the fourth sweep, they were last seen in the first.
    await one.sweep([folder(all.slice(0, 3))]);
    await one.sweep([folder(all.slice(0, 3))]);
    const ended = await intervals('root_item', `path = 'sub/d.sif' and root_id = ${root?.id}`);
    expect(ended).toEqual([[1, null, 5, 1]]);
  });

  test('do not confirm a large loss, wherever they lie', async () => {
    const one = await cluster();
    await one.sweep([folder(all)]);
    await one.sweep([folder(['a.sif', 'b.sif'])]);
    await one.sweep([folder(['a.sif', 'b.sif'], [{ reason: 'permission', path: 'elsewhere' }])]);
    expect(await paths(one)).toEqual(all);
    await one.sweep([folder(['a.sif', 'b.sif'])]);
    expect(await paths(one)).toEqual(['a.sif', 'b.sif']);
  });

  test('inside a document that lost offerings keep the document before', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([modules(tree(TEN.slice(0, 9), { unread: [{ reason: 'permission', path: 'tool9' }] }))]);
    expect(await one.offered()).toEqual(NAMES);
    await one.sweep([modules(tree(TEN.slice(0, 9)))]);
    expect(await one.offered()).toEqual(NAMES.slice(0, 9));
  });

  test('inside a document that offers nothing keep the document before, as nobody can tell what is gone', async () => {
    const one = await cluster();
    const of = (name: string, unread: { reason: string; path: string }[] = []) => ({
      images: reading({
        roots: [
          tree([], { kind: 'folder', path: '/apps/images', items: [{ ...image(name), path: 'a' }], unread }),
        ],
      }),
    });
    const name = async () =>
      (
        await one.db.query<{ name: string }>(
          `select document.facts ->> 'name' as name from root_item join document on document.id = root_item.document_id
           join root on root.id = root_item.root_id where root.cluster_id = $1 and until is null`,
          [one.id],
        )
      ).rows[0]?.name;
    await one.sweep([of('first')]);
    await one.sweep([of('second', [{ reason: 'permission', path: 'a/history' }])]);
    expect(await name()).toBe('first');
    await one.sweep([of('second', [{ reason: 'permission', path: 'b/history' }])]);
    expect(await name()).toBe('second');
  });

  test('inside a document that only gained let it through', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([
      modules(tree([...TEN, 'zlib/1.3'], { unread: [{ reason: 'permission', path: 'secret' }] })),
    ]);
    expect(await one.offered()).toEqual([...NAMES, 'zlib 1.3']);
  });
});

describe('a root whose reading was broken off', () => {
  const image = (path: string, name = path) => ({
    path,
    facts: { kind: 'test.image', name },
    evidence: { name, parts: [] },
  });
  const folder = (items: ReturnType<typeof image>[], reason = '') => ({
    images: reading({
      outcome: reason === '' ? 'present' : 'failed',
      reason,
      roots: [
        tree([], {
          kind: 'folder',
          path: '/apps/images',
          items,
          outcome: reason === '' ? 'present' : 'failed',
          reason,
        }),
      ],
    }),
  });
  const known = async (one: Cluster) => {
    const found = await one.db.query<{ told: string }>(
      `select root_item.path || ' ' || (document.facts ->> 'name') as told from root_item
       join root on root.id = root_item.root_id join document on document.id = root_item.document_id
       where root.cluster_id = $1 and root_item.until is null order by 1`,
      [one.id],
    );
    return found.rows.map((row) => row.told);
  };

  test.each(['timeout', 'cut', 'crashed'])(
    'by %s keeps what arrived whole, and loses nothing',
    async (reason) => {
      const one = await cluster();
      const [first] = await one.sweep([folder([image('a'), image('b')], reason)]);
      expect(first?.outcome).toBe('partial');
      expect(await known(one)).toEqual(['a a', 'b b']);
      // What was stored was seen, though nothing of the facet is confirmed.
      const seen = await nodeDetail(one.db, one.nodes[0] ?? 0);
      const root = seen.facets.flatMap((facet) => facet.roots).find(({ path }) => path === '/apps/images');
      expect(root?.items.map(({ confirmedAt }) => confirmedAt)).toEqual([
        root?.confirmedAt,
        root?.confirmedAt,
      ]);
      expect(root?.confirmedAt).not.toBeNull();
      await one.sweep([folder(['a', 'b', 'c', 'd'].map((path) => image(path)))]);
      await one.sweep([folder([image('a'), image('b', 'new')], reason)]);
      expect(await known(one)).toEqual(['a a', 'b new', 'c c', 'd d']);
      for (let sweep = 0; sweep < 3; sweep += 1) await one.sweep([folder([image('a')], reason)]);
      expect(await known(one)).toEqual(['a a', 'b new', 'c c', 'd d']);
      expect(await one.reasons()).toEqual(expect.arrayContaining(['partly-unread']));
    },
  );

  test.each(['damaged', 'permission', 'timeout'])(
    'by %s with nothing to trust stays as it was',
    async (reason) => {
      const one = await cluster();
      await one.sweep([folder([image('a'), image('b')])]);
      await one.sweep([folder(reason === 'timeout' ? [] : [image('a', 'other')], reason)]);
      expect(await known(one)).toEqual(['a a', 'b b']);
    },
  );
});

describe('a root on a network file system', () => {
  test('is one root for all nodes that see it', async () => {
    const one = await cluster(3);
    await one.sweep([modules(tree(TEN)), modules(tree(TEN)), modules(tree(TEN))]);
    const roots = await one.db.prisma.root.findMany({
      where: { clusterId: one.id },
      include: { nodes: true },
    });
    expect(roots.map((root) => root.nodes.length)).toEqual([3]);
  });

  test('that one node sees no more is still there for the others', async () => {
    const one = await cluster(2);
    await one.sweep([modules(tree(TEN)), modules(tree(TEN))]);
    await one.sweep([modules({ ...failedTree('not-installed'), outcome: 'absent' }), modules(tree(TEN))]);
    expect(await one.offered()).toEqual(NAMES);
    const open = await one.db.query(
      `select from root_item join root on root.id = root_item.root_id where root.cluster_id = $1 and until is null`,
      [one.id],
    );
    expect(open.rowCount).toBe(1);
  });

  test('counts for find on nodes in service only', async () => {
    const one = await cluster(2);
    const local = (names: string[]) => modules(tree(names, { mount: LOCAL }));
    await one.sweep([local(['samtools/1.17']), local(['bwa/0.7.17'])]);
    await one.db.query('update node set retired_at = now() where id = $1', [one.nodes[1]]);
    await refreshRollup(one.db, one.id, null);
    expect(await one.offered()).toEqual(['samtools 1.17']);
  });

  test('that one node finds empty stays as it is for all', async () => {
    const one = await cluster(2);
    await one.sweep([modules(tree(TEN)), modules(tree(TEN))]);
    await one.sweep([modules(tree([])), modules(tree(TEN))]);
    expect(await one.offered()).toEqual(NAMES);
  });

  test('that a new node finds empty stays as it is for the others', async () => {
    const one = await cluster(2);
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([modules(tree(TEN)), modules(tree([]))]);
    expect(await one.offered()).toEqual(NAMES);
    expect(await one.reasons(1)).toEqual(['root-empty']);
  });

  test('on a local file system it is a root of each node', async () => {
    const one = await cluster(2);
    const local = () => modules(tree(TEN, { mount: LOCAL }));
    await one.sweep([local(), local()]);
    const roots = await one.db.prisma.root.findMany({ where: { clusterId: one.id } });
    expect(roots.map((root) => root.nodeScope).sort()).toEqual([...one.nodes].sort());
    const documents = await one.db.query<{ count: number }>(
      `select count(distinct document_id)::int from root_item where root_id = any($1)`,
      [roots.map((root) => root.id)],
    );
    expect(documents.rows[0]?.count).toBe(1);
  });

  test('read by another version of the module tool takes the place of the one before', async () => {
    const one = await cluster();
    await one.sweep([modules(tree(TEN))]);
    await one.sweep([modules(tree(TEN, { key: 'x86_64 lmod 8.8' }))]);
    expect(await one.offered()).toEqual(NAMES);
    expect(await intervals('node_root', `node_id = ${one.nodes[0]}`)).toEqual([
      [1, null, 2, 1],
      [2, 1, null, null],
    ]);
  });
});

test('a rollup built anew has the same rows', async () => {
  const one = await cluster(3);
  await one.sweep([modules(tree(TEN)), modules(tree(TEN)), { kernel: kernel('1') }]);
  await one.sweep([
    modules(tree([...TEN.slice(1), 'samtools/1.17'])),
    modules(tree([...TEN.slice(1), 'samtools/1.17'])),
    modules(tree(['samtools/1.17', 'only/here'], { mount: LOCAL })),
  ]);
  const rows = () =>
    one.db.query('select * from cluster_tool where cluster_id = $1 order by tool_id', [one.id]);
  const numbers = () => one.db.query('select * from cluster_provider where cluster_id = $1', [one.id]);
  const before = (await rows()).rows;
  expect(before.length).toBe(11);
  expect((await numbers()).rows).toEqual([{ cluster_id: one.id, provider: 4, offerings: 11, best: 11 }]);
  await refreshRollup(one.db, one.id, null);
  expect((await rows()).rows).toEqual(before);
  expect((await numbers()).rows).toEqual([{ cluster_id: one.id, provider: 4, offerings: 11, best: 11 }]);
});

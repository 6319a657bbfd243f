import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSites, problemLine } from '../../server/inventory/sitesFile.ts';
import { clusterByName } from '../../server/query/clusters.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

/** Nodes whose names are told by a source: the sites file, apply, sweeps, vanished and renamed nodes. */

const problemsOf = (text: string) => {
  const result = parseSites(text, 's');
  return result.ok ? [] : result.problems.map((one) => `${one.line}:${one.column} ${one.message}`);
};
const cluster = (nodes: string) => `sites: { a: { clusters: { c: { nodes: ${nodes} } } } }`;

describe('what a sites file may say', () => {
  test.each([
    ['{ from: { genders: g } }'],
    ['[login1, { from: { slurm: login1, partitions: [x] }, role: gpu }]'],
    ['[{ from: { ansible: i.yml, groups: g, exclude: "x[1-3]" } }, { nodes: x1 }]'],
  ])('%s', (nodes) => expect(problemsOf(cluster(nodes))).toEqual([]));

  test.each([
    [
      '{ from: { genders: g, list: l } }',
      'expected one of slurm, genders, ansible, clustershell, list, found genders and list',
    ],
    ['{ from: { groups: g } }', 'expected one of slurm, genders, ansible, clustershell, list, found none'],
    ['[{ role: gpu }]', 'expected either nodes (a node set) or from'],
    ['{ nodes: x, from: { list: l } }', 'expected either nodes (a node set) or from'],
    ['{ from: { slurm: login1 } }', 'expected a node that is named here, "login1" is not'],
    ['{ from: { list: l, exclude: "x[" } }', 'this bracket is not closed'],
    ['{ from: { list: l, partitions: p } }', 'only Slurm has partitions'],
    ['{ from: { lsit: l } }', 'unknown key "lsit", did you mean list?'],
    ['{ from: { list: l }, ssh: { addresses: "%x" } }', 'expected %n (node)'],
  ])('%s is told', (nodes, problem) => expect(problemsOf(cluster(nodes)).join('\n')).toContain(problem));

  test('renames need two names, of which the old one is no node', () => {
    const text = 'sites: { a: { clusters: { c: { nodes: "x,y", renamed: { x: z, "p/q": y, w: y } } } } }';
    expect(problemsOf(text)).toHaveLength(2);
  });
});

describe('a cluster whose nodes a file lists', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-discovery-'));
  const list = join(folder, 'genders');
  const sites = join(folder, 'sites.yaml');
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).out);
  const write = (names: string) => {
    writeFileSync(list, names);
    for (const name of ['login1', 'n1', 'n2', 'n3', 'm1'])
      mkdirSync(join(folder, 'root', name), { recursive: true });
  };
  const listed = async (...args: string[]) =>
    (await json('nodes', 'list', 'a/c', ...args)).map((one: { node: string }) => one.node.split('/')[2]);
  const ids = async () => {
    const found = await database.db.query<{ name: string; id: number }>('select name, id from node');
    return Object.fromEntries(found.rows.map((row) => [row.name, row.id]));
  };

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    writeFileSync(
      sites,
      `sites:
  a:
    clusters:
      c:
        transport: local
        root: ${folder}/root/%n
        facets: [os]
        nodes:
          - login1
          - from: { genders: genders, groups: compute }
            role: gpu
`,
    );
    write('n[1-2] compute\nlogin1 compute\nother x\n');
  });
  afterAll(async () => {
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('apply finds them, and a second one changes nothing', async () => {
    const first = await run('apply', sites);
    expect(first.code).toBe(0);
    expect(first.out).toContain('a/c: added n[1-2]');
    expect(await listed()).toEqual(['login1', 'n1', 'n2']);
    const before = await database.counts();
    const second = await json('apply', sites);
    expect(second.discovered).toMatchObject([
      { added: [], changed: [], retired: [], unchanged: 3, problems: [] },
    ]);
    expect(second.applied.map((one: { effect: string }) => one.effect)).not.toContain('extra');
    // That it was applied again is written down, and nothing else.
    expect(await database.counts()).toEqual({ ...before, audit: (before.audit ?? 0) + 1 });
    const [, node] = await json('nodes', 'list', 'a/c');
    expect(node).toMatchObject({ role: 'gpu', source: `genders ${list} compute`, expected: true });
  });

  test('a sweep asks again: new nodes come, and many that vanish at once stay until an operator accepts it', async () => {
    const before = await ids();
    write('n[1,3] compute\n');
    const summary = await json('collect', 'a/c');
    const held = { source: `genders ${list} compute`, nodes: 'n2', lost: 1, total: 2 };
    expect(summary.discovered).toMatchObject([{ added: ['n3'], retired: [], held: [held] }]);
    expect(summary.expected).toBe(4);
    const counts = await database.counts();
    const told = await run('nodes', 'discover', 'a/c');
    expect([told.code, told.out]).toEqual([
      1,
      expect.stringContaining(`a/c: held back: ${held.source} names 1 of 3 nodes no more: n2\n`),
    ]);
    expect(told.out).toContain('gazetteer nodes discover a/c --accept');
    expect(await database.counts()).toEqual({ ...counts, audit: (counts.audit ?? 0) + 1 });
    const since = summary.discovered[0].held[0].since;
    expect((await clusterByName(database.db, 'a', 'c')).sources).toMatchObject({
      problems: [],
      held: [{ ...held, total: 3, since }],
    });
    expect(await listed()).toEqual(['login1', 'n1', 'n2', 'n3']);
    expect((await run('clusters', 'list')).out).toContain('nodes not sure (gazetteer nodes discover)');
    const accepted = await run('nodes', 'discover', 'a/c', '--accept');
    expect([accepted.code, accepted.out]).toEqual([0, expect.stringContaining('a/c: retired n2')]);
    expect((await clusterByName(database.db, 'a', 'c')).sources).toBe(null);
    expect(await listed()).toEqual(['login1', 'n1', 'n3']);
    expect(await listed('--retired')).toEqual(['login1', 'n1', 'n2', 'n3']);
    write('n[1-3] compute\n');
    await run('nodes', 'discover');
    expect(await listed()).toEqual(['login1', 'n1', 'n2', 'n3']);
    expect(await ids()).toMatchObject(before);
  }, 60_000);

  test('or until a later sweep finds the same', async () => {
    write('n[1,3] compute\n');
    expect((await json('collect', 'a/c')).discovered).toMatchObject([
      { retired: [], held: [{ nodes: 'n2' }] },
    ]);
    await database.db.query(
      `update cluster set sources = jsonb_set(sources, '{held,0,since}', to_jsonb(now() - interval '11 minutes'))`,
    );
    expect((await json('collect', 'a/c')).discovered).toMatchObject([{ retired: ['n2'], held: [] }]);
    write('n[1-3] compute\n');
    await run('nodes', 'discover');
    expect(await listed()).toEqual(['login1', 'n1', 'n2', 'n3']);
  }, 60_000);

  test('a file that is gone, empty or half wrong retires nobody, and says where it is wrong', async () => {
    for (const [text, problem] of [
      [null, `${list}: there is no such file`],
      ['', `${list}: no node has the attribute "compute"`],
      ['n1 compute\nn[ compute\n', `${list}:2: this bracket is not closed in "n["`],
      ['n1 compute\n$(rm) compute\n', `${list}:2: "$" cannot be part of a node name`],
    ] as const) {
      if (text === null) unlinkSync(list);
      else writeFileSync(list, text);
      const ran = await run('nodes', 'discover', 'a/c');
      expect([ran.code, ran.out]).toEqual([1, expect.stringContaining(`not discovered: ${problem}`)]);
      expect(await listed()).toEqual(['login1', 'n1', 'n2', 'n3']);
      const { sources } = await clusterByName(database.db, 'a', 'c');
      expect(sources?.problems).toContainEqual(expect.stringContaining(problem));
    }
    expect((await run('collect', 'a/c')).code).toBe(1);
    expect((await json('collect', 'a/c')).expected).toBe(4);
    write('n[1-3] compute\n');
  }, 60_000);

  test('a renamed node keeps its id and its history, told in the file or by command', async () => {
    const before = await ids();
    const told = readFileSync(sites, 'utf8');
    writeFileSync(sites, `${told}        renamed: { n3: m1 }\n`);
    write('n[1-2],m1 compute\n');
    expect((await run('apply', sites)).out).toContain('renamed  a/c/m1, before a/c/n3');
    expect((await ids()).m1).toBe(before.n3);
    expect(await listed()).toEqual(['login1', 'm1', 'n1', 'n2']);
    expect((await json('nodes', 'list', 'a/c/m1'))[0]).toMatchObject({ before: ['n3'] });
    expect((await run('apply', sites)).code).toBe(0);
    writeFileSync(sites, told);
    write('n[1-3] compute\n');
    expect(await run('nodes', 'rename', 'a/c/m1', 'n3')).toMatchObject({ code: 0 });
    expect((await json('nodes', 'discover', 'a/c'))[0]).toMatchObject({ added: [], retired: [] });
    expect(await ids()).toEqual(before);
    const taken = await run('nodes', 'rename', 'a/c/n3', 'n1');
    expect([taken.code, taken.err]).toEqual([1, expect.stringContaining('each has a history of its own')]);
    expect((await run('nodes', 'rename', 'a/c/no', 'x')).err).toContain('there is no node a/c/no');
    expect((await run('nodes', 'rename', 'a/c/n3', '../x')).err).toContain('cannot be the name');
  }, 60_000);

  test('a node that the file names no more belongs to the source, and one that it names again to the file', async () => {
    const told = readFileSync(sites, 'utf8');
    writeFileSync(sites, told.replace('- login1', '- n1'));
    expect((await run('apply', sites)).out).toContain('extra    a/c/login1');
    write('n[1-3],login1 compute\n');
    await run('nodes', 'discover');
    const sources = async () =>
      (await json('nodes', 'list', 'a/c')).map((one: { source: string }) => one.source.split(' ')[0]);
    expect(await sources()).toEqual(['genders', '', 'genders', 'genders']);
    writeFileSync(sites, told);
    expect((await run('apply', sites)).out).toContain(', 0 extra');
    expect(await sources()).toEqual(['', 'genders', 'genders', 'genders']);
  }, 60_000);
});

test('problems of a sites file have their place', () => {
  const result = parseSites(cluster('{ from: { slurm: x } }'), 's');
  expect(result.ok ? [] : result.problems.map(problemLine)[0]).toMatch(/^s:1:\d+: /);
});

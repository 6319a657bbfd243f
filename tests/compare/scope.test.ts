import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseScope, resolveScope } from '../../server/compare/scope.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

const told = (text: string) => {
  try {
    const { site, cluster, nodes, at } = parseScope(text);
    return { site, cluster, nodes, at: at?.toISOString() ?? null };
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  }
};

const cases: [text: string, expected: unknown][] = [
  ['alpine', { site: 'alpine', cluster: '', nodes: [], at: null }],
  [' alpine/edelweiss ', { site: 'alpine', cluster: 'edelweiss', nodes: [], at: null }],
  ['alpine/edelweiss/cpu001', { site: 'alpine', cluster: 'edelweiss', nodes: ['cpu001'], at: null }],
  [
    'alpine/edelweiss:cpu[001-002],gpu1',
    { site: 'alpine', cluster: 'edelweiss', nodes: ['cpu001', 'cpu002', 'gpu1'], at: null },
  ],
  ['alpine@2026-11-01', { site: 'alpine', cluster: '', nodes: [], at: '2026-11-01T23:59:59.999Z' }],
  [
    'alpine/edelweiss@2026-11-01T12:00Z',
    { site: 'alpine', cluster: 'edelweiss', nodes: [], at: '2026-11-01T12:00:00.000Z' },
  ],
  [
    'alpine/edelweiss:n[1-2]@2026-11-01T12:00:30+02:00',
    { site: 'alpine', cluster: 'edelweiss', nodes: ['n1', 'n2'], at: '2026-11-01T10:00:30.000Z' },
  ],
  ['', '"" is no place'],
  ['alpine/', '"alpine/" is no place'],
  ['a/b/c/d', '"a/b/c/d" has too many parts'],
  ['alpine:n1', 'a node set follows a cluster'],
  ['alpine/edelweiss:n[2-1]', 'the node set is wrong at column 3: 1 is before 2'],
  ['alpine@yesterday', '"yesterday" is no date such as 2026-11-01'],
  ['alpine@2026-02-30', '"2026-02-30" is no date such as 2026-11-01'],
  ['alpine@2026-02-30T10:00Z', '"2026-02-30T10:00Z" is no date such as 2026-11-01'],
  ['alpine@2026-02-30T25:00Z', '"2026-02-30T25:00Z" is no date such as 2026-11-01'],
  ["alp';drop", '"alp\';drop" is no place'],
];

describe('scopes', () => {
  test.each(cases)('%s', (text, expected) => expect(told(text)).toEqual(expected));
});

describe('places', () => {
  let test0: TestDatabase;
  beforeAll(async () => {
    test0 = await testDatabase();
    const site = await test0.db.prisma.site.create({ data: { name: 'alpine' } });
    await test0.db.prisma.site.create({ data: { name: 'empty' } });
    const createdAt = new Date('2026-01-01');
    const cluster = await test0.db.prisma.cluster.create({
      data: { siteId: site.id, name: 'edelweiss', createdAt },
    });
    await test0.db.prisma.cluster.create({
      data: { siteId: site.id, name: 'gone', createdAt, retiredAt: new Date('2026-05-01') },
    });
    await test0.db.prisma.cluster.create({
      data: { siteId: site.id, name: 'late', createdAt: new Date('2026-06-01') },
    });
    for (const name of ['cpu001', 'cpu002'])
      await test0.db.prisma.node.create({ data: { clusterId: cluster.id, name } });
    // Two that changed their names: what was cpu003 is cpu004 now, and what was cpu004 is old.
    for (const [former, name] of [
      ['cpu003', 'cpu004'],
      ['cpu004', 'old'],
    ] as const) {
      const node = await test0.db.prisma.node.create({ data: { clusterId: cluster.id, name, role: former } });
      await test0.db.prisma.nodeName.create({
        data: { nodeId: node.id, name: former, until: new Date('2026-07-01') },
      });
    }
  });
  afterAll(() => test0.drop());
  const found = async (text: string) => {
    const { clusterIds, nodeIds } = await resolveScope(test0.db, parseScope(text));
    return [clusterIds.length, nodeIds?.length ?? null];
  };

  test('are looked up as they were in service', async () => {
    expect(await found('alpine')).toEqual([2, null]);
    expect(await found('alpine@2026-04-01')).toEqual([2, null]);
    expect(await found('alpine@2026-05-15')).toEqual([1, null]);
    expect(await found('alpine@2025-05-15')).toEqual([0, null]);
    expect(await found('empty')).toEqual([0, null]);
    expect(await found('alpine/edelweiss:cpu[001-002]')).toEqual([1, 2]);
  });

  test.each([
    ['cpu003@2026-04-01', 'cpu003'],
    ['cpu004@2026-04-01', 'cpu004'],
    ['cpu004', 'cpu003'],
    ['cpu004@2026-08-01', 'cpu003'],
    // By its name of now, where none was called so then.
    ['old@2026-04-01', 'cpu004'],
  ])('%s is the node that was first called %s', async (node, former) => {
    const { nodeIds } = await resolveScope(test0.db, parseScope(`alpine/edelweiss/${node}`));
    const nodes = await test0.db.prisma.node.findMany({ where: { id: { in: nodeIds ?? [] } } });
    expect(nodes.map(({ role }) => role)).toEqual([former]);
  });

  test.each([
    ['alpin', 'there is no site alpin. Did you mean alpine?'],
    ['alpine/edelweis', 'there is no cluster alpine/edelweis. Did you mean alpine/edelweiss?'],
    [
      'alpine/edelweiss/cpu01',
      'there is no node alpine/edelweiss/cpu01. Did you mean alpine/edelweiss/cpu001?',
    ],
    ['nowhere', 'there is no site nowhere'],
  ])('%s is unknown', async (text, line) => {
    await expect(found(text)).rejects.toMatchObject({ line });
  });
});

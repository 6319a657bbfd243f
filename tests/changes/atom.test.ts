import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atomFeed } from '../../server/changes/atom.ts';
import type { Change } from '../../server/routes/schemas/changes.ts';
import { readAtom as read } from '../harness/atom.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, kernel, reading, tree } from '../harness/readings.ts';
import { type Service, startService } from '../harness/service.ts';
import { needs } from '../harness/tools.ts';

const change: Change = {
  category: 'offerings',
  kind: 'new',
  site: 'alpha',
  cluster: 'hpc1',
  facet: 'modules',
  place: '/sw/modules',
  what: 'samtools',
  provider: 'module',
  before: '',
  after: '1.18',
  nodes: 'cpu[001-002]',
  nodeCount: 2,
  since: '2026-11-03T04:00:00.000Z',
  sinceAfter: '2026-11-02T04:00:00.000Z',
  documentBefore: '',
  documentAfter: 'ab'.repeat(32),
};
const feed = (changes: Change[]) =>
  atomFeed({ title: 'T', page: '/changes?q=a&kind=new', self: '/f', until: new Date(0), changes });

describe.skipIf(!needs('python3', 'python3'))('a feed of changes', () => {
  test('is newest first, and says what, where, on which nodes and between which visits', () => {
    const found = read(
      feed([change, { ...change, kind: 'default', before: '1.17', since: '2026-11-05T04:00:00.000Z' }]),
    );
    expect(found.updated).toBe('2026-11-05T04:00:00.000Z');
    expect(found.links).toEqual(['/f', '/changes?q=a&kind=new']);
    expect(found.entries.map(({ title }) => title)).toEqual([
      'alpha/hpc1: samtools 1.17 → 1.18 (module) by default',
      'alpha/hpc1: samtools 1.18 (module) is new',
    ]);
    expect(found.entries[1]).toMatchObject({
      href: `/documents/${'ab'.repeat(32)}`,
      text: 'On cpu[001-002] (2 nodes), between 2026-11-02T04:00:00.000Z and 2026-11-03T04:00:00.000Z.\nIn /sw/modules.\nFacet modules.',
    });
  });

  test('is well-formed whatever nodes call things', () => {
    const what = '</title><script>alert(1)</script>&bogus; ]]> \u0000\u001b[31m \ud800 "\'';
    const found = read(feed([{ ...change, what, place: what }]));
    expect(found.entries[0]?.title).toContain(
      '</title><script>alert(1)</script>&bogus; ]]> \ufffd\ufffd[31m \ufffd "\'',
    );
    expect(read(feed([])).entries).toEqual([]);
  });

  test('keeps the id of an entry, and gives another change another one', () => {
    const ids = (changes: Change[]) => read(feed(changes)).entries.map(({ id }) => id);
    const [one] = ids([change]);
    expect(one).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids([{ ...change }])).toEqual([one]);
    expect(ids([{ ...change, after: '1.19' }])).not.toEqual([one]);
  });

  describe('over HTTP', () => {
    let database: TestDatabase;
    let service: Service;
    beforeAll(async () => {
      database = await testDatabase();
      service = await startService(database.db);
      const cluster = await Cluster.make(database.db, 2);
      const holding = (module: string, release: string) => ({
        modules: reading({ roots: [tree(['a/1', 'b/1', 'c/1', 'd/1', module])] }),
        kernel: kernel(release),
      });
      await cluster.sweep([holding('star/2.7', '5.14-362'), holding('star/2.7', '5.14-362')]);
      await cluster.sweep([holding('bwa/0.7', '5.14-427'), holding('bwa/0.7', '5.14-427')]);
    });
    afterAll(async () => {
      await service?.close();
      await database?.drop();
    });

    test('holds what the list with the same filters holds', async () => {
      const query = '?since=2026-01-01T01:30:00Z&until=2026-01-02&category=offerings';
      const list = await service.get(`/changes${query}`);
      expect(list.items).toHaveLength(2);
      const response = await service.fetch(`/changes.atom${query}`);
      expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
      const found = read(await response.text());
      expect(found.entries.map(({ title }) => title.replace(/^\S+: /, '')).sort()).toEqual([
        'bwa 0.7 (module) is new',
        'star 2.7 (module) is gone',
      ]);
      expect(found.links[1]).toBe(
        '/changes?since=2026-01-01T01%3A30%3A00Z&until=2026-01-02&category=offerings',
      );
      expect((await service.fetch('/changes.atom?kind=strange')).status).toBe(400);
    });
  });
});

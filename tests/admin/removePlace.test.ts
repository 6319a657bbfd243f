import { afterAll, beforeAll, expect, test } from 'vitest';
import { applySites } from '../../server/inventory/applySites.ts';
import { withoutPlace } from '../../server/inventory/withoutPlace.ts';
import { administratorOf } from '../harness/administrator.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Service, startService } from '../harness/service.ts';

const TEXT = `# all of ours
sites:
  # the south
  s:
    clusters:
      a: { nodes: "n[1-3]" }
      b: { nodes: n1 } # old
  t:
    clusters:
      c: { nodes: n1 }
`;
const FILE = { path: '/etc/sites.yaml', text: TEXT };
const OPTIONS = { prune: false, who: 'root', dataFolder: '/nowhere' };

let database: TestDatabase;
let service: Service;
let script: Awaited<ReturnType<typeof administratorOf>>;

beforeAll(async () => {
  database = await testDatabase();
  service = await startService(database.db);
  script = await administratorOf(database.db);
  await database.db.query(`insert into site (name, demonstration) values ('demo-x', true)`);
  await database.db.prisma.site.create({
    data: { name: 'here', clusters: { create: { name: 'this-machine' } } },
  });
  await applySites(database.db, FILE, OPTIONS);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const remove = async (path: string, name: string) => {
  const answer = await service.fetch(path, script.post({ name }));
  return { status: answer.status, ...(await answer.json()) };
};
const clusters = async () =>
  (await service.get('/clusters')).items.map(
    ({ site, name }: { site: string; name: string }) => `${site}/${name}`,
  );

test.each([
  ['/clusters/s/a/remove', '', 422, 'not-confirmed'],
  ['/clusters/s/a/remove', 'b', 422, 'not-confirmed'],
  ['/sites/s/remove', 'S', 422, 'not-confirmed'],
  ['/clusters/s/x/remove', 'x', 404, 'not-found'],
  ['/sites/x/remove', 'x', 404, 'not-found'],
  ['/sites/here/remove', 'here', 409, 'not-removable'],
  ['/clusters/here/this-machine/remove', 'this-machine', 409, 'not-removable'],
  ['/sites/demo-x/remove', 'demo-x', 409, 'not-removable'],
])('%s of "%s" is refused, and nothing is changed', async (path, name, status, code) => {
  const before = await clusters();
  expect(await remove(path, name)).toMatchObject({ status, error: { code } });
  expect(await clusters()).toEqual(before);
});

test('a cluster is out of service, nothing of it is deleted, and applying its file brings it back', async () => {
  const counts = await database.counts();
  const made = await database.db.query<{ id: number }>(
    `insert into sweep (cluster_id, started_at, expected) select id, now(), 1 from cluster where name = 'a' returning id`,
  );
  expect(await remove('/clusters/s/a/remove', 'a')).toEqual({
    status: 200,
    removed: ['s/a'],
    files: [{ path: FILE.path, text: TEXT.replace('      a: { nodes: "n[1-3]" }\n', '') }],
  });
  expect(await clusters()).toEqual(['here/this-machine', 's/b', 't/c']);
  expect((await service.fetch('/clusters/s/a')).status).toBe(404);
  const { node, cluster } = await database.counts();
  expect({ node, cluster }).toEqual({ node: counts.node, cluster: counts.cluster });
  // The sweep that ran is wanted no more.
  const [sweep] = (await database.db.query('select cancel_at from sweep where id = $1', [made.rows[0]?.id]))
    .rows;
  expect(sweep?.cancel_at).toBeInstanceOf(Date);
  const audit = await database.db.query(
    `select who, action, target, outcome from audit where outcome = 'done' and action = 'clusters remove'`,
  );
  expect(audit.rows).toEqual([
    { who: expect.any(String), action: 'clusters remove', target: 's/a', outcome: 'done' },
  ]);
  await applySites(database.db, FILE, OPTIONS);
  expect(await clusters()).toEqual(['here/this-machine', 's/a', 's/b', 't/c']);
  expect((await service.get('/clusters/s/a')).nodes).toBe(3);
});

test('a site goes with all of its clusters, and with its last one', async () => {
  expect(await remove('/clusters/t/c/remove', 'c')).toMatchObject({ status: 200, removed: ['t/c'] });
  expect((await service.get('/sites')).items.map(({ name }: { name: string }) => name)).toEqual([
    'demo-x',
    'here',
    's',
  ]);
  const ran = await gazetteer(['clusters', 'remove', 's', '--name', 's', '--json'], {
    DATABASE_URL: database.url,
  });
  expect(JSON.parse(ran.out).removed).toEqual(['s/a', 's/b']);
  expect(await clusters()).toEqual(['here/this-machine']);
  const wrong = await gazetteer(['clusters', 'remove', 's', '--name', 't'], { DATABASE_URL: database.url });
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('Say its name again')]);
});

test.each([
  ['s', 'b', TEXT.replace('      b: { nodes: n1 } # old\n', '')],
  ['t', 'c', TEXT.slice(0, TEXT.indexOf('  t:'))],
  ['t', '', TEXT.slice(0, TEXT.indexOf('  t:'))],
  ['s', 'x', null],
  ['x', '', null],
  ['x', 'a', null],
])('a file without %s/%s', (site, cluster, expected) => {
  expect(withoutPlace(TEXT, site, cluster)).toBe(expected);
});

test('a text that is no sites file is left alone', () => {
  for (const text of ['', 'a: [', '- 1', 'sites: 3', 'sites: { s: 7 }'])
    expect(withoutPlace(text, 's', 'a')).toBe(null);
});

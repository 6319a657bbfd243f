import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appOf } from '../../server/app.ts';
import { configFrom } from '../../server/config.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, type InventedSites, inventSites, LOCAL_MOUNT, writeMounts } from '../harness/invented.ts';

/** From a sites file to an answer, through the command line, a real sshd, a real Postgres and HTTP. */
describe.skipIf(!canInvent())('two sites', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-e2e-'));
  let database: TestDatabase;
  let sites: InventedSites;
  let base = '';
  let close = () => {};
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).out);
  const get = async (path: string) => (await fetch(`${base}/api/v1${path}`)).json();

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    database = await testDatabase();
    sites = await inventSites(folder);
    const app = appOf({
      config: configFrom({}),
      db: database.db,
      reading: database.db,
      log: pino({ level: 'silent' }),
    });
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => server.close();
  }, 60_000);

  afterAll(async () => {
    close();
    await sites?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('apply says what it added, and nothing the second time', async () => {
    const first = await run('apply', sites.file);
    expect(first.code).toBe(0);
    expect(first.out).toContain('added    alpine/edelweiss/cpu001');
    expect(first.out).toContain('13 added, 0 changed, 0 unchanged, 0 removed, 0 extra');
    const second = await run('apply', sites.file);
    expect(second.out.trim()).toBe('0 added, 0 changed, 13 unchanged, 0 removed, 0 extra');
  });

  test('collect visits every node', async () => {
    const ran = await run('collect');
    expect(ran.out).toMatch(/alpine\/edelweiss: 5 complete, 0 partial, 0 failed of 5 nodes/);
    expect(ran.out).toMatch(/harbour\/tide: 4 complete, 0 partial, 0 failed of 4 nodes/);
    expect(ran.code).toBe(0);
  }, 60_000);

  test('find tells where, as what, on how many nodes, and the line that loads it', async () => {
    const answer = await json('find', 'samtools', '1.17');
    const rows = answer.items.map((row: Record<string, unknown>) => [
      row.tier,
      row.provider,
      `${row.site}/${row.cluster}`,
      row.nodes,
      row.load,
    ]);
    expect(rows).toContainEqual([
      '3',
      'module',
      'alpine/edelweiss',
      'cpu[001-003],gpu001,login1',
      'module load GCC/12.2.0 SAMtools/1.17',
    ]);
    expect(rows).toContainEqual([
      '3',
      'module',
      'harbour/tide',
      'g01,login1,n01',
      'module load samtools/1.17',
    ]);
    expect(rows).toContainEqual([
      '2',
      'conda',
      'harbour/tide',
      'g01,login1,n[01-02]',
      'conda activate /opt/miniforge3/envs/bio',
    ]);
    expect(rows).toContainEqual([
      '1a',
      'apptainer',
      'alpine/edelweiss',
      'cpu[001-003],gpu001,login1',
      'apptainer exec /opt/containers/samtools.sif',
    ]);
    // Best tier first.
    const tiers = rows.map((row: unknown[]) => row[0]);
    expect(tiers).toEqual([...tiers].sort());
    const shown = await run('find', 'samtools', '1.17');
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('module load GCC/12.2.0 SAMtools/1.17');
  });

  test('find names the closest versions and names, with exit code 1', async () => {
    const version = await run('find', 'samtools', '1.16');
    expect(version.code).toBe(1);
    expect(version.out).toMatch(/samtools 1\.16 is nowhere\. The closest versions are:/i);
    expect(version.out).toContain('1.17');
    const name = await run('find', 'samtoools');
    expect(name).toMatchObject({
      code: 1,
      out: 'No tool named samtoools was seen anywhere. Did you mean: samtools?\n',
    });
  });

  test('a second collect of unchanged nodes adds Sweep and Visit rows only', async () => {
    const before = await database.counts();
    await run('collect');
    const after = await database.counts();
    expect(after).toEqual({ ...before, sweep: (before.sweep ?? 0) + 2, visit: (before.visit ?? 0) + 9 });
  }, 60_000);

  test('the rollup built anew has the same rows', async () => {
    const rows = async () => (await database.db.query('select * from cluster_tool order by 1, 2, 3')).rows;
    const before = await rows();
    for (const cluster of await database.db.prisma.cluster.findMany())
      await refreshRollup(database.db, cluster.id, null);
    expect(await rows()).toEqual(before);
  });

  test('an administrator tells how to get access, and find shows it where that holds', async () => {
    const file = join(folder, 'access.yaml');
    const lines = readFileSync(sites.file, 'utf8').split('\n');
    const at = lines.indexOf('      tide:');
    writeFileSync(
      file,
      [...lines.slice(0, at + 1), '        access: { SAMtools: ask =harbour }', ...lines.slice(at + 1)].join(
        '\n',
      ),
    );
    expect((await run('apply', file)).out).toContain('0 added, 1 changed, 12 unchanged');
    const { items } = await get('/find?tool=samtools&version=1.17');
    const notes = new Set(items.map((row: Record<string, string>) => `${row.cluster} ${row.access}`));
    expect([...notes].sort()).toEqual(['edelweiss ', 'tide ask =harbour']);
    expect((await run('find', 'samtools')).out).toContain('harbour/tide: ask =harbour');
    expect((await run('apply', sites.file)).out).toContain('0 added, 1 changed, 12 unchanged');
  });

  test('the API says the same, and its lists agree with their counts', async () => {
    const nodes = await get('/nodes?site=alpine');
    expect(nodes.total).toBe(5);
    expect(nodes.items[4]).toMatchObject({ name: 'login1', architecture: 'x86_64', outcome: 'complete' });
    expect(nodes.items.find((one: { name: string }) => one.name === 'gpu001').gpus).toMatch(
      /^4 × NVIDIA H100/,
    );
    const detail = await get(`/nodes/${nodes.items[0].id}`);
    expect(
      detail.facets.map((one: { facet: string; outcome: string }) => `${one.facet} ${one.outcome}`),
    ).toEqual(
      expect.arrayContaining([
        'hardware present',
        'os present',
        'kernel present',
        'gpus present',
        'runtimes present',
        'images present',
        'modules present',
        'conda absent',
        // Asked of the node that is declared for it only.
        'scheduler null',
      ]),
    );
    const hash = detail.facets[0].document.hash;
    const document = await get(`/documents/${hash}`);
    const [first] = (await get('/sweeps?site=alpine')).items.slice(-1);
    expect(document.heldBy).toEqual([
      {
        site: 'alpine',
        cluster: 'edelweiss',
        nodes: 'cpu[001-002],gpu001,login1',
        path: '',
        readOn: '',
        since: expect.any(String),
        confirmedAt: expect.any(String),
      },
    ]);
    expect(document.confirmedAt).toBe(document.heldBy[0].confirmedAt);
    expect(Date.parse(document.heldBy[0].since)).toBeGreaterThanOrEqual(Date.parse(first.startedAt));
    const raw = await fetch(`${base}/api/v1/documents/${hash}/raw`);
    expect(raw.headers.get('content-type')).toContain('text/plain');
    expect(await raw.text()).toContain('cpuinfo');
    const sweeps = await get('/sweeps?site=harbour');
    expect(sweeps.items).toHaveLength(2);
    const visits = await get(`/visits?sweep=${sweeps.items[0].id}`);
    expect(visits.total).toBe(4);
    const csv = await (await fetch(`${base}/api/v1/nodes.csv`)).text();
    expect(csv.split('\r\n')).toHaveLength(11);
    const pages = [];
    for (let after = ''; ; ) {
      const page = await get(`/nodes?limit=2&after=${after}`);
      pages.push(...page.items.map((one: { name: string }) => one.name));
      if (page.next === null) break;
      after = page.next;
    }
    expect(pages).toHaveLength(9);
    expect(new Set(pages).size).toBe(8);
  });

  test('the description of the API names every address that answers', async () => {
    const description = await get('/openapi.json');
    expect(description.openapi).toBe('3.1.0');
    type Operations = Record<string, { parameters: { name: string; in: string }[] }>;
    for (const [path, item] of Object.entries<Operations>(description.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const { parameters } of Object.values(item)) {
        const described = parameters.filter((one) => one.in === 'path').map((one) => one.name);
        expect(described, path).toEqual(inPath);
      }
    }
    expect(Object.keys(description.paths)).toContain('/find.csv');
    const wrong = await fetch(`${base}/api/v1/nothing`);
    expect(wrong.status).toBe(404);
    expect(await wrong.json()).toMatchObject({ error: { code: 'not-found' } });
  });

  describe('nothing that was known is lost when', () => {
    const offered = async () => {
      const rows = await database.db.query(
        `select cluster_id, provider, tool_id, offerings, nodes from cluster_tool order by 1, 2, 3`,
      );
      return rows.rows;
    };
    const intervals = async () => {
      const found = await database.db.query<{ open: number }>(
        `select (select count(*) from observation where until is null)::int
           + (select count(*) from node_root where until is null)::int
           + (select count(*) from root_item where until is null)::int as open`,
      );
      return found.rows[0]?.open;
    };

    /** Collects a node as it is now; gives the visit's outcome and all its reasons. */
    async function reasonsOf(node: string): Promise<string[]> {
      await run('collect', node);
      const [site, cluster, name] = node.split('/');
      const visits = await get(`/visits?site=${site}&cluster=${cluster}&limit=1`);
      const visit = visits.items.find((one: { name: string }) => one.name === name);
      const failed = visit.failures.filter((one: { outcome: string }) => one.outcome === 'failed');
      return [
        visit.outcome,
        visit.reason?.code ?? '',
        ...failed.map((one: { reason: { code: string } }) => one.reason.code),
      ];
    }

    async function unharmed(
      node: string,
      broken: () => void,
      repaired: () => void,
      reasons: string[],
    ): Promise<void> {
      const [tools, open] = [await offered(), await intervals()];
      broken();
      const found = await reasonsOf(node);
      repaired();
      expect([...new Set(found)]).toEqual(reasons);
      expect(await offered()).toEqual(tools);
      expect(await intervals()).toBe(open);
      expect((await reasonsOf(node))[0]).toBe('complete');
      expect(await offered()).toEqual(tools);
    }

    const node = 'alpine/edelweiss/cpu001';
    const tree = () => join(sites.root(node), 'opt/modules/Core');
    const spider = () => join(sites.root(node), '.gazetteer/run/modules-spider.out');

    test(
      'a module tree is suddenly missing',
      () =>
        unharmed(
          node,
          () => renameSync(tree(), `${tree()}.away`),
          () => renameSync(`${tree()}.away`, tree()),
          ['partial', 'root-missing'],
        ),
      30_000,
    );

    test('a module tree is suddenly empty', async () => {
      const text = readFileSync(spider(), 'utf8');
      await unharmed(
        node,
        () => writeFileSync(spider(), '{}'),
        () => writeFileSync(spider(), text),
        ['partial', 'root-empty'],
      );
    }, 30_000);

    test('a module tree is on another mount', async () => {
      const mounts = readFileSync(join(sites.root(node), 'proc/self/mountinfo'), 'utf8');
      await unharmed(
        node,
        () => writeMounts(sites.root(node), LOCAL_MOUNT),
        () => writeMounts(sites.root(node), mounts),
        ['partial', 'root-other-mount'],
      );
    }, 30_000);

    test('the key of a node changed', async () => {
      const [tools, open] = [await offered(), await intervals()];
      const known = readFileSync(sites.sshd.knownHosts, 'utf8');
      // A valid key of the same type, but another one.
      const strange = readFileSync(`${sites.sshd.clientKey}.pub`, 'utf8').split(' ')[1] ?? '';
      const other = known.split('\n').map((line) => line.replace(/AAAA\S+/, strange));
      writeFileSync(sites.sshd.knownHosts, other.join('\n'));
      const found = await reasonsOf(node);
      writeFileSync(sites.sshd.knownHosts, known);
      expect(found[0]).toBe('failed');
      expect(found[1]).toBe('host-key-changed');
      expect([await offered(), await intervals()]).toEqual([tools, open]);
      expect((await reasonsOf(node))[0]).toBe('complete');
    }, 30_000);

    test('a key is not known, until somebody accepts it', async () => {
      const known = readFileSync(sites.sshd.knownHosts, 'utf8');
      writeFileSync(sites.sshd.knownHosts, '');
      const refused = await run('collect', node);
      expect(refused.code).toBe(1);
      expect(refused.out).toContain(`host-key-unknown`);
      expect(refused.out).toContain(`gazetteer hostkeys accept ${node}`);
      const listed = await json('hostkeys', 'list', node);
      expect(listed).toMatchObject([{ node, state: 'unknown' }]);
      const wrong = await run('hostkeys', 'accept', node, '--fingerprint', 'SHA256:nothing');
      expect(wrong.code).toBe(1);
      const accepted = await run('hostkeys', 'accept', node, '--fingerprint', listed[0].fingerprint);
      expect(accepted).toMatchObject({ code: 0, out: expect.stringContaining('accepted') });
      expect((await run('collect', node)).code).toBe(0);
      writeFileSync(sites.sshd.knownHosts, known);
    }, 30_000);
  });

  test('every command has help with an example, and tells a wrong line with exit code 2', async () => {
    const verbs = [
      ['apply'],
      ['collect'],
      ['find'],
      ['parse'],
      ['import'],
      ['serve'],
      ['hostkeys', 'accept'],
      ['hostkeys', 'list'],
      ['suspects', 'list'],
      ['suspects', 'accept'],
      ['agent', 'print'],
      ['agent', 'run'],
      ['names', 'explain'],
    ];
    for (const verb of verbs) {
      const help = await gazetteer([...verb, '--help'], {});
      expect([verb, help.code, /Example/.test(help.out)]).toEqual([verb, 0, true]);
    }
    expect((await gazetteer(['nothing'], {})).code).toBe(2);
    expect((await gazetteer(['find', 'x', '--nothing'], {})).code).toBe(2);
  }, 60_000);

  test('a saved output is taken as a visit, whole or cut', async () => {
    const node = 'alpine/edelweiss/cpu002';
    const frames = (await run('agent', 'run', '--root', sites.root(node))).out;
    const whole = await gazetteer(
      ['import', '--node', node, '--json'],
      { DATABASE_URL: database.url },
      frames,
    );
    expect(JSON.parse(whole.out)).toMatchObject({ outcome: 'complete', changed: 0 });
    const half = frames.slice(0, frames.length / 2);
    const cut = await gazetteer(['import', '--node', node, '--json'], { DATABASE_URL: database.url }, half);
    expect(JSON.parse(cut.out)).toMatchObject({ outcome: 'partial', changed: 0 });
    const none = await gazetteer(['import', '--node', node], { DATABASE_URL: database.url }, 'hello');
    expect(none).toMatchObject({ code: 1, out: '' });
    expect(none.err).toContain('holds no agent output');
  }, 30_000);

  test('a folder is read as a node where that is asked for, and a wrong folder or node is none', async () => {
    const images = `${folder}/images.yaml`;
    writeFileSync(images, 'sites: { alpine: { clusters: { images: { transport: local, nodes: el9 } } } }');
    await run('apply', images);
    const collected = (node: string, ...args: string[]) =>
      gazetteer(['collect', node, ...args], { DATABASE_URL: database.url });
    const [el9, el8] = ['alpine/edelweiss/cpu002', 'alpine/edelweiss/cpu003'].map((node) => sites.root(node));
    const changes = async (root = '') => {
      const { out } = await collected('alpine/images/el9', '--root', root, '--json');
      const { visited, sweeps } = JSON.parse(out);
      expect([visited, sweeps[0].failures]).toEqual([1, []]);
      return sweeps[0].changed;
    };
    expect(await changes(el9)).toBeGreaterThan(0);
    expect(await changes(el9)).toBe(0);
    // It is the folder that was read: the other one has another kernel.
    expect(await changes(el8)).toBeGreaterThan(0);
    const wrong = async (node: string, root = '') => {
      const ran = await collected(node, '--root', root);
      return `${ran.code} ${ran.out}${ran.err}`;
    };
    expect(await wrong('alpine/images', el9)).toMatch(/^2 .*one node, which has to be named/);
    expect(await wrong('alpine/images/el9', '/no/such/folder')).toMatch(/^1 .*no\/such\/folder is no folder/);
    expect(await wrong('alpine/images/el9', `${el9}/proc`)).toMatch(/^1 .*holds no system/);
    expect(await wrong('alpine/edelweiss/cpu002', el9)).toMatch(
      /^1 .*cpu002 is a node that is reached by ssh/,
    );
    writeFileSync(images, 'sites: { alpine: { clusters: {} } }');
    await run('apply', sites.file, '--prune');
  }, 60_000);

  test('prune takes out of service what the file names no more, and apply brings it back', async () => {
    const text = readFileSync(sites.file, 'utf8');
    writeFileSync(sites.file, text.replace('g01: ', 'x01: ').replace(',g01"', ',x01"'));
    const kept = await run('apply', sites.file);
    expect(kept.out).toContain('extra    harbour/tide/g01');
    const pruned = await run('apply', sites.file, '--prune');
    expect(pruned.out).toContain('removed  harbour/tide/g01');
    const answer = await json('find', 'samtools', '1.17', '--provider', 'conda');
    expect(answer.items[0].nodes).toBe('login1,n[01-02]');
    writeFileSync(sites.file, text);
    await run('apply', sites.file, '--prune');
    expect((await json('find', 'samtools', '1.17', '--provider', 'conda')).items[0].nodes).toBe(
      'g01,login1,n[01-02]',
    );
  }, 30_000);
});

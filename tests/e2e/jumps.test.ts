import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, recordedRoot } from '../harness/invented.ts';
import { whatIsKnown } from '../harness/known.ts';
import { type Sshd, startSshd } from '../harness/sshd.ts';

/** Nodes behind two jump hosts that only the ssh configuration names, from nothing to a good sweep. As a person does it. */
describe.skipIf(!canInvent())('nodes behind jump hosts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-jumps-'));
  const data = join(folder, 'data');
  const sitesFile = join(folder, 'sites.yaml');
  const config = join(folder, '.ssh', 'config');
  const nodeNames = ['n1', 'n2', 'n3'];
  let database: TestDatabase;
  let nodes: Sshd;
  let gate: Sshd;
  let inner: Sshd;
  const run = (...args: string[]) =>
    gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: data, HOME: folder, SSH_AUTH_SOCK: '' });

  const entry = (name: string, sshd: Sshd, node: string, more = '') =>
    `Host ${name}\n  HostName ${sshd.node(node).address}\n  Port ${sshd.port}\n  IdentityFile ${sshd.clientKey}\n${more}`;

  function configure(more = ''): void {
    const text = [
      ...nodeNames.map((name) => entry(name, nodes, name, '  ProxyJump inner\n')),
      entry('inner', inner, 'gate', '  ProxyJump gate\n'),
      entry('gate', gate, 'gate'),
      more,
    ];
    writeFileSync(config, text.join(''));
    chmodSync(config, 0o600);
  }

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, '.ssh'));
    const root = join(folder, 'root');
    recordedRoot('harbour/tide/login1', root);
    database = await testDatabase();
    nodes = await startSshd(nodeNames.map((name) => ({ name, root })));
    const forwards = { config: ['DisableForwarding no'] };
    gate = await startSshd([{ name: 'gate' }], forwards);
    inner = await startSshd([{ name: 'gate' }], forwards);
    configure();
    const cluster = { nodes: 'n[1-3]', facets: ['modules', 'conda'] };
    writeFileSync(sitesFile, JSON.stringify({ sites: { harbour: { clusters: { tide: cluster } } } }));
    expect(await run('apply', sitesFile)).toMatchObject({ code: 0 });
  }, 60_000);

  afterAll(async () => {
    await Promise.all([nodes, gate, inner].map((sshd) => sshd?.stop()));
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const place = (sshd: Sshd) => `${sshd.node('gate').address}:${sshd.port}`;

  test('the route is shown', async () => {
    const { code, out } = await run('nodes', 'route', 'harbour/tide/n1');
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toEqual([
      'harbour/tide/n1 (ssh)',
      ...[gate, inner, nodes].flatMap((sshd) => [
        `  ${sshd === nodes ? `node ${sshd.user}@${sshd.node('n1').address}:${sshd.port}` : `jump host ${sshd.user}@${place(sshd)}`}`,
        `    key ${sshd.clientKey}`,
        expect.stringContaining(
          `host key of [${sshd.nodes[0]?.address}]:${sshd.port} in ${data}/known_hosts`,
        ),
      ]),
    ]);
  }, 30_000);

  test('an unknown jump host fails its nodes and names the command that accepts it', async () => {
    const ran = await run('collect');
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('harbour/tide: 0 complete, 0 partial, 3 failed of 3 nodes');
    expect(ran.out).toContain('jump-failed: on the way, at the jump host');
    expect(ran.out).toMatch(/gazetteer hostkeys accept harbour\/tide\/n[1-3] --jump-hosts/);
  }, 30_000);

  test('the keys of both jump hosts are accepted, then those of the nodes through them', async () => {
    const listed = await run('hostkeys', 'list', '--jump-hosts');
    expect(listed.code).toBe(1);
    expect(listed.out).toMatch(new RegExp(`${place(gate)} +ssh-ed25519 +SHA256:\\S+ +unknown`));
    const jumps = await run('hostkeys', 'accept', 'harbour/tide', '--jump-hosts');
    expect(jumps).toMatchObject({ code: 0 });
    expect(jumps.out.split('\n').filter((line) => line.includes('accepted'))).toHaveLength(2);
    const direct = await run('hostkeys', 'accept', 'harbour/tide');
    expect(direct.code).toBe(0);
    expect(direct.out.split('\n').filter((line) => / accepted/.test(line))).toHaveLength(3);
    const known = readFileSync(join(data, 'known_hosts'), 'utf8').split('\n');
    expect(known.filter(Boolean)).toHaveLength(5);
  }, 30_000);

  test('a sweep reads the nodes over one connection for each jump host', async () => {
    const logins = (sshd: Sshd) => sshd.log().split('Accepted publickey for').length - 1;
    const before = [gate, inner, nodes].map(logins);
    const ran = await run('collect');
    expect(ran.out).toContain('harbour/tide: 3 complete, 0 partial, 0 failed of 3 nodes');
    expect([gate, inner, nodes].map(logins)).toEqual([1, 1, 3].map((more, at) => more + (before[at] ?? 0)));
    const before2 = await whatIsKnown(database.db);
    expect((await run('collect')).out).toContain('3 complete, 0 partial, 0 failed of 3 nodes, 0 changes');
    expect(await whatIsKnown(database.db)).toEqual(before2);
  }, 60_000);

  test('a configuration that leads in a circle, or has a mistake, says so and loses nothing', async () => {
    const before = await whatIsKnown(database.db);
    writeFileSync(config, 'Host *\n  ProxyJump gate\nPort zero\n');
    const route = await run('nodes', 'route', 'harbour/tide/n1');
    expect(route.code).toBe(1);
    expect(route.out).toContain('no way: the jump hosts lead in a circle');
    expect(route.out).toContain(
      `note: ${config}:3: expected a port from 1 to 65535 behind port, found "zero"`,
    );
    const ran = await run('collect');
    expect(ran.out).toContain('jump-failed: the jump hosts lead in a circle');
    expect(ran.out).toContain(`${config}:3: expected a port`);
    expect(await whatIsKnown(database.db)).toEqual(before);
    configure();
    expect((await run('collect')).out).toContain('3 complete, 0 partial, 0 failed of 3 nodes, 0 changes');
  }, 60_000);
});

import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installedAgent } from '../../server/agent/bundle.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { canInvent, recordedRoot } from '../harness/invented.ts';
import { whatIsKnown } from '../harness/known.ts';
import { freePort, type Sshd, startSshd } from '../harness/sshd.ts';
import { makeKey, publicKeyOf } from '../harness/sshKeys.ts';
import { needs } from '../harness/tools.ts';

/** Login shells: sshd runs a forced command as `$SHELL -c COMMAND` (session.c). */
const LOGIN_SHELLS = { csh: 'tcsh', fish: 'fish', ksh: 'ksh', dash: 'dash', bash: 'bash', ash: 'busybox sh' };
/** Shells that the agent itself runs under there. */
const AGENT_SHELLS = ['dash', 'bash', 'ksh', 'busybox sh'];
const here =
  needs('tcsh', 'tcsh') && needs('fish', 'fish') && needs('ksh', 'ksh') && needs('busybox', 'busybox');

describe.skipIf(!canInvent() || !here || !needs('sftp', 'openssh-client'))(
  'a key with a forced command',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'gazetteer-forced-'));
    const [agent, sitesFile, root] = ['agent.sh', 'sites.yaml', 'root'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const canary = join(folder, 'canary');
    let database: TestDatabase;
    let sshd: Sshd;
    let free: string;
    const run = (...args: string[]) =>
      gazetteer(args, { DATABASE_URL: database.url, GAZETTEER_DATA: join(folder, 'data') });

    const apply = async (
      nodes: string,
      more: object = { agent: 'installed' },
      identityFile = sshd.clientKey,
    ) => {
      const used = sshd.nodes.filter(({ name }) => nodes.split(',').includes(name));
      const addresses = Object.fromEntries(used.map(({ name, address }) => [name, address]));
      const { user, port, knownHosts } = sshd;
      const ssh = { user, port, identityFile, agent: false, knownHosts, addresses };
      const cluster = { nodes, root, facets: ['os', 'kernel', 'conda'], ssh, ...more };
      writeFileSync(sitesFile, JSON.stringify({ sites: { harbour: { clusters: { tide: cluster } } } }));
      const applied = await run('apply', sitesFile, '--prune');
      expect(applied).toMatchObject({ code: 0 });
    };

    beforeAll(async () => {
      chmodSync(folder, 0o755);
      recordedRoot('harbour/tide/login1', root);
      writeFileSync(agent, installedAgent().text);
      const forced = `${agent} forced --allow root`;
      database = await testDatabase();
      sshd = await startSshd(
        [
          { name: 'login1' },
          ...Object.entries(LOGIN_SHELLS).map(([name, shell]) => ({
            name,
            forceCommand: `exec ${shell} -c "/bin/sh ${forced}"`,
          })),
          ...AGENT_SHELLS.map((shell, index) => ({
            name: `agent${index}`,
            forceCommand: `exec ${shell} ${forced}`,
          })),
        ],
        { config: ['DisableForwarding no', 'Subsystem sftp internal-sftp'] },
      );
      const key = `${sshd.clientKey}.pub`;
      const line = await run('agent', 'authorized-key', '--key', key, '--path', agent, '--allow', 'root');
      free = makeKey(join(folder, 'free'));
      writeFileSync(join(sshd.folder, 'authorized_keys'), line.out);
      appendFileSync(join(sshd.folder, 'authorized_keys'), publicKeyOf(free));
    }, 60_000);

    afterAll(async () => {
      await sshd?.stop();
      await database?.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    test('lets a node be read as any other, whichever shell its account and the agent have', async () => {
      expect(readFileSync(join(sshd.folder, 'authorized_keys'), 'utf8')).toMatch(
        /^restrict,command="\/bin\/sh \S+ forced --allow root" ssh-ed25519 /,
      );
      await apply('login1', {}, free);
      expect((await run('collect')).out).toContain('1 complete, 0 partial, 0 failed of 1 nodes');
      const before = await whatIsKnown(database.db);
      await apply('login1');
      expect((await run('collect')).out).toContain('1 complete, 0 partial, 0 failed of 1 nodes, 0 changes');
      expect(await whatIsKnown(database.db)).toEqual(before);

      await apply(sshd.nodes.map(({ name }) => name).join(','));
      const { length } = sshd.nodes;
      expect((await run('collect')).out).toContain(
        `${length} complete, 0 partial, 0 failed of ${length} nodes`,
      );
      const alike = await database.db.query<{ nodes: number }>(
        `select count(distinct node_id)::int as nodes from (
         select node_id, array_agg(document_id order by document_id) as documents from observation where until is null
         group by node_id) as each group by documents`,
      );
      expect(alike.rows).toEqual([{ nodes: length }]);
    }, 60_000);

    test('runs nothing else: no shell, no command, no copy, no forwarding', async () => {
      const nobody = await freePort();
      const own = ['-F', 'none', '-o', 'BatchMode=yes', '-o', `UserKnownHostsFile=${sshd.knownHosts}`];
      const key = ['-o', 'IdentitiesOnly=yes', '-i', sshd.clientKey];
      const to = `${sshd.user}@${sshd.node('login1').address}`;
      const ssh = (options: string[], ...words: string[]) =>
        spawnSync('ssh', [...own, ...key, '-p', String(sshd.port), ...options, to, ...words], {
          input: `touch ${canary}\n`,
          encoding: 'utf8',
        });
      for (const words of [
        [],
        ['exec /bin/sh -s'],
        [`touch ${canary}`],
        [`gazetteer-agent collect; touch ${canary}`],
        [`gazetteer-agent collect $(touch ${canary})`],
        [`gazetteer-agent collect\ntouch ${canary}`],
        [`gazetteer-agent version &`],
      ]) {
        const { status, stdout, stderr } = ssh([], ...words);
        expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
        expect(stderr).toContain('gazetteer-refused command: this key runs the installed agent');
      }
      expect(ssh(['-s'], 'sftp').status).toBe(3);
      // The terminal that was asked for is not given.
      expect(ssh(['-tt'], 'sh').stderr).toContain('PTY allocation request failed');
      expect(ssh(['-W', `127.0.0.1:${nobody}`]).stderr).toContain('administratively prohibited');
      writeFileSync(join(folder, 'file'), `touch ${canary}\n`);
      const scp = (...how: string[]) =>
        spawnSync('scp', [
          ...own,
          ...key,
          '-P',
          String(sshd.port),
          ...how,
          join(folder, 'file'),
          `${to}:${canary}`,
        ]);
      expect(scp().status).not.toBe(0);
      expect(scp('-O').status).not.toBe(0);
      const sftp = ['-b', '-', ...own, ...key, '-P', String(sshd.port), to];
      expect(spawnSync('sftp', sftp, { input: `put ${join(folder, 'file')} ${canary}\n` }).status).not.toBe(
        0,
      );
      expect(existsSync(canary)).toBe(false);
      expect(ssh([], 'gazetteer-agent', 'version').stdout).toMatch(
        /^gazetteer-agent agent=[0-9a-f]{12} settings=1\n$/,
      );
      // The same with the other key: what is refused above can be done at all.
      key[3] = free;
      expect(ssh([], `touch ${canary}`).status).toBe(0);
      expect(existsSync(canary)).toBe(true);
    }, 60_000);

    test('that the sites file does not tell of fails the visit and says what to set', async () => {
      await apply('login1');
      await run('collect');
      const before = await whatIsKnown(database.db);
      await apply('login1', {});
      const ran = await run('collect');
      expect(ran.out).toMatch(
        /login1: agent-refused: .*Say agent: installed for this node in the sites file/,
      );
      expect(await whatIsKnown(database.db)).toEqual(before);
    }, 60_000);

    test('that is not there, while the sites file says so, is told as that', async () => {
      await apply('login1', { agent: 'installed' }, free);
      expect((await run('collect')).out).toMatch(/login1: agent-missing: .*gazetteer agent authorized-key/);
    }, 60_000);

    test('that allows less than the sites file asks for leaves the visit partial and says what to add', async () => {
      await apply('login1', { agent: 'installed', homes: true, owners: ['swadmin'] });
      const ran = await run('collect');
      expect(ran.out).toContain('0 complete, 1 partial, 0 failed of 1 nodes, 0 changes');
      expect(ran.out).toMatch(
        /login1: setting-refused: .*owners, homes\. Put --allow owners,homes behind "forced"/,
      );
    }, 60_000);

    test('that may not have another folder read fails the visit, as another node would be read', async () => {
      const file = join(sshd.folder, 'authorized_keys');
      const line = readFileSync(file, 'utf8');
      writeFileSync(file, line.replace(' --allow root', ''));
      await apply('login1');
      const ran = await run('collect');
      expect(ran.out).toMatch(/login1: agent-refused: .*another folder than \/ .*forced-command\.md/);
      writeFileSync(file, line);
    }, 60_000);
  },
);

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passphraseOf } from '../../server/collect/transports/passphrase.ts';
import { sshTransport } from '../../server/collect/transports/ssh.ts';
import type { Delivery, Target } from '../../server/collect/transports/transport.ts';
import { parseSites } from '../../server/inventory/sitesFile.ts';
import { targetsOf } from '../../server/inventory/targets.ts';
import { SshConfig } from '../../server/ssh/sshConfig.ts';
import { hasEnded } from '../harness/processes.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { makeKey, publicKeyOf, sshKeygen } from '../harness/sshKeys.ts';

const HELLO = "printf '0123456789abcdef+1 hello proto=1\\n'";
const SECRET = 'correct horse battery';
const limits = { connectSeconds: 5, visitSeconds: 10, maxBytes: 4_000_000 };

let sshd: Sshd;
let agent: ChildProcess;
let agentSocket: string;

function target(change: Partial<Target> = {}): Target {
  return {
    name: 'alpha/hpc1/n1',
    transport: 'ssh',
    address: sshd.node('n1').address,
    port: sshd.port,
    user: sshd.user,
    identityFiles: [],
    agentSocket: '',
    knownHosts: [sshd.knownHosts],
    root: '',
    ...change,
  };
}

async function visit(to: Target, script = HELLO): Promise<Delivery & { output: string }> {
  const chunks: Buffer[] = [];
  const { signal } = new AbortController();
  const delivery = await sshTransport(to, script, limits, (chunk) => chunks.push(chunk), signal);
  return { ...delivery, output: Buffer.concat(chunks).toString('latin1') };
}

/** A program that writes down that it ran, and then does as the script says. */
function program(name: string, script: string): { command: string[]; runs: () => string[] } {
  const path = join(sshd.folder, name);
  const log = `${path}.log`;
  writeFileSync(log, '');
  writeFileSync(path, `#!/bin/sh\necho "$GAZETTEER_KEY" >>"${log}"\n${script}\n`);
  chmodSync(path, 0o755);
  return { command: [path], runs: () => readFileSync(log, 'utf8').split('\n').filter(Boolean) };
}

/** An encrypted key that the node accepts. */
function lockedKey(name: string, type: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519'): string {
  const key = makeKey(join(sshd.folder, name), { type, passphrase: SECRET });
  writeFileSync(join(sshd.folder, 'authorized_keys'), publicKeyOf(key), { flag: 'a' });
  return key;
}

describe.skipIf(!hasSshd())('keys', () => {
  beforeAll(async () => {
    sshd = await startSshd([{ name: 'n1' }], {
      config: [
        'DisableForwarding no',
        'AllowAgentForwarding yes',
        'AllowTcpForwarding yes',
        'MaxAuthTries 2',
      ],
    });
    agentSocket = join(sshd.folder, 'agent.sock');
    agent = spawn('ssh-agent', ['-D', '-a', agentSocket], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(agent.stdout ?? agent, 'data');
  });
  afterAll(async () => {
    agent?.kill();
    await sshd?.stop();
  });

  const add = (key: string) =>
    spawnSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: agentSocket } });

  describe('with a passphrase', () => {
    test.each(['ed25519', 'rsa', 'ecdsa'] as const)(
      'a key of type %s is opened by a command, once',
      async (type) => {
        const key = lockedKey(`locked-${type}`, type);
        const { command, runs } = program(`tell-${type}`, `echo "${SECRET}"; echo another line`);
        const to = target({ identityFiles: [key], passphraseCommand: command });
        const visits = await Promise.all(Array.from({ length: 8 }, () => visit(to)));
        expect(visits.map(({ failure }) => failure)).toEqual(visits.map(() => null));
        expect((await visit(to)).failure).toBeNull();
        expect(runs()).toEqual([key]);
      },
    );

    test('an older PEM key as well', async () => {
      const key = join(sshd.folder, 'pem');
      sshKeygen(['-q', '-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', SECRET, '-C', '', '-f', key]);
      writeFileSync(join(sshd.folder, 'authorized_keys'), publicKeyOf(key), { flag: 'a' });
      const { command } = program('tell-pem', `printf '%s\\r\\n' "${SECRET}"`);
      expect((await visit(target({ identityFiles: [key], passphraseCommand: command }))).failure).toBeNull();
    });

    test('arguments are no shell', async () => {
      const key = lockedKey('quoted');
      const mark = join(sshd.folder, 'mark');
      const { command } = program('echo-first', 'echo "$1"');
      const passphraseCommand = [...command, SECRET, `; touch ${mark}`, '$(id)'];
      expect((await visit(target({ identityFiles: [key], passphraseCommand }))).failure).toBeNull();
      expect(() => readFileSync(mark)).toThrow('ENOENT');
    });

    test('a wrong one is told, and never shown', async () => {
      const key = lockedKey('wrong');
      const { command, runs } = program('tell-wrong', 'echo "open sesame"');
      const to = target({ identityFiles: [key], passphraseCommand: command });
      const all = await Promise.all(Array.from({ length: 8 }, () => visit(to)));
      for (const { failure } of all) {
        expect(failure).toMatchObject({
          reason: 'key-unusable',
          message: `the passphrase that ssh.passphraseCommand told does not open ${key}`,
        });
        expect(JSON.stringify(failure)).not.toContain('sesame');
      }
      expect(runs()).toHaveLength(1);
    });

    test('a command that fails says what it said, without the passphrase', async () => {
      const key = lockedKey('failing');
      const { command } = program('fail', `echo "${SECRET}"; echo "token is locked (${SECRET})" >&2; exit 3`);
      const { failure } = await visit(target({ identityFiles: [key], passphraseCommand: command }));
      expect(failure).toMatchObject({
        reason: 'key-unusable',
        message: `${command[0]}, which tells the passphrase of ${key}, ended with exit code 3: token is locked ((not shown))`,
        hint: expect.stringContaining('GAZETTEER_KEY'),
      });
    });

    test('a command that is not there, says nothing, or does not end', async () => {
      const says = async (command: string[], patience?: number) => {
        const told = await passphraseOf('/k', command, patience);
        return 'reason' in told ? told.message : told;
      };
      expect(await says(['/nonexistent/program'])).toContain(
        'could not be started: spawn /nonexistent/program ENOENT',
      );
      expect(await says(['true'])).toContain('printed no passphrase');
      expect(await says(['yes'])).toContain('printed more than 64 KiB');
      const { command } = program('hang', `echo $$ >"${sshd.folder}/pid"; sleep 100 & wait`);
      expect(await says(command, 300)).toContain('did not end within 0.3 s');
      expect(await hasEnded(Number(readFileSync(join(sshd.folder, 'pid'), 'utf8')))).toBe(true);
    });

    test('or held by an agent', async () => {
      const key = lockedKey('in-agent');
      // The agent gets it unlocked.
      const open = join(sshd.folder, 'open');
      copyFileSync(key, open);
      chmodSync(open, 0o600);
      sshKeygen(['-q', '-p', '-P', SECRET, '-N', '', '-f', open]);
      const strangers = ['s1', 's2', 's3'].map((name) => makeKey(join(sshd.folder, name)));
      for (const each of [...strangers, open]) expect(add(each).status).toBe(0);
      const named = target({ identityFiles: [key], agentSocket });
      // The server hangs up after two keys, and the agent offers three wrong ones first.
      expect((await visit(named)).failure?.reason).toBe('login-refused');
      expect((await visit({ ...named, agentOnly: true })).failure).toBeNull();
      // Without the public half beside it, too.
      const alone = join(sshd.folder, 'alone');
      copyFileSync(key, alone);
      expect((await visit({ ...named, identityFiles: [alone], agentOnly: true })).failure).toBeNull();
    });
  });

  test('the agent is not forwarded, whatever the ssh configuration says', async () => {
    const home = join(sshd.folder, 'home-of-ssh');
    mkdirSync(home);
    const config = join(home, 'config');
    const { address } = sshd.node('n1');
    writeFileSync(
      config,
      `ForwardAgent yes\nHost n1\nHostName ${address}\nPort ${sshd.port}\nUser ${sshd.user}\nUserKnownHostsFile ${sshd.knownHosts}\n`,
    );
    chmodSync(config, 0o600);
    expect(add(sshd.clientKey).status).toBe(0);
    const script = `${HELLO}; echo "agent=$SSH_AUTH_SOCK"`;
    const ssh = spawnSync(
      'ssh',
      [
        '-F',
        config,
        '-o',
        `IdentityAgent ${agentSocket}`,
        '-i',
        sshd.clientKey,
        '-o',
        'IdentitiesOnly yes',
        'n1',
        'sh',
      ],
      { input: script, encoding: 'utf8', env: { ...process.env, SSH_AUTH_SOCK: agentSocket } },
    );
    // It could be: ssh(1) does.
    expect(ssh.stdout).toMatch(/agent=\/tmp\/ssh-/);
    const read = parseSites('sites: { a: { clusters: { c: { nodes: n1 } } } }', '/sites.yaml');
    if (!read.ok) throw new Error('no sites');
    const [to] = targetsOf(read.inventory, {
      home,
      user: sshd.user,
      agentSocket,
      knownHosts: join(home, 'known_hosts'),
      usualKeys: [sshd.clientKey],
      ssh: new SshConfig({ home, user: sshd.user }, config),
    });
    if (!to) throw new Error('no target');
    expect(to).toMatchObject({ agentSocket, address });
    const { failure, output } = await visit(to, script);
    expect([failure, output.split('\n')[1]]).toEqual([null, 'agent=']);
    // Nor by way of a jump host, whose own sessions nobody opens.
    const jump: Target = { ...to, isJumpHost: true };
    const through = await visit({ ...to, jumps: [jump] }, script);
    expect([through.failure, through.output.split('\n')[1]]).toEqual([null, 'agent=']);
    await sleep(1300);
  });
});

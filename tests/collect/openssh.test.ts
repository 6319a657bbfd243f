import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installedAgent } from '../../server/agent/bundle.ts';
import { agentRun } from '../../server/agent/run.ts';
import { ownControlPath } from '../../server/collect/transports/controlFolder.ts';
import { opensshTransport } from '../../server/collect/transports/openssh.ts';
import { controlArgs, loginArgs, quoted } from '../../server/collect/transports/opensshArgs.ts';
import type { Delivery, Limits, OpensshSettings, Target } from '../../server/collect/transports/transport.ts';
import { decodeFrames } from '../../server/frames/decode.ts';
import { hasEnded } from '../harness/processes.ts';
import { freePort, hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { makeKey, publicKeyOf, sshKeygen } from '../harness/sshKeys.ts';
import { needs } from '../harness/tools.ts';

const HELLO = "printf '0123456789abcdef+1 hello proto=1\\n'";
const limits: Limits = { connectSeconds: 5, visitSeconds: 10, maxBytes: 4_000_000 };
/** A second key is the second factor: without it the server asks for a code, which nobody here has. */
const TWO_FACTORS = 'AuthenticationMethods publickey,publickey publickey,keyboard-interactive';
const running: Sshd[] = [];

function target(sshd: Sshd, node: string, change: Partial<OpensshSettings> = {}): Target {
  const { user, port } = sshd;
  const { address } = sshd.node(node);
  const controlSocket = ownControlPath(join(sshd.folder, 'ssh'), { user, address, port });
  return {
    name: `alpha/hpc1/${node}`,
    transport: 'openssh',
    address,
    port,
    user,
    identityFiles: [],
    agentSocket: '',
    knownHosts: [],
    root: '',
    openssh: {
      user,
      port,
      identityFiles: [sshd.clientKey],
      config: false,
      agent: 'none',
      knownHosts: [sshd.knownHosts],
      controlPath: quoted(controlSocket),
      controlSocket,
      ...change,
    },
  };
}

async function visit(
  to: Target,
  script: string,
  change: Partial<Limits> = {},
  signal = new AbortController().signal,
): Promise<Delivery & { output: string }> {
  const chunks: Buffer[] = [];
  const all = { ...limits, ...change };
  const delivery = await opensshTransport(to, script, all, (chunk) => chunks.push(chunk), signal);
  return { ...delivery, output: Buffer.concat(chunks).toString('latin1') };
}

async function started(...args: Parameters<typeof startSshd>): Promise<Sshd> {
  const sshd = await startSshd(...args);
  running.push(sshd);
  return sshd;
}

/** As `gazetteer login` does it. */
const login = (to: Target, env: Record<string, string> = {}) =>
  spawnSync('ssh', loginArgs(to, 1), { env: { ...process.env, ...env }, encoding: 'utf8' });
const control = (to: Target, what: 'check' | 'exit') => spawnSync('ssh', controlArgs(to, what)).status;

describe.skipIf(!hasSshd() || !needs('ssh', 'openssh-client'))('openssh', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await started([{ name: 'good' }, { name: 'quiet', forceCommand: 'exit 0' }]);
  });
  afterAll(async () => {
    for (const one of running) await one.stop();
  });

  test('a visit brings output, exit code and the end of standard error', async () => {
    const padding = `# ${'x'.repeat(98)}\n`.repeat(5000);
    expect(
      await visit(target(sshd, 'good'), `${HELLO}\n${padding}echo "$0"; echo oops >&2; exit 7\n`),
    ).toEqual({
      failure: null,
      exitCode: 7,
      stderr: 'oops\n',
      output: '0123456789abcdef+1 hello proto=1\n/bin/sh\n',
    });
  });

  test('what ssh says becomes a reason', async () => {
    const page = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400\r\n'.repeat(2000)));
    const web = await freePort();
    page.listen(web, '127.0.0.1');
    const other = join(sshd.folder, 'other-hosts');
    const key = publicKeyOf(makeKey(join(sshd.folder, 'imposter')));
    writeFileSync(other, `[${sshd.node('good').address}]:${sshd.port} ${key}`);
    const stranger = makeKey(join(sshd.folder, 'stranger'));
    const good = target(sshd, 'good');
    const local = { ...target(sshd, 'good', { port: web }), address: '127.0.0.1' };
    const cases: [Target, string, RegExp][] = [
      [target(sshd, 'good', { port: await freePort() }), 'connect-refused', /Connection refused/],
      [{ ...good, address: 'no-such-host.invalid' }, 'address-unknown', /no-such-host\.invalid/],
      [{ ...good, address: '255.255.255.255' }, 'unreachable', /Network is unreachable/],
      [
        target(sshd, 'good', { knownHosts: [join(sshd.folder, 'no-hosts')] }),
        'host-key-unknown',
        /host key is known for/,
      ],
      [target(sshd, 'good', { knownHosts: [other] }), 'host-key-changed', /HAS CHANGED/],
      [target(sshd, 'good', { identityFiles: [stranger] }), 'needs-login', /Permission denied \(publickey\)/],
      [local, 'protocol-error', /No SSH version received/],
      [target(sshd, 'good', { config: '/none/config' }), 'ssh-failed', /\/none\/config/],
      [target(sshd, 'quiet'), 'agent-missing', /exit code 0/],
    ];
    for (const [to, reason, message] of cases) {
      const { failure } = await visit(to, HELLO, { connectSeconds: 2 });
      expect(failure).toMatchObject({ reason, message: expect.stringMatching(message) });
      expect(failure?.hint).not.toBe('');
    }
    page.close();
  }, 30_000);

  test('a machine without ssh says which package has it', async () => {
    const path = process.env.PATH;
    try {
      process.env.PATH = join(sshd.folder, 'none');
      const { failure } = await visit(target(sshd, 'good'), HELLO);
      expect(failure).toMatchObject({
        reason: 'ssh-failed',
        hint: expect.stringContaining('openssh-client'),
      });
      // Not every error of a start comes as an event.
      process.env.PATH = sshd.clientKey;
      expect((await visit(target(sshd, 'good'), HELLO)).failure?.reason).toBe('ssh-failed');
    } finally {
      process.env.PATH = path;
    }
  });

  test('what runs too long, prints too much or is cancelled is ended here', async () => {
    const slow = await visit(target(sshd, 'good'), `${HELLO}; echo pid=$PPID; sleep 30`, { visitSeconds: 1 });
    expect(slow.failure?.reason).toBe('visit-timeout');
    // sshd's process of this connection ends with it.
    expect(await hasEnded(Number(/pid=([0-9]+)/.exec(slow.output)?.[1]))).toBe(true);
    const loud = await visit(target(sshd, 'good'), `${HELLO}; yes`, { maxBytes: 100_000 });
    expect(loud.failure?.reason).toBe('output-limit');
    const abort = new AbortController();
    const visiting = visit(target(sshd, 'good'), `${HELLO}; sleep 30`, {}, abort.signal);
    await sleep(300);
    abort.abort();
    expect((await visiting).failure?.reason).toBe('cancelled');
  });

  test('a node that dies in the middle keeps what it said', async () => {
    const own = await started([{ name: 'dying' }]);
    let output = '';
    const delivery = await opensshTransport(
      target(own, 'dying'),
      `${HELLO}; echo first; sleep 30`,
      limits,
      (chunk) => {
        output += chunk;
        if (output.includes('first')) own.drop();
      },
      new AbortController().signal,
    );
    expect({ ...delivery, output }).toMatchObject({ failure: null, exitCode: 255 });
  });

  test('nothing is forwarded, and the configuration of ssh cannot change what has to hold', async () => {
    const config = join(sshd.folder, 'config');
    writeFileSync(
      config,
      'Host *\nForwardAgent yes\nStrictHostKeyChecking no\nRemoteCommand echo no\nRequestTTY force\nLogLevel QUIET\n',
    );
    const seen = await visit(target(sshd, 'good', { config }), `${HELLO}; echo "agent=$SSH_AUTH_SOCK."; tty`);
    expect(seen.output).toMatch(/agent=\.\nnot a tty\n$/);
    const { failure } = await visit(
      target(sshd, 'good', { config, knownHosts: [join(sshd.folder, 'no-hosts')] }),
      HELLO,
    );
    expect(failure?.reason).toBe('host-key-unknown');
  });

  test('the socket of a login lies where nobody else can put one, or nothing is done', async () => {
    const good = target(sshd, 'good');
    const open = join(sshd.folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o770);
    const cases: [string, RegExp][] = [
      [join(open, 'x'), /mode 770/],
      [join(sshd.clientKey, 'x'), /is no folder|EEXIST/],
      [join(sshd.folder, 'y'.repeat(80), 'x'), /more than the 107/],
    ];
    for (const [controlSocket, message] of cases) {
      const openssh = { ...(good.openssh as OpensshSettings), controlSocket };
      const { failure } = await visit({ ...good, openssh }, HELLO);
      expect(failure).toMatchObject({ reason: 'ssh-failed', message: expect.stringMatching(message) });
    }
  });

  test('a second factor is given once by hand, and many visits use it', async () => {
    const strict = await started([{ name: 'n1' }], { config: [TWO_FACTORS, 'MaxSessions 2'] });
    const passphrase = 'open sesame';
    const second = makeKey(join(strict.folder, 'second'), { passphrase });
    appendFileSync(join(strict.folder, 'authorized_keys'), publicKeyOf(second));
    const to = target(strict, 'n1', { identityFiles: [strict.clientKey, second] });
    const lapsed = {
      reason: 'needs-login',
      message: expect.stringMatching(/Permission denied \(.*keyboard-interactive/),
      hint: expect.stringContaining('gazetteer login alpha/hpc1/n1'),
    };
    expect((await visit(to, HELLO)).failure).toMatchObject(lapsed);

    const ask = join(strict.folder, 'askpass');
    writeFileSync(ask, `#!/bin/sh\necho "${passphrase}"\n`, { mode: 0o755 });
    const byHand = { SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force' };
    expect(login(to, byHand)).toMatchObject({ status: 0 });
    expect(control(to, 'check')).toBe(0);
    // More at once than sshd allows in one connection: they wait for each other.
    const many = await Promise.all(Array.from({ length: 6 }, () => visit(to, `${HELLO}; sleep 0.2`)));
    expect(many.map(({ failure }) => failure)).toEqual(many.map(() => null));
    // A visit that is broken off leaves the login open.
    expect((await visit(to, `${HELLO}; sleep 9`, { visitSeconds: 0.5 })).failure?.reason).toBe(
      'visit-timeout',
    );
    expect((await visit(to, HELLO)).failure).toBeNull();

    expect(control(to, 'exit')).toBe(0);
    expect((await visit(to, HELLO)).failure).toMatchObject(lapsed);
    expect(login(to, byHand).status).toBe(0);
    expect((await visit(to, HELLO)).failure).toBeNull();
    // The node was started anew: the login is gone with its connection.
    strict.drop();
    expect((await visit(to, HELLO)).failure).toMatchObject(lapsed);
  }, 40_000);

  test('a login at a jump host carries the nodes behind it', async () => {
    const gate = await started([{ name: 'gate' }], { config: [TWO_FACTORS, 'DisableForwarding no'] });
    const second = makeKey(join(gate.folder, 'second'));
    appendFileSync(join(gate.folder, 'authorized_keys'), publicKeyOf(second));
    const config = join(gate.folder, 'config');
    const master = join(gate.folder, 'm');
    const { address } = gate.node('gate');
    writeFileSync(
      config,
      [
        'Host gate',
        'ProxyJump none',
        `HostName ${address}`,
        `Port ${gate.port}`,
        `IdentityFile ${gate.clientKey}`,
        'IdentitiesOnly yes',
        `UserKnownHostsFile ${gate.knownHosts}`,
        `ControlPath ${master}`,
        'Host *',
        'ProxyJump gate',
      ].join('\n'),
    );
    const behind = target(sshd, 'good', { config });
    expect((await visit(behind, HELLO)).failure).toMatchObject({
      reason: 'needs-login',
      message: expect.stringContaining(`${gate.user}@${address}: Permission denied`),
    });
    const person = ['-F', config, '-i', second, '-o', 'ControlMaster=auto', '-o', 'ControlPersist=1h'];
    expect(spawnSync('ssh', [...person, '-o', 'ProxyJump=none', 'gate', 'true']).status).toBe(0);
    const both = await Promise.all([visit(behind, HELLO), visit(target(sshd, 'quiet', { config }), HELLO)]);
    expect(both.map(({ failure }) => failure?.reason)).toEqual([undefined, 'agent-missing']);
    spawnSync('ssh', ['-F', config, '-O', 'exit', 'gate']);
    expect((await visit(behind, HELLO)).failure?.reason).toBe('needs-login');
  }, 30_000);

  test('a certificate lets in, as long as it lasts, and may hold the login to the installed agent', async () => {
    const ca = makeKey(join(sshd.folder, 'ca'));
    const trusting = await started([{ name: 'n1' }], {
      config: ['AuthorizedKeysFile none', `TrustedUserCAKeys ${ca}.pub`],
    });
    const agent = join(trusting.folder, 'agent.sh');
    writeFileSync(agent, installedAgent().text);
    const signed = (name: string, ...more: string[]) => {
      const key = makeKey(join(trusting.folder, name));
      sshKeygen(['-q', '-s', ca, '-I', name, '-n', trusting.user, ...more, `${key}.pub`]);
      return target(trusting, 'n1', { identityFiles: [key] });
    };
    expect((await visit(signed('plain'), HELLO)).failure).toBeNull();
    const old = await visit(signed('old', '-V', '20200101:20200102'), HELLO);
    expect(old.failure?.reason).toBe('needs-login');
    const forced = signed('forced', '-O', 'clear', '-O', `force-command=/bin/sh ${agent} forced`);
    expect((await visit(forced, HELLO)).failure).toMatchObject({
      reason: 'agent-refused',
      hint: expect.stringContaining('agent: installed'),
    });
    const run = agentRun({ ...forced, installed: true }, { facets: ['os'] });
    const { failure, output } = await visit(run.target, run.script);
    expect(failure).toBeNull();
    expect(decodeFrames(Buffer.from(output, 'latin1'))).toMatchObject({ complete: true, refused: [] });
  }, 30_000);

  test('the tests wrote no key into known_hosts', () => {
    expect(readFileSync(sshd.knownHosts, 'utf8').trim().split('\n')).toHaveLength(2);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprint } from '../../server/collect/hostKeys.ts';
import { sshTransport } from '../../server/collect/transports/ssh.ts';
import type { Delivery, Limits, Target } from '../../server/collect/transports/transport.ts';
import { childrenOf, hasEnded } from '../harness/processes.ts';
import { freePort, hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { makeKey, publicKeyOf } from '../harness/sshKeys.ts';

const HELLO = "printf '0123456789abcdef+1 hello proto=1\\n'";
const limits: Limits = { connectSeconds: 5, visitSeconds: 10, maxBytes: 4_000_000 };

let sshd: Sshd;

function target(node: string, change: Partial<Target> = {}): Target {
  return {
    name: `alpha/hpc1/${node}`,
    transport: 'ssh',
    address: sshd.node(node).address,
    port: sshd.port,
    user: sshd.user,
    identityFiles: [sshd.clientKey],
    agentSocket: '',
    knownHosts: [sshd.knownHosts],
    root: '',
    ...change,
  };
}

interface Visit extends Delivery {
  output: string;
}

async function visit(
  to: Target,
  script: string,
  {
    change = {},
    signal = new AbortController().signal,
  }: { change?: Partial<Limits>; signal?: AbortSignal } = {},
): Promise<Visit> {
  const chunks: Buffer[] = [];
  const delivery = await sshTransport(
    to,
    script,
    { ...limits, ...change },
    (chunk) => chunks.push(chunk),
    signal,
  );
  return { ...delivery, output: Buffer.concat(chunks).toString('latin1') };
}

/** A listener that does with connections what it is told. */
async function listener(onConnection: (socket: Socket) => void): Promise<{ port: number; server: Server }> {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return { port: address.port, server };
}

describe.skipIf(!hasSshd())('ssh', () => {
  beforeAll(async () => {
    sshd = await startSshd(
      [
        { name: 'good', root: '/srv/a root', env: { OTHER: 'x "y" z' } },
        { name: 'own', ownHostKey: true },
        {
          name: 'loud',
          forceCommand: 'head -c 1000000 /dev/zero | tr "\\\\0" x; echo "no service today" >&2; exit 3',
        },
        { name: 'quiet', forceCommand: 'exit 0' },
      ],
      { hostKeyTypes: ['ed25519', 'rsa', 'ecdsa'] },
    );
  });
  afterAll(() => sshd?.stop());

  test('a visit brings output, exit code and the end of standard error', async () => {
    const script = `${HELLO}; echo "$GZ_ROOT|$OTHER"; echo "$0" ; echo oops >&2; exit 7\n`;
    expect(await visit(target('good'), script)).toEqual({
      failure: null,
      exitCode: 7,
      stderr: 'oops\n',
      output: '0123456789abcdef+1 hello proto=1\n/srv/a root|x "y" z\n/bin/sh\n',
    });
  });

  test('every byte of a large script and of its output arrives', async () => {
    const padding = `# ${'x'.repeat(98)}\n`.repeat(5000);
    const script = `${HELLO}\n${padding}head -c 3000000 /dev/zero; echo end >&2; exit 0\n`;
    const { output, exitCode, stderr } = await visit(target('good'), script);
    expect({ bytes: output.length, exitCode, stderr }).toEqual({
      bytes: 33 + 3_000_000,
      exitCode: 0,
      stderr: 'end\n',
    });
  });

  test('the home of a node is empty', async () => {
    const { output } = await visit(target('good'), `${HELLO}; echo "$HOME"; ls -A "$HOME"`);
    expect(output.split('\n').slice(1)).toEqual([join(sshd.folder, 'home'), '']);
  });

  test('only the end of standard error is kept', async () => {
    const { stderr } = await visit(target('good'), `${HELLO}; yes ä | head -50000 >&2; echo last >&2`);
    expect(stderr).toHaveLength(2000);
    expect(stderr.endsWith('ä\nlast\n')).toBe(true);
  });

  test('a shell that was killed by a signal has no exit code', async () => {
    expect(await visit(target('good'), `${HELLO}; kill -9 $$`)).toMatchObject({
      failure: null,
      exitCode: null,
    });
  });

  test('connect-refused', async () => {
    const { failure } = await visit(target('good', { port: await freePort() }), '');
    expect(failure).toMatchObject({ reason: 'connect-refused', hint: expect.stringContaining('ssh.port') });
  });

  test('address-unknown', async () => {
    const { failure } = await visit(target('good', { address: 'no-such-host.invalid' }), '');
    expect(failure?.reason).toBe('address-unknown');
    expect(failure?.message).toContain('no-such-host.invalid');
  });

  test('unreachable: an address that this machine cannot reach', async () => {
    // 255.255.255.255 is refused by the kernel for TCP at once.
    const { failure } = await visit(target('good', { address: '255.255.255.255' }), '');
    expect(failure?.reason).toBe('unreachable');
  });

  test('connect-timeout: nothing answers', async () => {
    // A full backlog makes the kernel drop further attempts, as a firewall does.
    const program = `const s = require('net').createServer(() => {});
      s.listen(0, '127.0.0.1', 1, () => { require('fs').writeSync(1, String(s.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); });`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [text] = await once(child.stdout, 'data');
    const port = Number(text);
    const fillers = Array.from({ length: 4 }, () =>
      new Socket().on('error', () => {}).connect(port, '127.0.0.1'),
    );
    await sleep(200);
    const { failure } = await visit(target('good', { address: '127.0.0.1', port }), '', {
      change: { connectSeconds: 1 },
    });
    for (const filler of fillers) filler.destroy();
    child.kill('SIGKILL');
    expect(failure).toMatchObject({
      reason: 'connect-timeout',
      message: `127.0.0.1:${port}: no connection within 1 s`,
    });
  });

  test('connect-timeout: the other side never says a word', async () => {
    const { port, server } = await listener(() => {});
    const { failure } = await visit(target('good', { address: '127.0.0.1', port }), '', {
      change: { connectSeconds: 0.5 },
    });
    server.close();
    expect(failure).toMatchObject({
      reason: 'connect-timeout',
      message: expect.stringContaining('said nothing within 0.5 s'),
    });
  });

  test('connection-lost: hung up at the door', async () => {
    const { port, server } = await listener((socket) => socket.end('Exceeded MaxStartups\r\n'));
    const { failure } = await visit(target('good', { address: '127.0.0.1', port }), '');
    server.close();
    expect(failure).toMatchObject({
      reason: 'connection-lost',
      message: expect.stringContaining('during the handshake'),
      hint: expect.stringContaining('MaxStartups'),
    });
  });

  test('protocol-error: not an SSH server', async () => {
    const page = `HTTP/1.1 400 Bad Request\r\n${'x'.repeat(9000)}\r\n`.repeat(200);
    const { port, server } = await listener((socket) => socket.on('error', () => {}).write(page));
    const { failure } = await visit(target('good', { address: '127.0.0.1', port }), '');
    server.close();
    expect(failure?.reason).toBe('protocol-error');
  });

  test('login-refused: a key that the node does not know', async () => {
    const stranger = makeKey(join(sshd.folder, 'stranger'));
    const { failure } = await visit(target('good', { identityFiles: [stranger] }), '');
    expect(failure).toMatchObject({
      reason: 'login-refused',
      message: expect.stringContaining(`${stranger} (SHA256:`),
      hint: expect.stringContaining('authorized_keys'),
    });
    expect(failure?.message).toContain('publickey');
  });

  test.each(['rsa', 'ecdsa', 'ed25519'] as const)('logs in with a key of type %s', async (type) => {
    const key = makeKey(join(sshd.folder, `login-${type}`), { type });
    appendFileSync(join(sshd.folder, 'authorized_keys'), publicKeyOf(key));
    expect((await visit(target('good', { identityFiles: [key] }), HELLO)).failure).toBeNull();
  });

  test('the second key is tried when the first is refused', async () => {
    const other = makeKey(join(sshd.folder, 'other'), { type: 'ecdsa' });
    const { failure } = await visit(target('good', { identityFiles: [other, sshd.clientKey] }), HELLO);
    expect(failure).toBeNull();
  });

  test('key-unusable: missing, encrypted, not a key, none at all', async () => {
    const encrypted = makeKey(join(sshd.folder, 'encrypted'), { passphrase: 'secret words' });
    const cases: [string[], string, string][] = [
      [['/nonexistent/key'], 'ENOENT', 'ssh.identityFile'],
      [[encrypted], 'encrypted with a passphrase', 'ssh-add'],
      [[`${sshd.clientKey}.pub`], 'it is a public key', 'private key'],
      [[sshd.knownHosts], 'no private key', 'ssh-keygen'],
      [[], 'there is no private key', 'ssh.agent'],
    ];
    for (const [identityFiles, message, hint] of cases) {
      const { failure } = await visit(target('good', { identityFiles }), '');
      expect(failure).toMatchObject({
        reason: 'key-unusable',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      });
    }
  });

  test('one unusable key file does not hide a good one', async () => {
    const { failure } = await visit(
      target('good', { identityFiles: ['/nonexistent', sshd.clientKey] }),
      HELLO,
    );
    expect(failure).toBeNull();
  });

  test('an agent logs in; one that is gone is key-unusable', async () => {
    const agentSocket = join(sshd.folder, 'agent.sock');
    const agent = spawn('ssh-agent', ['-D', '-a', agentSocket], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(agent.stdout, 'data');
    const add = spawn('ssh-add', ['-q', sshd.clientKey], {
      env: { ...process.env, SSH_AUTH_SOCK: agentSocket },
    });
    await once(add, 'exit');
    const withAgent = target('good', { identityFiles: [], agentSocket });
    expect((await visit(withAgent, HELLO)).failure).toBeNull();
    agent.kill();
    await once(agent, 'exit');
    expect((await visit(withAgent, HELLO)).failure).toMatchObject({
      reason: 'key-unusable',
      message: expect.stringContaining(agentSocket),
      hint: expect.stringContaining('ssh-add -l'),
    });
  });

  test('host-key-unknown: the hint holds the command and the fingerprint', async () => {
    const { failure } = await visit(target('own', { knownHosts: ['/nonexistent/known_hosts'] }), HELLO);
    const key = Buffer.from(readFileSync(sshd.node('own').hostKey, 'utf8').split(' ')[1] ?? '', 'base64');
    expect(failure).toMatchObject({
      reason: 'host-key-unknown',
      message: expect.stringContaining(`ED25519 key ${fingerprint(key)}`),
      hint: expect.stringContaining('gazetteer hostkeys accept alpha/hpc1/own'),
    });
    expect(failure?.hint).toContain(fingerprint(key));
  });

  test('host-key-changed: names the line that has the other key', async () => {
    const knownHosts = join(sshd.folder, 'changed');
    const other = publicKeyOf(makeKey(join(sshd.folder, 'imposter')));
    writeFileSync(knownHosts, `# accepted once\n[${sshd.node('own').address}]:${sshd.port} ${other}`);
    const { failure } = await visit(target('own', { knownHosts: [knownHosts] }), HELLO);
    expect(failure).toMatchObject({
      reason: 'host-key-changed',
      message: expect.stringContaining(`${knownHosts}:2`),
      hint: expect.stringMatching(/SHA256:\S+, run: gazetteer hostkeys accept alpha\/hpc1\/own$/),
    });
  });

  test.each(['ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256'])(
    'a node known by its %s key only is asked for that one',
    async (type) => {
      const lines = readFileSync(sshd.knownHosts, 'utf8').split('\n');
      const knownHosts = join(sshd.folder, `only-${type}`);
      writeFileSync(knownHosts, `${lines.filter((line) => line.includes(` ${type} `)).join('\n')}\n`);
      expect((await visit(target('good', { knownHosts: [knownHosts] }), HELLO)).failure).toBeNull();
    },
  );

  test('agent-missing: a profile that prints 1 MB and exits 3', async () => {
    const delivery = await visit(target('loud'), HELLO);
    expect(delivery).toMatchObject({ exitCode: 3, stderr: 'no service today\n' });
    expect(delivery.output).toHaveLength(1_000_000);
    expect(delivery.failure).toMatchObject({
      reason: 'agent-missing',
      message: expect.stringContaining(
        'exit code 3 before the agent said anything; the last it printed was "no service today"',
      ),
    });
  });

  test('agent-missing: a forced command that is no agent', async () => {
    expect((await visit(target('quiet'), HELLO)).failure?.reason).toBe('agent-missing');
  });

  test('connection-lost: a node that dies in the middle keeps what it said', async () => {
    const running = visit(target('good'), `${HELLO}; echo first; sleep 30; echo second`);
    await sleep(500);
    sshd.drop();
    const { failure, output, exitCode } = await running;
    expect(output).toContain('first\n');
    expect({ reason: failure?.reason, exitCode }).toEqual({ reason: 'connection-lost', exitCode: null });
  });

  test('visit-timeout: a hanging agent is ended on the node as well', async () => {
    const script = `${HELLO}; echo pid=$$; sleep 300 & echo sleep=$!; wait`;
    const { failure, output } = await visit(target('good'), script, { change: { visitSeconds: 1 } });
    expect(failure).toMatchObject({ reason: 'visit-timeout', message: expect.stringContaining('after 1 s') });
    const pids = [...output.matchAll(/(?:pid|sleep)=([0-9]+)\n/g)].map(([, pid]) => Number(pid));
    expect(pids).toHaveLength(2);
    // sshd passes no signals on in a root login ("session signalling requires privilege separation").
    if (process.getuid?.() === 0) for (const pid of pids) process.kill(pid);
    else for (const pid of pids) expect(await hasEnded(pid)).toBe(true);
  });

  test('output-limit: too much is not handed on', async () => {
    const { failure, output } = await visit(target('good'), `${HELLO}; yes`, {
      change: { maxBytes: 100_000 },
    });
    expect(failure?.reason).toBe('output-limit');
    expect(output.length).toBeLessThanOrEqual(100_000);
  });

  test('output-limit: standard error counts as well', async () => {
    const { failure } = await visit(target('good'), `${HELLO}; yes >&2`, { change: { maxBytes: 100_000 } });
    expect(failure?.reason).toBe('output-limit');
  });

  test.each([0, 30, 600])('cancelled after %i ms', async (milliseconds) => {
    const controller = new AbortController();
    const running = visit(target('good'), `${HELLO}; sleep 30`, { signal: controller.signal });
    await sleep(milliseconds);
    const began = performance.now();
    controller.abort();
    expect((await running).failure?.reason).toBe('cancelled');
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test('cancelled before it began', async () => {
    expect((await visit(target('good'), HELLO, { signal: AbortSignal.abort() })).failure?.reason).toBe(
      'cancelled',
    );
  });

  test('the harness leaves no process behind', async () => {
    const before = childrenOf(process.pid).length;
    const another = await startSshd([{ name: 'a' }, { name: 'b', ownHostKey: true }]);
    expect(childrenOf(process.pid).length).toBe(before + 2);
    await another.stop();
    expect(childrenOf(process.pid).length).toBe(before);
  });
});

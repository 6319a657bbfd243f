import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchHostKey, fetchHostKeys } from '../../server/collect/fetchHostKeys.ts';
import { sshTransport } from '../../server/collect/transports/ssh.ts';
import type { Delivery, Limits, Target } from '../../server/collect/transports/transport.ts';
import { freePort, hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { asRoot, needs } from '../harness/tools.ts';

const HELLO = "printf '0123456789abcdef+1 hello proto=1\\n'";
const limits: Limits = { connectSeconds: 3, visitSeconds: 10, maxBytes: 4_000_000 };
const FORWARDS = ['DisableForwarding no', 'AllowTcpForwarding yes', 'AllowAgentForwarding yes'];
/** Longer than an unused connection to a jump host is kept, and its failure remembered. */
const IDLE_MS = 1300;
const FORGOTTEN_MS = 5300;

const NODES = Array.from({ length: 30 }, (_, at) => `n${at + 1}`);

let nodes: Sshd;
let gate: Sshd;
let inner: Sshd;

function target(sshd: Sshd, name: string, change: Partial<Target> = {}): Target {
  return {
    name: `alpha/hpc1/${name}`,
    transport: 'ssh',
    address: sshd.node(name).address,
    port: sshd.port,
    user: sshd.user,
    identityFiles: [sshd.clientKey],
    agentSocket: '',
    knownHosts: [sshd.knownHosts],
    root: '',
    ...change,
  };
}

const hop = (sshd: Sshd, change: Partial<Target> = {}) =>
  target(sshd, 'gate', { name: 'alpha/hpc1/n1', isJumpHost: true, ...change });
const at = ({ address, port }: Target) => `${address}:${port}`;

interface Visit extends Delivery {
  output: string;
}

async function visit(
  to: Target,
  script = `${HELLO}; echo "$SSH_CONNECTION"`,
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

/** How often somebody logged in, by the daemon's own log. */
const logins = (sshd: Sshd) => sshd.log().split('Accepted publickey for').length - 1;

/** Somebody else's host key, as it stands behind the name in a known_hosts file. */
const keyIn = (file: string) =>
  (readFileSync(file, 'utf8').split('\n')[0] ?? '').split(' ').slice(1).join(' ');

describe.skipIf(!hasSshd())('jump hosts', () => {
  beforeAll(async () => {
    nodes = await startSshd(NODES.map((name) => ({ name })));
    gate = await startSshd([{ name: 'gate' }], { config: FORWARDS });
    inner = await startSshd([{ name: 'gate' }], { config: FORWARDS });
  });
  afterAll(() => Promise.all([nodes, gate, inner].map((sshd) => sshd?.stop())));

  test('30 nodes behind one share one connection, and the node sees the jump host', async () => {
    const before = logins(gate);
    const visits = await Promise.all(
      NODES.map((name) => visit(target(nodes, name, { jumps: [hop(gate, { name: `alpha/hpc1/${name}` })] }))),
    );
    expect(visits.map(({ failure }) => failure)).toEqual(NODES.map(() => null));
    expect(logins(gate) - before).toBe(1);
    expect(visits[6]?.output).toContain(` ${nodes.node('n7').address} ${nodes.port}\n`);
  });

  test('through two: each is logged in to once, the second one from the first', async () => {
    await sleep(IDLE_MS);
    const before = [logins(gate), logins(inner)];
    const jumps = [hop(gate), hop(inner)];
    const visits = await Promise.all(NODES.map((name) => visit(target(nodes, name, { jumps }))));
    expect(visits.map(({ failure }) => failure)).toEqual(NODES.map(() => null));
    expect([logins(gate), logins(inner)]).toEqual(before.map((count) => count + 1));
  });

  test('every byte of a large script and of its output arrives', async () => {
    const padding = `# ${'x'.repeat(98)}\n`.repeat(20_000);
    const script = `${HELLO}\n${padding}head -c 3000000 /dev/zero; exit 7\n`;
    const { output, exitCode } = await visit(target(nodes, 'n1', { jumps: [hop(gate), hop(inner)] }), script);
    expect({ bytes: output.length, exitCode }).toEqual({ bytes: 33 + 3_000_000, exitCode: 7 });
  });

  test('an idle connection is closed after a moment', async () => {
    await visit(target(nodes, 'n1', { jumps: [hop(gate)] }));
    const closed = () => gate.log().split('Disconnected from').length;
    const before = closed();
    for (let tries = 0; tries < 100 && closed() === before; tries++) await sleep(50);
    expect(closed()).toBe(before + 1);
  });

  test('no more nodes at once than is allowed', async () => {
    const peak = join(nodes.folder, 'peak');
    // Each counts who is there; the most that one saw is kept.
    const script = `${HELLO}; d="${peak}"; mkdir -p "$d"; : >"$d/$$"; sleep 0.2; ls "$d" | wc -l; rm "$d/$$"`;
    const visits = await Promise.all(
      NODES.slice(0, 12).map((name) =>
        visit(target(nodes, name, { jumps: [hop(gate)], jumpNodes: 3 }), script),
      ),
    );
    const seen = visits.map(({ output }) => Number(output.split('\n')[1]));
    expect(Math.max(...seen)).toBe(3);
  });

  test('a visit that waits for a place can be cancelled, and its place is not lost', async () => {
    const through = (name: string) => target(nodes, name, { jumps: [hop(gate)], jumpNodes: 1 });
    const first = visit(through('n1'), `${HELLO}; sleep 1`);
    const stop = new AbortController();
    const second = visit(through('n2'), HELLO, { signal: stop.signal });
    const third = visit(through('n3'), HELLO, { change: { visitSeconds: 0.9 } });
    await sleep(100);
    stop.abort();
    expect((await second).failure?.reason).toBe('cancelled');
    expect((await first).failure).toBeNull();
    // The wait is longer than the visit may be, and does not count.
    expect((await third).failure).toBeNull();
  });

  test('a jump host that dies in the middle fails its nodes, keeps what they said, and the next visit is good', async () => {
    const jumps = [hop(gate)];
    const running = NODES.slice(0, 5).map((name) =>
      visit(target(nodes, name, { jumps }), `${HELLO}; echo first; sleep 20`),
    );
    await sleep(700);
    const before = logins(gate);
    gate.drop();
    for (const { failure, output } of await Promise.all(running)) {
      expect(output).toContain('first\n');
      expect(failure).toMatchObject({
        reason: 'jump-failed',
        message: `the connection to the jump host ${at(hop(gate))} ended`,
      });
    }
    const again = await Promise.all(NODES.map((name) => visit(target(nodes, name, { jumps }))));
    expect(again.map(({ failure }) => failure)).toEqual(NODES.map(() => null));
    expect(logins(gate) - before).toBe(1);
  });

  test('one that is down fails all its nodes in one attempt, and is asked again later', async () => {
    const port = await freePort();
    const address = gate.node('gate').address;
    let attempts = 0;
    const down = createServer((socket) => {
      attempts++;
      socket.on('error', () => {}).end();
    }).listen(port, address);
    await once(down, 'listening');
    const knownHosts = [join(gate.folder, 'imposter')];
    writeFileSync(knownHosts[0] ?? '', `[${address}]:${port} ${keyIn(nodes.knownHosts)}\n`);
    const jumps = [hop(gate, { port, knownHosts })];
    const results = await Promise.all(NODES.map((name) => visit(target(nodes, name, { jumps }))));
    for (const { failure } of results)
      expect(failure).toMatchObject({
        reason: 'jump-failed',
        message: `on the way, at the jump host ${address}:${port} closed the connection during the handshake`,
        hint: expect.stringContaining('MaxStartups'),
      });
    expect(attempts).toBe(1);
    down.close();
    const config = ['DisableForwarding no', `ListenAddress ${address}:${port}`];
    const late = await startSshd([{ name: 'gate' }], { config });
    const again = () => visit(target(nodes, 'n1', { jumps })).then(({ failure }) => failure?.message);
    // It runs now, and for some seconds nobody asks.
    expect(await again()).toContain('closed the connection');
    await sleep(FORGOTTEN_MS);
    expect(await again()).toContain('has another one');
    await late.stop();
  }, 20_000);

  test('an unknown host key of a jump host says how to accept it', async () => {
    const { failure } = await visit(
      target(nodes, 'n1', { jumps: [hop(gate, { knownHosts: ['/nonexistent'] })] }),
    );
    expect(failure).toMatchObject({
      reason: 'jump-failed',
      message: expect.stringMatching(
        /^on the way, at the jump host .* offers the ED25519 key SHA256:.* nobody has accepted/,
      ),
      hint: expect.stringMatching(/run: gazetteer hostkeys accept alpha\/hpc1\/n1 --jump-hosts$/),
    });
  });

  test('a changed key of the second jump host names that one and the way', async () => {
    const knownHosts = [join(inner.folder, 'changed')];
    writeFileSync(
      knownHosts[0] ?? '',
      `[${inner.node('gate').address}]:${inner.port} ${keyIn(nodes.knownHosts)}\n`,
    );
    const jumps = [hop(gate), hop(inner, { knownHosts })];
    const { failure } = await visit(target(nodes, 'n1', { jumps }));
    expect(failure?.message).toContain(
      `on the way, at the jump host ${at(hop(inner))} by way of ${at(hop(gate))} offers the ED25519 key`,
    );
    expect(failure?.message).toContain('has another one');
  });

  test("a key that the jump host does not know is that jump host's fault", async () => {
    const jumps = [hop(gate, { identityFiles: [nodes.clientKey] })];
    const { failure } = await visit(target(nodes, 'n1', { jumps }));
    expect(failure).toMatchObject({
      reason: 'jump-failed',
      message: expect.stringMatching(/^on the way, at the jump host .* accepted none of: .*client/),
    });
  });

  test("what is wrong with the node behind is told as the node's", async () => {
    const jumps = [hop(gate)];
    const said = async (change: Partial<Target>) => {
      const { failure } = await visit(target(nodes, 'n1', { jumps, ...change }));
      return [failure?.reason, failure?.message];
    };
    const way = `by way of ${at(hop(gate))}`;
    const port = await freePort();
    expect(await said({ port })).toEqual([
      'connect-refused',
      `127.0.10.1:${port} ${way}: Connection refused`,
    ]);
    expect(await said({ address: 'no-such-host.invalid' })).toEqual([
      'address-unknown',
      expect.stringContaining(`no-such-host.invalid:${nodes.port} ${way}: `),
    ]);
    expect((await said({ knownHosts: [] }))[0]).toBe('host-key-unknown');
    expect((await said({ identityFiles: [gate.clientKey] }))[0]).toBe('login-refused');
  });

  test('a jump host that lets nobody through says so', async () => {
    const config = ['DisableForwarding no', 'PermitOpen 127.0.0.1:9'];
    const strict = await startSshd([{ name: 'gate' }], { config });
    const jumps = [hop(strict)];
    const { failure } = await visit(target(nodes, 'n1', { jumps }));
    await strict.stop();
    expect(failure).toMatchObject({
      reason: 'jump-failed',
      message: expect.stringMatching(/^the jump host .* opens no way to 127\.0\.10\.1:[0-9]+: /),
      hint: expect.stringContaining('PermitOpen'),
    });
  });

  test('a node that says nothing behind a jump host is given up in time', async () => {
    const port = await freePort();
    const server = createServer(() => {}).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const { failure } = await visit(
      target(nodes, 'n1', { address: '127.0.0.1', port, jumps: [hop(gate)] }),
      HELLO,
      {
        change: { connectSeconds: 0.5 },
      },
    );
    server.close();
    expect(failure).toMatchObject({
      reason: 'connect-timeout',
      message: expect.stringContaining('said nothing within 0.5 s'),
    });
  });

  test('host keys are asked for through jump hosts too', async () => {
    const through = target(nodes, 'n1', { jumps: [hop(gate), hop(inner)] });
    const one = await fetchHostKey(through, 3);
    const direct = await fetchHostKey(target(nodes, 'n1'), 3);
    expect(one).toEqual(direct);
    expect(one.ok).toBe(true);
    expect(await fetchHostKeys(through, 3)).toEqual(direct);
  });

  test('a misrouted node is not connected to', async () => {
    const why = { reason: 'jump-failed' as const, message: 'in a circle', hint: 'x' };
    expect((await visit(target(nodes, 'n1', { misrouted: why }))).failure).toEqual(why);
    expect(await fetchHostKey(target(nodes, 'n1', { misrouted: why }), 3)).toEqual({
      ok: false,
      failure: why,
    });
  });
});

const NAME = `gzj${process.pid}`;
/** TEST-NET-2 (RFC 5737), between the two ends of a cable inside this machine. */
const [HERE, THERE] = ['198.51.100.5', '198.51.100.6'];

function ip(line: string): void {
  const ran = spawnSync('ip', line.split(' '), { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`ip ${line}: ${ran.stderr}`);
}

describe.skipIf(!hasSshd() || !asRoot('to make a network namespace') || !needs('ip', 'iproute2'))(
  'a network that only the jump host reaches',
  () => {
    test('is reached through it', async () => {
      ip(`netns add ${NAME}`);
      ip(`link add ${NAME}a type veth peer name ${NAME}b netns ${NAME}`);
      ip(`addr add ${HERE}/30 dev ${NAME}a`);
      ip(`link set ${NAME}a up`);
      ip(`-n ${NAME} addr add ${THERE}/30 dev ${NAME}b`);
      ip(`-n ${NAME} link set ${NAME}b up`);
      // Addresses of the loopback interface in there are nobody's out here.
      ip(`-n ${NAME} link set lo up`);
      const bastion = await startSshd([{ name: 'gate' }], {
        config: FORWARDS,
        namespace: { name: NAME, address: THERE },
      });
      const hidden = await startSshd([{ name: 'n1' }], { namespace: { name: NAME, address: '127.0.99.1' } });
      try {
        const direct = await visit(target(hidden, 'n1'));
        expect(direct.failure?.reason).toBe('connect-refused');
        const through = await visit(target(hidden, 'n1', { jumps: [hop(bastion)] }));
        expect(through.failure).toBeNull();
        expect(through.output).toContain(`127.0.99.1 ${hidden.port}\n`);
        await sleep(IDLE_MS);
      } finally {
        await bastion.stop();
        await hidden.stop();
        ip(`link del ${NAME}a`);
        ip(`netns del ${NAME}`);
      }
    }, 30_000);
  },
);

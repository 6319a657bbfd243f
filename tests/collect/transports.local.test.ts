import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { localTransport } from '../../server/collect/transports/local.ts';
import type { Delivery, Limits, Target } from '../../server/collect/transports/transport.ts';
import { hasEnded } from '../harness/processes.ts';

const HELLO = "printf '0123456789abcdef+1 hello proto=1\\n'";
const limits: Limits = { connectSeconds: 5, visitSeconds: 10, maxBytes: 4_000_000 };
const here: Target = {
  name: 'here/here/here',
  transport: 'local',
  address: '',
  port: 0,
  user: '',
  identityFiles: [],
  agentSocket: '',
  knownHosts: [],
  root: '',
};

async function visit(
  script: string,
  change: Partial<Limits> = {},
  signal = new AbortController().signal,
): Promise<Delivery & { output: string }> {
  const chunks: Buffer[] = [];
  const delivery = await localTransport(
    here,
    script,
    { ...limits, ...change },
    (chunk) => chunks.push(chunk),
    signal,
  );
  return { ...delivery, output: Buffer.concat(chunks).toString('latin1') };
}

describe('local', () => {
  test('brings output, exit code and the end of standard error', async () => {
    expect(await visit(`${HELLO}; echo "$0"; echo oops >&2; exit 7`)).toEqual({
      failure: null,
      exitCode: 7,
      stderr: 'oops\n',
      output: '0123456789abcdef+1 hello proto=1\n/bin/sh\n',
    });
  });

  test('every byte of a large script and of its output arrives', async () => {
    const padding = `# ${'x'.repeat(98)}\n`.repeat(5000);
    const { output, exitCode } = await visit(`${HELLO}\n${padding}head -c 3000000 /dev/zero; exit 0\n`);
    expect({ bytes: output.length, exitCode }).toEqual({ bytes: 33 + 3_000_000, exitCode: 0 });
  });

  test('the first frame is known in any chunking', async () => {
    const { failure } = await visit(
      "for c in 0 + 1 ' ' h e l l o ' ' p; do printf %s \"$c\"; sleep 0.01; done",
    );
    expect(failure).toBeNull();
  });

  test('agent-missing: the shell ends at once and reads nothing', async () => {
    const { failure, exitCode } = await visit(`exit 3\n${'# padding\n'.repeat(100_000)}`);
    expect(exitCode).toBe(3);
    expect(failure?.reason).toBe('agent-missing');
  });

  test('agent-missing tells what was said instead', async () => {
    const { failure } = await visit('echo noise; echo "no awk here" >&2; exit 3');
    expect(failure?.message).toContain('"no awk here"');
  });

  test('visit-timeout ends everything that was started', async () => {
    const { failure, output } = await visit(`${HELLO}; sleep 300 & echo pid=$!; wait`, { visitSeconds: 0.5 });
    expect(failure?.reason).toBe('visit-timeout');
    const pid = Number(/pid=([0-9]+)/.exec(output)?.[1]);
    expect(await hasEnded(pid)).toBe(true);
  });

  test('output-limit', async () => {
    const { failure, output } = await visit(`${HELLO}; yes`, { maxBytes: 100_000 });
    expect(failure?.reason).toBe('output-limit');
    expect(output.length).toBeLessThanOrEqual(100_000);
  });

  test('cancelled', async () => {
    const controller = new AbortController();
    const running = visit(`${HELLO}; sleep 30`, {}, controller.signal);
    await sleep(100);
    controller.abort();
    expect((await running).failure?.reason).toBe('cancelled');
    expect((await visit(HELLO, {}, AbortSignal.abort())).failure?.reason).toBe('cancelled');
  });

  test('a process that is left behind with the output open does not hold the visit', async () => {
    const began = performance.now();
    const { failure, output } = await visit(`${HELLO}; sleep 5 & echo pid=$!; exit 0`);
    expect(failure).toBeNull();
    expect(performance.now() - began).toBeLessThan(4000);
    process.kill(Number(/pid=([0-9]+)/.exec(output)?.[1]));
  });
});

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BadNode, badNode, GOOD } from '../harness/badNode.ts';
import { canInvent } from '../harness/invented.ts';

/** A node whose shell does what a test tells it, behind a real sshd. */
describe.skipIf(!canInvent())('a node that', () => {
  let node: BadNode;
  const behave = (script: string) => node.behave(script);
  const sweep = () => node.sweep();
  const known = () => node.known();

  beforeAll(async () => {
    node = await badNode({ limits: { visitSeconds: 8, facetSeconds: 6 } });
  }, 60_000);
  afterAll(() => node?.stop());

  test('is well is read whole', async () => {
    expect(await sweep()).toMatchObject({ outcomes: { complete: 1 }, failures: [] });
    expect((await known()).tools.length).toBeGreaterThan(5);
  }, 30_000);

  test.each([
    // An agent that only lost its output could wait for an answer still; of a node that dies nothing is left.
    ['dies in the middle of a frame', 'sh -s | { head -c 4000; kill -9 0; }', 'partial', 'connection-lost'],
    ['dies right after it said hello', 'sh -s | { head -c 130; kill -9 0; }', 'failed', 'connection-lost'],
    ['hangs before it says anything', 'exec sleep 60', 'failed', 'visit-timeout'],
    ['hangs in the middle', 'sh -s | head -c 4000; exec sleep 60', 'partial', 'visit-timeout'],
    [
      'prints a megabyte in its profile and exits with 3',
      'head -c 1000000 /dev/zero | tr "\\0" x; exit 3',
      'failed',
      'agent-missing',
    ],
    ['has a shell that is not there', 'exec /no/such/shell', 'failed', 'agent-missing'],
    ['has no awk', 'cat > /dev/null; echo "no awk" >&2; exit 3', 'failed', 'agent-missing'],
  ])(
    '%s',
    async (_, script, outcome, reason) => {
      const before = await known();
      behave(script);
      const bad = await sweep();
      expect(bad.outcomes).toMatchObject({ [outcome]: 1 });
      expect(bad.failures.map((failure) => failure.reason)).toEqual([reason]);
      expect(bad.failures[0]?.hint).not.toBe('');
      expect(await known()).toEqual(before);
      behave(GOOD);
      expect(await sweep()).toMatchObject({ outcomes: { complete: 1 }, changed: 0 });
      expect(await known()).toEqual(before);
    },
    40_000,
  );

  test('prints banners and garbage around its frames is read whole', async () => {
    const before = await known();
    behave('echo "WELCOME to edelweiss"; printf "no newline"; sh -s; echo garbage; printf "\\377\\000"');
    expect(await sweep()).toMatchObject({ outcomes: { complete: 1 }, changed: 0 });
    expect(await known()).toEqual(before);
    behave(GOOD);
  }, 30_000);

  test('is cut off in the middle of a frame keeps what arrived whole', async () => {
    const before = await known();
    behave('sh -s | { head -c 4000; touch "$HOME/halfway"; sleep 20; }');
    const halfway = join(node.sshd.folder, 'home/halfway');
    const swept = sweep();
    for (let tries = 0; tries < 700 && !existsSync(halfway); tries += 1) await sleep(10);
    node.sshd.drop();
    const bad = await swept;
    expect(bad.outcomes).toMatchObject({ partial: 1 });
    expect(bad.failures.map((failure) => failure.reason)).toEqual(['connection-lost']);
    expect(await known()).toEqual(before);
    behave(GOOD);
    expect(await sweep()).toMatchObject({ outcomes: { complete: 1 }, changed: 0 });
  }, 30_000);

  test('accepts another key only', async () => {
    const before = await known();
    const keys = join(node.sshd.folder, 'authorized_keys');
    const text = readFileSync(keys, 'utf8');
    writeFileSync(keys, '');
    const bad = await sweep();
    writeFileSync(keys, text);
    expect(bad.failures.map((failure) => failure.reason)).toEqual(['login-refused']);
    expect(await known()).toEqual(before);
  }, 30_000);

  test('lost its module system says so, and its trees are kept until somebody decides', async () => {
    const before = await known();
    const record = join(node.root, '.gazetteer/run/modules-init.out');
    const text = readFileSync(record, 'utf8');
    rmSync(record);
    const bad = await sweep();
    const after = await known();
    writeFileSync(record, text);
    expect(bad.failures.map((failure) => failure.reason)).toEqual(['root-lesser']);
    const told = (all: typeof before) => all.tools.map((row) => [row.tool_id, row.offerings, row.nodes]);
    expect(told(after)).toEqual(told(before));
    expect(await sweep()).toMatchObject({ outcomes: { complete: 1 } });
  }, 30_000);
});

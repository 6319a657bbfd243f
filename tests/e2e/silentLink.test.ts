import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { badNode, GOOD } from '../harness/badNode.ts';
import { canInvent } from '../harness/invented.ts';
import { asRoot, needs } from '../harness/tools.ts';

const NAME = `gz${process.pid}`;
/** TEST-NET-2 (RFC 5737): nobody's, and here only between two ends of a cable that lies in this machine. */
const [HERE, THERE] = ['198.51.100.1', '198.51.100.2'];

function ip(line: string): void {
  const ran = spawnSync('ip', line.split(' '), { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`ip ${line}: ${ran.stderr}`);
}

const possible =
  canInvent() &&
  asRoot('to make a network namespace') &&
  needs('ip', 'iproute2') &&
  needs('sshd', 'openssh-server');

describe.skipIf(!possible)('a link that is cut without a word', () => {
  test.each([
    [
      'in the middle of a frame',
      'sh -s | head -c 4000; touch "$HOME/halfway"; sleep 20',
      'partial',
      'visit-timeout',
    ],
    ['before the node is reached', GOOD, 'failed', 'connect-timeout'],
  ])(
    '%s loses nothing, and the next sweep is good',
    async (when, script, outcome, reason) => {
      ip(`netns add ${NAME}`);
      ip(`link add ${NAME}a type veth peer name ${NAME}b netns ${NAME}`);
      ip(`addr add ${HERE}/30 dev ${NAME}a`);
      ip(`link set ${NAME}a up`);
      ip(`-n ${NAME} addr add ${THERE}/30 dev ${NAME}b`);
      ip(`-n ${NAME} link set ${NAME}b up`);
      const node = await badNode({
        namespace: { name: NAME, address: THERE },
        limits: { connectSeconds: 2 },
      });
      try {
        expect(await node.sweep()).toMatchObject({ outcomes: { complete: 1 } });
        const before = await node.known();
        node.behave(script);
        const halfway = join(node.sshd.folder, 'home/halfway');
        // The other end keeps its link: nobody is told that nothing arrives any more.
        const cut = () => ip(`-n ${NAME} addr del ${THERE}/30 dev ${NAME}b`);
        if (outcome === 'failed') cut();
        const swept = node.sweep();
        if (outcome === 'partial') {
          for (let tries = 0; tries < 300 && !existsSync(halfway); tries += 1) await sleep(10);
          await sleep(200);
          cut();
        }
        const bad = await swept;
        expect(bad.outcomes, when).toMatchObject({ [outcome]: 1 });
        expect(bad.failures.map((failure) => failure.reason)).toEqual([reason]);
        expect(await node.known()).toEqual(before);
        ip(`-n ${NAME} addr add ${THERE}/30 dev ${NAME}b`);
        node.behave(GOOD);
        expect(await node.sweep()).toMatchObject({ outcomes: { complete: 1 }, changed: 0 });
        expect(await node.known()).toEqual(before);
      } finally {
        await node.stop();
        ip(`link del ${NAME}a`);
        ip(`netns del ${NAME}`);
      }
    },
    60_000,
  );
});

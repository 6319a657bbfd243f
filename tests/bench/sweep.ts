import { join } from 'node:path';
import { recordedRoot } from '../harness/invented.ts';
import { hasSshd, type Sshd, startSshd } from '../harness/sshd.ts';
import { agentCosts } from './agentCost.ts';
import type { Bench, Result } from './bench.ts';
import { describe, nodeNames, type Reach, sweepOnce, visitCosts, withFolder } from './loopback.ts';
import { withCopy, withDatabase, withPostgres } from './postgres.ts';
import { onlySweepAndVisit, writtenBy, writtenText } from './rowsWritten.ts';
import { type Cost, timedWork } from './timed.ts';
import { told, type Yardsticks, yardsticks } from './yardsticks.ts';

const PARALLEL = 64;
/** Nodes that are swept before anything is measured, in a database of their own. */
const FEW = 20;
const RECORDED = 'alpine/edelweiss/cpu001';

export const sweep: Bench = {
  name: 'sweep',
  sentence:
    'sweeps of 200 loopback nodes (--nodes) on one sshd, against clush with the same agent, and ansible',
  run: async (say, options) => {
    if (!hasSshd()) return [];
    const counts = options.nodes.length > 0 ? options.nodes : [200];
    return withPostgres(async (url) => {
      const results: Result[] = [];
      for (const count of counts)
        results.push(
          ...(await withFolder((folder) =>
            measured({ url, count, recorded: options.recorded, folder }, say),
          )),
        );
      return results;
    });
  },
};

async function measured(
  { url, count, recorded, folder }: { url: string; count: number; recorded: boolean; folder: string },
  say: (text: string) => void,
): Promise<Result[]> {
  const root = recorded ? join(folder, 'root') : undefined;
  if (root !== undefined) recordedRoot(RECORDED, root);
  const nodes = nodeNames(count).map((name) => ({ name, ...(root === undefined ? {} : { root }) }));
  const sshd = await startSshd(nodes);
  try {
    const what = recorded ? `recorded as ${RECORDED}` : 'each this machine itself';
    say(`${count} nodes, ${what}, on one sshd, ${PARALLEL} at a time`);
    const others = yardsticks(sshd, folder, PARALLEL, say);
    // The service runs for weeks: what compiling its code costs is told apart.
    const few = { ...sshd, nodes: sshd.nodes.slice(0, FEW) };
    const started = await withCopy(url, (copy) => swept(copy, few, folder));
    say(`${FEW} nodes by a process that has just started: ${told(started, FEW)}`);
    const own = await withCopy(url, (copy) => ours(copy, sshd, folder, others, say));
    return [...own, ...(await agents(folder, root))];
  } finally {
    await sshd.stop();
  }
}

async function agents(folder: string, root: string | undefined): Promise<Result[]> {
  const costs = await agentCosts(folder, root);
  return costs.flatMap(({ facets, all, shell }) => [
    { what: `agent, processor time with the programs it starts, ${facets}`, size: '1 node', seconds: all },
    ...(shell === null
      ? []
      : [
          {
            what: `agent, processor time of its own shells, ${facets}`,
            size: '1 node',
            seconds: shell,
            ratio: { yardstick: '100 ms', value: shell / 0.1, toReach: 1 },
          },
        ]),
  ]);
}

const swept = (url: string, reach: Reach, folder: string) =>
  withDatabase(url, async (db) => {
    await describe(db, reach, folder);
    return timedWork(() => sweepOnce(db, folder, { parallel: PARALLEL }));
  });

async function ours(
  url: string,
  sshd: Sshd,
  folder: string,
  others: Yardsticks,
  say: (text: string) => void,
): Promise<Result[]> {
  await withDatabase(url, (db) => describe(db, sshd, folder));
  const results: Result[] = [];
  for (const what of ['first sweep', 'unchanged sweep']) {
    const { result: cost, written } = await writtenBy(url, (db) =>
      timedWork(async () => {
        const { sweepId } = await sweepOnce(db, folder, { parallel: PARALLEL });
        return visitCosts(db, sweepId);
      }),
    );
    const { bytes, median, slowest } = cost.result;
    say(
      `${what}: ${told(cost, sshd.nodes.length)}; a visit ${bytes} bytes, ${median} ms (95 %: ${slowest} ms)`,
    );
    say(`${what}: rows written: ${writtenText(written)}`);
    if (what === 'unchanged sweep') onlySweepAndVisit(written);
    results.push(...against(others, what, cost, sshd.nodes.length));
  }
  return results;
}

function against(
  { clush, ansible }: Yardsticks,
  what: string,
  cost: Cost & { megabytes: number },
  nodes: number,
): Result[] {
  const size = `${nodes} nodes`;
  const wall = { what: `${what}, wall time`, size, seconds: cost.seconds, megabytes: cost.megabytes };
  const processor = { what: `${what}, processor time of the service`, size, seconds: cost.processor };
  const ofClush = (value: number, toReach: number) => ({ yardstick: "clush's", value, toReach });
  return [
    { ...wall, ...(clush ? { ratio: ofClush(cost.seconds / clush.seconds, 0.5) } : {}) },
    { ...processor, ...(clush ? { ratio: ofClush(cost.processor / clush.processor, 0.125) } : {}) },
    ...(ansible === undefined
      ? []
      : [
          {
            ...wall,
            ratio: { yardstick: "ansible -m setup's", value: cost.seconds / ansible, toReach: 0.125 },
          },
        ]),
  ];
}

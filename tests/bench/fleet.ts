import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { installation } from '../../server/config.ts';
import { countRows } from '../harness/database.ts';
import { recordedRoot } from '../harness/invented.ts';
import { makeKey, publicKeyOf } from '../harness/sshKeys.ts';
import type { Bench, Result } from './bench.ts';
import { expectedRows, knownRoots } from './expectedRows.ts';
import { describe, nodeNames, type Reach, sweepOnce, withFolder } from './loopback.ts';
import { withDatabase, withPostgres } from './postgres.ts';
import { recordAgent } from './recording.ts';
import { onlySweepAndVisit, writtenBy, writtenText } from './rowsWritten.ts';
import { timedWork } from './timed.ts';

const PARALLEL = 64;
const NODE = 'alpine/edelweiss/cpu001';
const FACETS = ['hardware', 'os', 'kernel', 'gpus', 'runtimes', 'images', 'modules'];
/** What that node is laid together from (tests/harness/invented.ts). */
const FIXTURES = [
  'hardware/el9-genoa',
  'os/el9',
  'kernel/el9-two-flavours',
  'gpus/cpu-node',
  'runtimes/el9-apptainer-setuid',
  'images/shared-folder-and-stores',
  'modules/lmod-hierarchy',
];
/** Its file server is mounted there. */
const isShared = (path: string) => path === '/opt' || path.startsWith('/opt/');
const ROOTS = [
  { facet: 'images', path: '/opt/containers' },
  { facet: 'modules', path: '/opt/modules/group' },
];

const BUILT = 'Wed Apr 10 10:29:16 EDT 2024';
type Changes = Record<string, [string, string][]>;

/** Of a hundred nodes, two have the same other kernel, and one has a kernel as no other node. */
function changesOf(addresses: string[]): { changed: Changes; documents: number } {
  const changed: Changes = {};
  let own = 0;
  for (const [at, address] of addresses.entries()) {
    if (at % 100 < 2) changed[address] = [[BUILT, 'Thu May 23 08:00:00 EDT 2024']];
    if (at % 100 !== 2) continue;
    own += 1;
    const clock = new Date(own * 1000).toISOString().slice(11, 19);
    changed[address] = [[BUILT, `Fri Jun 14 ${clock} EDT 2024`]];
  }
  return { changed, documents: own + 1 };
}

export const fleet: Bench = {
  name: 'fleet',
  sentence:
    '10,000 nodes (--nodes) of which 3 % differ: recorded frames, said by an SSH server in a process beside the service',
  run: async (say, { nodes: [count = 10_000] }) => withFolder((folder) => measured(count, folder, say)),
};

async function measured(count: number, folder: string, say: (text: string) => void): Promise<Result[]> {
  say(
    'simulated: frames recorded of one real agent, over real SSH from one server process of the ssh2 library;',
  );
  say('nobody runs an agent on the nodes, and their times are not those of real ones');
  const names = nodeNames(count);
  const nodes = names.map((name, at) => ({
    name,
    address: `127.${20 + Math.floor(at / 62_500)}.${Math.floor(at / 250) % 250}.${(at % 250) + 1}`,
  }));
  const { changed, documents } = changesOf(nodes.map((node) => node.address));
  const { reach, stop } = await startFleet(folder, nodes, changed);
  const base = expectedRows(FIXTURES, isShared);
  const expected = {
    visit: count,
    observation: base.observations * count,
    root_item: base.sharedItems + base.ownItems * count,
    document: base.documents + documents,
  };
  try {
    return await withPostgres((url) => sweeps(url, reach, folder, expected, say));
  } finally {
    stop();
  }
}

async function recordAll(root: string, known: { facet: string; path: string }[]) {
  const record = (word: 'walk' | 'skip' | 'same') =>
    recordAgent({ facets: FACETS, roots: ROOTS, known }, root, word);
  return { walk: await record('walk'), skip: await record('skip'), same: await record('same') };
}

async function startFleet(
  folder: string,
  nodes: Reach['nodes'],
  changed: Changes,
): Promise<{ reach: Reach; stop: () => void }> {
  const root = join(folder, 'root');
  recordedRoot(NODE, root);
  const [fresh, known] = [await recordAll(root, []), await recordAll(root, knownRoots(FIXTURES))];
  const [hostKey, clientKey] = [makeKey(join(folder, 'host')), makeKey(join(folder, 'client'))];
  const setup = join(folder, 'fleet.json');
  writeFileSync(setup, JSON.stringify({ hostKey: readFileSync(hostKey, 'utf8'), fresh, known, changed }));
  const run = `import('${join(installation, 'bin/runModule.js')}').then((m) => m.runModule('tests/bench/fleetServer.ts'))`;
  const server = spawn(process.execPath, ['-e', run], {
    env: { ...process.env, BENCH_FLEET: setup },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((listens, ended) => {
    server.stdout.on('data', (chunk) => listens(Number(/port ([0-9]+)/.exec(String(chunk))?.[1])));
    server.once('close', () => ended(new Error('the nodes did not start')));
  });
  const knownHosts = join(folder, 'known_hosts');
  writeFileSync(knownHosts, `[127.*]:${port} ${publicKeyOf(hostKey)}`);
  return { reach: { port, user: 'bench', clientKey, knownHosts, nodes }, stop: () => server.kill('SIGTERM') };
}

async function sweeps(
  url: string,
  reach: Reach,
  folder: string,
  expected: Record<string, number>,
  say: (text: string) => void,
): Promise<Result[]> {
  const count = reach.nodes.length;
  const roots = `roots: { images: [${ROOTS[0]?.path}], modules: [${ROOTS[1]?.path}] }`;
  await withDatabase(url, (db) => describe(db, reach, folder, [`facets: [${FACETS.join(', ')}]`, roots]));
  const results: Result[] = [];
  for (const what of ['first sweep', 'unchanged sweep']) {
    const pace = new Pace(count, (text) => say(`${what}: ${text}`));
    const { result: cost, written } = await writtenBy(url, (db) =>
      timedWork(() => sweepOnce(db, folder, { parallel: PARALLEL, onVisit: () => pace.visited() })),
    );
    say(`${what}: ${((cost.processor / count) * 1000).toFixed(1)} ms of processor time a node`);
    say(`${what}: rows written: ${writtenText(written)}`);
    if (what === 'unchanged sweep') onlySweepAndVisit(written);
    else await withDatabase(url, async (db) => compare(await countRows(db), expected, say));
    const { seconds, megabytes } = cost;
    results.push({ what: `${what}, wall time`, size: `${count} nodes`, seconds, megabytes });
    results.push(...pace.results(what));
  }
  return results;
}

function compare(
  rows: Record<string, number>,
  expected: Record<string, number>,
  say: (text: string) => void,
): void {
  for (const [table, count] of Object.entries(expected)) {
    if (rows[table] !== count)
      throw new Error(`${table} has ${rows[table]} rows, and ${count} were expected`);
  }
  say(
    `rows as counted in the fixtures: ${Object.entries(expected)
      .map(([name, n]) => `${name} ${n}`)
      .join(', ')}`,
  );
}

/** Exact memory needs a collection first, which Node gives only where it is asked for. */
setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

interface Mark {
  nodes: number;
  seconds: number;
  processor: number;
}

/** What each thousand of nodes took, and the memory held then. */
class Pace {
  private done = 0;
  private readonly began = performance.now();
  private readonly used = process.cpuUsage();
  private readonly marks: Mark[] = [{ nodes: 0, seconds: 0, processor: 0 }];
  private readonly step: number;

  constructor(
    private readonly count: number,
    private readonly say: (text: string) => void,
  ) {
    this.step = Math.max(1, Math.min(1000, Math.floor(count / 4)));
  }

  visited(): void {
    this.done += 1;
    if (this.done % this.step !== 0) return;
    const { user, system } = process.cpuUsage(this.used);
    const [seconds, processor] = [(performance.now() - this.began) / 1000, (user + system) / 1e6];
    const before = this.marks.at(-1);
    this.marks.push({ nodes: this.done, seconds, processor });
    if (typeof collectGarbage === 'function') collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    const each = ((processor - (before?.processor ?? 0)) / this.step) * 1000;
    const memory = `heap ${(heapUsed / 2 ** 20).toFixed(0)} MB, resident ${(rss / 2 ** 20).toFixed(0)} MB`;
    this.say(
      `${this.done} of ${this.count} nodes after ${seconds.toFixed(0)} s, of late ${each.toFixed(1)} ms of processor time a node; ${memory}`,
    );
  }

  /** The last step against the second: in the first one the compiler is at work. Others of this machine do not count. */
  results(what: string): Result[] {
    const cost = (at: number) =>
      (this.marks.at(at)?.processor ?? 0) - (this.marks.at(at === -1 ? -2 : at - 1)?.processor ?? 0);
    const [early, late] = [cost(2), cost(-1)];
    if (this.marks.length < 4) return [];
    const yardstick = `nodes ${this.step + 1} to ${2 * this.step}`;
    return [
      {
        what: `${what}, processor time of the last ${this.step} nodes`,
        size: `${this.count} nodes`,
        seconds: late,
        ratio: { yardstick, value: late / early, toReach: 1.25 },
      },
    ];
  }
}

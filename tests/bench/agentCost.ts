import { spawn, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentBundle, settingsLines } from '../../server/agent/bundle.ts';
import { pathOf } from '../harness/tools.ts';
import { conversation } from './recording.ts';
import { timedShell } from './timed.ts';

/** Facets that read nothing but the node itself, and no root (docs/facets). */
const NODE_LOCAL = ['hardware', 'os', 'kernel', 'gpus', 'runtimes', 'fabric'];
const RUNS = 5;

export interface AgentCost {
  facets: string;
  /** Processor seconds of the agent and all it starts, median of five runs. */
  all: number;
  /** Share of its shells alone, forks of them included; null where perf cannot tell. */
  shell: number | null;
}

/**
 * Processor time of the agent under sh: for node-local facets, for all, and for all where another node reads what nodes
 * share and nothing else has changed, as for nearly all of a sweep.
 */
export async function agentCosts(folder: string, root: string | undefined): Promise<AgentCost[]> {
  const costs = [NODE_LOCAL, undefined].map((facets): AgentCost => {
    const settings = { nonce: '0123456789abcdef', ...(facets ? { facets } : {}) };
    const file = join(folder, 'agent.sh');
    writeFileSync(file, settingsLines(settings) + agentBundle().text);
    const line = `HOME=${folder} ${root === undefined ? '' : `GZ_ROOT=${root} `}sh -s <${file} >/dev/null`;
    const runs = Array.from({ length: RUNS }, () => timedShell(line).processor);
    const share = shellShare(folder, line);
    const all = middle(runs);
    return { facets: facets ? 'node-local facets' : 'all facets', all, shell: share && share * all };
  });
  const spared: number[] = [];
  for (let run = 0; run < RUNS; run++) spared.push(await sparedCost(folder, root));
  return [...costs, { facets: 'all facets, nothing to be read again', all: middle(spared), shell: null }];
}

const middle = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

async function sparedCost(folder: string, root: string | undefined): Promise<number> {
  const timed = spawn('bash', ['-c', "TIMEFORMAT='@@%U %S'; time sh -s 2>/dev/null"], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      LC_ALL: 'C.UTF-8',
      HOME: folder,
      ...(root === undefined ? {} : { GZ_ROOT: root }),
    },
  });
  let said = '';
  timed.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  await conversation(timed, {}, 'same');
  const [user, system] = (/@@([0-9. ]+)/.exec(said)?.[1] ?? '').split(' ').map(Number);
  return (user ?? Number.NaN) + (system ?? Number.NaN);
}

/** perf-record(1) tells each sample's program by name: a fork of the shell keeps the name until it becomes another program. */
function shellShare(folder: string, line: string): number | null {
  if (!pathOf('perf')) return null;
  const data = join(folder, 'perf.data');
  const recorded = spawnSync('perf', [
    'record',
    '-q',
    '-F',
    '5000',
    '-e',
    'cpu-clock',
    '-o',
    data,
    'sh',
    '-c',
    line,
  ]);
  const report = spawnSync('perf', ['report', '-i', data, '--sort', 'comm', '--stdio'], { encoding: 'utf8' });
  rmSync(data, { force: true });
  const share = /^\s*([0-9.]+)%\s+sh\s*$/m.exec(report.stdout)?.[1];
  return recorded.status !== 0 || share === undefined ? null : Number(share) / 100;
}

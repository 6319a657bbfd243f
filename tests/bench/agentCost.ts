import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentBundle, settingsLines } from '../../server/agent/bundle.ts';
import { pathOf } from '../harness/tools.ts';
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

/** Processor time of the agent under sh, for node-local facets and for all. */
export function agentCosts(folder: string, root: string | undefined): AgentCost[] {
  return [NODE_LOCAL, undefined].map((facets) => {
    const settings = { nonce: '0123456789abcdef', ...(facets ? { facets } : {}) };
    const file = join(folder, 'agent.sh');
    writeFileSync(file, settingsLines(settings) + agentBundle().text);
    const line = `HOME=${folder} ${root === undefined ? '' : `GZ_ROOT=${root} `}sh -s <${file} >/dev/null`;
    const runs = Array.from({ length: RUNS }, () => timedShell(line).processor).sort((a, b) => a - b);
    const share = shellShare(folder, line);
    const all = runs[Math.floor(RUNS / 2)] ?? 0;
    return { facets: facets ? 'node-local facets' : 'all facets', all, shell: share && share * all };
  });
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

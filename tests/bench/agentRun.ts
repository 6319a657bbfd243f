import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { type AgentSettings, agentBundle, settingsLines } from '../../server/agent/bundle.ts';

/** Resident memory of a process and all it started, in MB: they share its process group. */
function groupMegabytes(group: number): number {
  let pages = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) === group) pages += Number(fields[21]);
    } catch {
      // It ended meanwhile.
    }
  }
  return (pages * 4096) / 2 ** 20;
}

export interface AgentRun {
  seconds: number;
  megabytes: number;
  output: Buffer;
}

/** The real agent under sh, with an empty home. */
export async function runAgent(settings: AgentSettings, home: string): Promise<AgentRun> {
  const began = performance.now();
  const child = spawn('sh', ['-s'], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, HOME: home },
  });
  child.stdin.end(settingsLines({ limit: 600, ...settings }) + agentBundle().text);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let megabytes = 0;
  const look = setInterval(() => {
    megabytes = Math.max(megabytes, groupMegabytes(child.pid ?? -1));
  }, 100);
  await new Promise((done) => child.once('close', done));
  clearInterval(look);
  return { seconds: (performance.now() - began) / 1000, megabytes, output: Buffer.concat(chunks) };
}

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation } from '../../server/config.ts';

export interface ServedApp {
  address: string;
  pid: number;
  /** Memory that the process holds now, in MB. */
  resident: () => number;
}

/** Runs work against pages and API in a process beside this one. */
export async function withApp<T>(url: string, work: (app: ServedApp) => Promise<T>): Promise<T> {
  const run = `import('${join(installation, 'bin/runModule.js')}').then((m) => m.runModule('tests/bench/appServer.ts', { ofBuilt: true }))`;
  const child = spawn(process.execPath, ['-e', run], {
    env: { ...process.env, BENCH_DATABASE: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = await new Promise<number>((listens, ended) => {
      child.stdout.on('data', (chunk) => listens(Number(/port ([0-9]+)/.exec(String(chunk))?.[1])));
      child.once('close', () => ended(new Error('the service did not start')));
    });
    return await work({
      address: `http://127.0.0.1:${port}`,
      pid: child.pid ?? 0,
      // proc_pid_status(5)
      resident: () =>
        Number(/^VmRSS:\s+([0-9]+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    });
  } finally {
    child.kill('SIGTERM');
  }
}

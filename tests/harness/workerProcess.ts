import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation } from '../../server/config.ts';
import { hasEnded } from './processes.ts';

/** A real `gazetteer work`. */
export interface WorkerProcess {
  process: ChildProcess;
  /** As the database knows it. */
  id: number;
  /** What it wrote to its log. */
  log: () => string;
  /** What it printed about errors. */
  errors: () => string;
  kill: () => Promise<void>;
}

/** Starts a worker and waits until it takes jobs. */
export async function startWorkerProcess(
  env: { DATABASE_URL: string; GAZETTEER_DATA: string },
  parallel: number,
): Promise<WorkerProcess> {
  const args = [join(installation, 'bin/gazetteer.js'), 'work', '--parallel', String(parallel)];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, cwd: installation });
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const said = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      if (text.includes('takes jobs')) resolve(text);
    });
    child.on('close', (code) => reject(new Error(`ended with ${code}: ${errors}`)));
  });
  const log = join(env.GAZETTEER_DATA, 'gazetteer-work.log');
  return {
    process: child,
    id: Number(/Worker ([0-9]+)/.exec(said)?.[1]),
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    errors: () => errors,
    kill: async () => {
      // Also one that is stopped ends by this.
      child.kill('SIGKILL');
      await hasEnded(child.pid ?? 0);
    },
  };
}

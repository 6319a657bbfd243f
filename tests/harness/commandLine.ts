import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installation } from '../../server/config.ts';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the real command line in a process of its own. */
export function gazetteer(args: string[], env: Record<string, string>, input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(installation, 'bin/gazetteer.js'), ...args], {
      env: { ...process.env, ...env },
      cwd: installation,
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

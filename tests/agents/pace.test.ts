import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { agentSession, shells } from '../harness/agent.ts';
import { LOCAL_MOUNT, writeMounts } from '../harness/invented.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-pace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = 120;
const root = join(folder, 'root');
const bin = join(folder, 'bin');
const slept = join(folder, 'slept');
mkdirSync(bin);
// Notes how long it was to sleep; the watch over a facet's time sleeps a second and must not run ahead.
writeFileSync(
  join(bin, 'sleep'),
  `#!/bin/sh\n[ "$1" = 1 ] || { echo "$1" >>${slept}; exit 0; }\nexec /bin/sleep 1\n`,
);
chmodSync(join(bin, 'sleep'), 0o755);
for (const name of ['a', 'b', 'c']) {
  const meta = join(root, 'opt/conda/envs', name, 'conda-meta');
  mkdirSync(meta, { recursive: true });
  writeFileSync(join(meta, 'history'), '');
  for (let at = 1; at < FILES; at += 1) {
    writeFileSync(
      join(meta, `p${at}-1-0.json`),
      JSON.stringify({ name: `p${at}`, version: '1', build: '0' }),
    );
  }
}

/** Seconds that the agent wanted to wait in all. */
function waited(operations: number, mounts: string, shell: string[]): number {
  writeMounts(root, mounts);
  rmSync(slept, { force: true });
  const settings = { root, facets: ['conda'], operations };
  const session = agentSession(settings, shell, { PATH: `${bin}:${process.env.PATH}` });
  expect(session.facets[0]?.roots[0]?.items).toHaveLength(7);
  const lines = existsSync(slept) ? readFileSync(slept, 'utf8').trim().split('\n') : [];
  return lines.reduce((sum, line) => sum + Number(line), 0);
}

const NFS = `${LOCAL_MOUNT}30 1 0:40 / /opt rw - nfs4 filer:/opt rw\n`;

// ksh sleeps by itself.
const starting = shells.filter(([program]) => program !== 'ksh');

test.each(starting.map((shell) => [shell.join(' '), shell] as const))(
  'a file server is asked no faster than is allowed, under %s',
  (_, shell) => {
    // 360 files at 40 a second are nine seconds, and a sleep is cut to whole ones.
    const seconds = waited(40, NFS, shell);
    // The sleeps return at once, so that each wait is for all that went before it: 3, 6 and 9 seconds.
    expect(seconds).toBeGreaterThanOrEqual(2 + 5 + 8);
    expect(seconds).toBeLessThanOrEqual(3 + 6 + 9);
    expect(waited(0, NFS, shell)).toBe(0);
    expect(waited(100_000, NFS, shell)).toBe(0);
    expect(waited(40, LOCAL_MOUNT, shell)).toBe(0);
  },
);

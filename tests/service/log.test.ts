import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openLog } from '../../server/log.ts';
import { asRoot } from '../harness/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-log-'));
afterAll(() => {
  // The log is open still.
  spawnSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** A file system of our own that a test can fill; a container may not be allowed one. */
function small(): boolean {
  if (!asRoot('to mount a small file system')) return false;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (mounted.status !== 0)
    console.log(`skipped: no file system can be mounted here: ${mounted.stderr.trim()}`);
  return mounted.status === 0;
}

test.skipIf(!small())(
  'a log on a full disk ends nothing, is told once, and goes on when there is space',
  () => {
    const file = join(folder, 'a.log');
    const log = openLog(file, 'info');
    log.info('first');
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(join(folder, 'filler'), Buffer.alloc(bavail * bsize));
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const line = 'x'.repeat(1000);
    for (let count = 0; count < 200; count += 1) log.warn(line);
    const lines = told.mock.calls.map(([text]) => String(text));
    told.mockRestore();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`the log ${file} cannot be written: ENOSPC`);
    rmSync(join(folder, 'filler'));
    log.info('last');
    expect(existsSync(file)).toBe(true);
    const written = readFileSync(file, 'utf8');
    expect(written).toContain('first');
    expect(written).toContain('lines were lost');
    const end = written
      .trim()
      .split('\n')
      .slice(-1)
      .map((line) => JSON.parse(line).msg);
    expect(end).toEqual(['last']);
  },
);

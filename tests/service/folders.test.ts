import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { configFrom } from '../../server/config.ts';
import { makeFolder } from '../../server/postgres/home.ts';
import { withLock } from '../../server/postgres/leases.ts';
import { alive } from '../../server/postgres/processes.ts';

/** What the start of the embedded Postgres leans on: folders, locks, and which processes live. */

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-folders-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a data folder', () => {
  test('is made with those above it', () => {
    makeFolder(join(folder, 'a/b/c'));
    expect(existsSync(join(folder, 'a/b/c'))).toBe(true);
  });

  // Node's own recursive mkdir never returns there.
  test.skipIf(!existsSync('/proc/self'))('where the file system makes none is an error', () =>
    expect(() => makeFolder('/proc/gazetteer/data')).toThrow(/cannot be written/),
  );

  test('below a file is an error', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file/data'))).toThrow(/cannot be written/);
  });
});

describe('a lock', () => {
  test.each([
    ['of a process that is gone', '999999999 1'],
    ['that a full disk left empty', ''],
  ])('%s is taken over', async (_, content) => {
    const file = join(folder, 'lock');
    writeFileSync(file, content);
    expect(await withLock(file, async () => existsSync(file))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('lock'))).toEqual([]);
  });
});

test.skipIf(!existsSync('/proc/self'))('a process that nobody has waited for does not live', async () => {
  // The shell becomes a sleep, which never waits for the child that ended.
  const child = spawn('sh', ['-c', '(exit 0) & echo $!; exec sleep 20'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [text] = await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(alive(Number(String(text)))).toBe(false);
  expect(alive(child.pid ?? 0)).toBe(true);
  child.kill('SIGKILL');
});

test('a database address that is none is told in one line', () =>
  expect(() => configFrom({ DATABASE_URL: 'postgres://x:y@[::1/zz' })).toThrow(/DATABASE_URL is no address/));

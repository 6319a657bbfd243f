import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const module = pathToFileURL(join(import.meta.dirname, '../../bin/oneAtATime.js')).href;

describe('commands that make one checkout ready', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gazetteer-lock-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const lock = () => join(folder, 'lock');
  const lockOf = (pid?: number) => writeFileSync(lock(), JSON.stringify({ host: hostname(), pid }));
  const turns = () => readFileSync(join(folder, 'told'), 'utf8').trim().split('\n');

  /** A process of its own that takes the lock, writes down when it is in and out, and ends. */
  function worker(name: string) {
    const text = `
      import { appendFileSync } from 'node:fs';
      import { oneAtATime } from ${JSON.stringify(module)};
      const told = (what) => appendFileSync(${JSON.stringify(join(folder, 'told'))}, what + ' ${name}\\n');
      await oneAtATime(${JSON.stringify(join(folder, 'lock'))}, console.log, async () => {
        told('in');
        await new Promise((done) => setTimeout(done, 300));
        told('out');
      });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((done) => child.on('close', done));
    const waits = new Promise<string>((said) => child.stdout.once('data', (chunk) => said(String(chunk))));
    return { ended, waits };
  }

  test('say that they wait, and work one after the other', async () => {
    lockOf(process.pid);
    const workers = ['a', 'b', 'c'].map(worker);
    for (const { waits } of workers) expect(await waits).toContain(`ready (${lock()})`);
    rmSync(lock());
    for (const { ended } of workers) expect(await ended).toBe(0);
    const [one, two, three] = [turns().slice(0, 2), turns().slice(2, 4), turns().slice(4)];
    expect([one, two, three].map((turn) => turn.join()).toSorted()).toEqual([
      'in a,out a',
      'in b,out b',
      'in c,out c',
    ]);
    expect(existsSync(lock())).toBe(false);
  });

  test('do not wait for one that was killed', async () => {
    const killed = spawn(process.execPath, ['-e', '']);
    await new Promise((done) => killed.on('close', done));
    lockOf(killed.pid);
    const after = worker('after');
    expect(await after.ended).toBe(0);
    // Nobody is there to be waited for.
    expect(await Promise.race([after.waits, 'nothing'])).toBe('nothing');
    expect(turns().slice(-2)).toEqual(['in after', 'out after']);
  });
});

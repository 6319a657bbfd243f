import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runAgent, shells } from '../harness/agent.ts';
import { hostileRoot } from '../harness/recordedHostile.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-nonce-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whoever knows the nonce can name a file like a frame; arguments are shown to everybody by ps(1). */
test.each(shells)('the nonce is in no arguments of what the agent starts under %s', (...shell) => {
  const [root, bin] = [join(folder, 'root'), join(folder, 'bin')];
  const told = join(folder, `told.${shell[0]}`);
  hostileRoot(root);
  mkdirSync(bin, { recursive: true });
  for (const program of ['awk', 'bash', 'sh', 'od', 'sed', 'cat', 'ls', 'head', 'find', 'timeout']) {
    const real = `/usr/bin/${program}`;
    const body = `#!/bin/dash\nfor one; do printf '%s\\n' "$one"; done >>'${told}'\nexec ${real} "$@"\n`;
    writeFileSync(join(bin, program), body);
    chmodSync(join(bin, program), 0o755);
  }
  const nonce = '0011223344556677';
  const path = `${bin}:${process.env.PATH}`;
  const out = runAgent({ root, nonce, facets: ['images', 'conda', 'modules'] }, shell, { PATH: path });
  // The login shell of this machine, which a recorded node does not start.
  runAgent({ nonce, facets: ['modules'] }, shell, { PATH: path });
  expect(out.toString('latin1')).toContain(`${nonce}+1 hello`);
  const words = readFileSync(told, 'latin1');
  expect(words.length).toBeGreaterThan(1000);
  expect(words).not.toContain(nonce);
});

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { isLongYaml } from '../../server/check/inputs/yamlApart.ts';
import { installation } from '../../server/config.ts';

const built = join(installation, 'dist/server/check/inputs/read.js');
if (!existsSync(built)) console.log('Skipped: the service is not built (node bin/build.js).');

/** What the service as it is built does while it reads a long lock: how long anything else has to wait. */
const SCRIPT = `
const { readInputApart } = await import(process.argv[1]);
const row = (at, platform) => '- {name: tool' + at + ", version: '1.0', manager: conda, platform: " + platform +
  ', url: "https://conda.anaconda.org/conda-forge/' + platform + '/tool' + at + '-1.0-h00cdaf9_0.conda", hash: {sha256: ' + 'ab'.repeat(32) + '}, category: main}';
const rows = Array.from({ length: 1500 }, (_, at) => ['linux-64', 'linux-aarch64', 'osx-64'].map((one) => row(at, one))).flat();
const text = 'version: 1\\nmetadata:\\n  platforms: [linux-64, linux-aarch64, osx-64]\\npackage:\\n' + rows.join('\\n') + '\\n';
let [longest, last] = [0, performance.now()];
const tick = setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; }, 5);
const begun = performance.now();
const reading = await Promise.all([1, 2].map((at) => readInputApart('lock' + at, Buffer.from(text))));
const took = performance.now() - begun;
const broken = await readInputApart('x', Buffer.from('channels: [' + '['.repeat(100000))).catch((error) => error.code);
clearInterval(tick);
console.log(JSON.stringify({ forms: reading.map(({ form }) => form), packages: reading.map(({ requirements }) => requirements.length), longest, took, size: text.length, broken: broken.form ?? broken }));
`.replaceAll('\\\\n', '\\n');

test.skipIf(!existsSync(built))(
  'others are answered while a long lock is read',
  async () => {
    const { stdout } = await promisify(execFile)('node', ['--input-type=module', '-e', SCRIPT, built]);
    const { forms, packages, longest, took, size, broken } = JSON.parse(stdout);
    expect([forms, packages]).toEqual([
      ['conda-lock', 'conda-lock'],
      [1500, 1500],
    ]);
    expect(size).toBeGreaterThan(900_000);
    // What is left for the one thread is less than half of what it was: a ratio, since machines differ.
    expect(longest).toBeLessThan(took / 2);
    expect(broken).toBe('check-form');
  },
  120_000,
);

test('short files and other forms are read at once', () => {
  expect(isLongYaml('dependencies: []')).toBe(false);
  expect(isLongYaml(`module load x\n`.repeat(10_000))).toBe(false);
  expect(isLongYaml(`# dependencies\n`.repeat(10_000))).toBe(true);
});

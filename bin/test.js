#!/usr/bin/env node
// npm test: type check, lint, then every test. The closing line reads `N passed, N failed, N skipped`.
import './checkNode.js';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { home, prepare } = await import('./prepare.js');
await prepare();

const report = join(tmpdir(), `gazetteer-tests-${process.pid}.json`);
const bin = (name) => join(home, 'node_modules', name);

const STEPS = [
  ['type check', bin('typescript/bin/tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['lint', bin('@biomejs/biome/bin/biome'), ['check', '--error-on-warnings', '.']],
];

let failed = 0;
let passed = 0;
for (const [name, program, args] of STEPS) {
  console.log(`${name} ...`);
  if ((await run(program, args)) === 0) passed += 1;
  else {
    failed += 1;
    console.log(`${name}: failed`);
  }
}

console.log('tests ...');
const code = await run(bin('vitest/vitest.mjs'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
const result = read(report);
rmSync(report, { force: true });
passed += result.numPassedTests;
failed += result.numFailedTests;
// A file that could not even be loaded counts no failed test of its own.
if (code !== 0 && result.numFailedTests === 0) failed += 1;
const skipped = result.numPendingTests + result.numTodoTests;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);

function run(program, args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: home, stdio: 'inherit' });
    child.on('error', () => done(1));
    child.on('close', (status) => done(status ?? 1));
  });
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}

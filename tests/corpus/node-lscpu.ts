import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { corpus } from '../harness/corpus.ts';
import { type Case, captured, capturedBytes, type Measure } from './measure.ts';
import { cellsOf, documentOf } from './node-rows.ts';

const NAMES = ['vendor', 'model', 'sockets', 'cores', 'threads', 'numaNodes'];

/** `lscpu -p` stands below the summary: a row per processor that is online, with its core and socket. */
function table(text: string): string[][] {
  return (text.split('# CPU,Core,Socket')[1] ?? '')
    .split('\n')
    .filter((line) => /^\d+,/.test(line))
    .map((line) => line.split(','));
}

function told(text: string): Record<string, unknown> {
  const line = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  const rows = table(text);
  const machine = line('Machine type');
  const number = (name: string) => (line(name) === '' ? 1 : Number(line(name)));
  // s390 says how many there could be, the table how many are online.
  const sockets = line('Socket\\(s\\) per book')
    ? number('Socket\\(s\\) per book') *
      number(line('Book\\(s\\)') ? 'Book\\(s\\)' : 'Book\\(s\\) per drawer') *
      number('Drawer\\(s\\)')
    : new Set(rows.map(([, , socket]) => socket)).size;
  return {
    vendor: line('Vendor ID'),
    model: line('Model name').replace(/^-$/, '') || (machine && `machine type ${machine}`),
    sockets,
    cores: new Set(rows.map(([, core]) => core)).size,
    threads: rows.length,
    numaNodes: line('NUMA node\\(s\\)'),
  };
}

/** The different lines of all files of one name in a dump, as tar prints them. */
function linesIn(input: string, name: string): string[] {
  const run = spawnSync('tar', ['xzOf', join(corpus, input), '--wildcards', `*/${name}`], {
    encoding: 'utf8',
  });
  return [...new Set(run.stdout.split('\n').filter((line) => line !== ''))];
}

/** A dump without the listing that lscpu made of it, by its sysfs files. */
function alone(input: string): Case {
  const names = ['threads', 'cores'];
  const online = (linesIn(input, 'system/cpu/online')[0] ?? '').split(',').map((range) => {
    const [first = '', last = first] = range.split('-');
    return Number(last) - Number(first) + 1;
  });
  const present = linesIn(input, 'proc/cpuinfo').filter((line) => /^processor\s*:/.test(line)).length;
  const told = {
    threads: online.some(Number.isNaN) || online.length === 0 ? present : online.reduce((a, b) => a + b, 0),
    cores: linesIn(input, 'topology/thread_siblings_list').length,
  };
  return { input, expected: cellsOf(told, names), found: cellsOf(documentOf('hardware', input), names) };
}

function dumpCase(input: string, listing: string): Case {
  const expected = told(capturedBytes(listing).toString('utf8'));
  const facts = documentOf('hardware', input);
  const names = NAMES.filter((name) => name !== 'sockets' || !/s390/.test(input));
  return { input, expected: cellsOf(expected, names), found: cellsOf(facts, names) };
}

function cases(): Case[] {
  const all = captured('lscpu').map((one) => one.path);
  return all.map((input) => {
    if (!input.endsWith('.gz')) {
      const facts = told(capturedBytes(input).toString('utf8'));
      return {
        input,
        expected: cellsOf(facts, NAMES),
        found: cellsOf(documentOf('hardware', input), NAMES),
      };
    }
    const listing = all.find((path) => path.endsWith(`/lscpu-${basename(input, '.tar.gz')}`));
    return listing ? dumpCase(input, listing) : alone(input);
  });
}

export const lscpu: Measure[] = [
  { kind: 'lscpu', parser: 'hardware lscpu, node-folder', truth: "lscpu's own table of processors", cases },
];

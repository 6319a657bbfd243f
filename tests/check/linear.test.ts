import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkForms } from '../../server/check/inputs/forms.ts';
import { installation } from '../../server/config.ts';
import { channelsOf } from '../../server/facets/conda/installation.ts';

/** Whoever reaches the service may send a text, and nodes send what they like: no reader may take the square of its time. */

const TEXTS: [what: string, text: (length: number) => string][] = [
  ['empty lines', (length) => `${'\n'.repeat(length)}x`],
  ['blanks and empty lines', (length) => '\n '.repeat(length / 2)],
  ['lines that go on', (length) => `module load a\n${'\\\n'.repeat(length / 2)}`],
  ['addresses in addresses', (length) => 'docker://'.repeat(length / 9)],
  ['variables of variables', (length) => 'A=1$B\nB=$A$A\nml $A\n'.repeat(length / 18)],
  ['folders of modules', (length) => `module use /a/b\nmodule load c/d\n`.repeat(length / 32)],
  ['things that are no packages', (length) => `dependencies: [${'"= ",'.repeat(length / 5)}]`],
  [
    'rows that are no records',
    (length) => `[{"name":"a","version":"1","build":"b"},${'1,'.repeat(length / 2)}1]`,
  ],
  ['archives in archives', (length) => `${'://a.conda#'.repeat(length / 11)} x`],
];

describe('a hostile input', () => {
  test.each(TEXTS)('of %s is read in linear time', (_, text) => {
    const once = (length: number) => {
      const file = { name: 'input', bytes: Buffer.alloc(0), text: text(length), yaml: () => undefined };
      const before = process.cpuUsage();
      for (const { read } of checkForms) read(file);
      return process.cpuUsage(before).user / 1000;
    };
    once(10_000);
    const processor = (length: number) => Math.min(...[1, 2, 3].map(() => once(length)));
    // Ten times as much takes ten times the work, or a hundred times: what a machine has to do besides makes no such difference.
    expect(processor(400_000) / Math.max(processor(40_000), 5)).toBeLessThan(40);
  });
});

test("a node's list of channels is read up to a length that no honest one has", () => {
  expect(channelsOf('channels:\n- bioconda\n- conda-forge\n')).toEqual(['bioconda', 'conda-forge']);
  expect(channelsOf(`channels:\n${'- a\n'.repeat(500)}`)).toEqual(Array(500).fill('a'));
  expect(channelsOf(`channels:\n${'- a\n'.repeat(1_000_000)}`)).toEqual([]);
});

test('no pattern for lines begins with blanks that may be ends of lines', () => {
  const wrong: string[] = [];
  for (const entry of readdirSync(join(installation, 'server'), { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.ts') || entry.parentPath.includes('prisma')) continue;
    const path = join(entry.parentPath, entry.name);
    const source = readFileSync(path, 'utf8');
    for (const [pattern] of source.matchAll(
      /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[dgisuvy]*m[dgimsuvy]*/g,
    ))
      if (/\^(?:\(\?:)?\\s[*+]/.test(pattern)) wrong.push(`${path}: ${pattern}`);
  }
  expect(wrong).toEqual([]);
});

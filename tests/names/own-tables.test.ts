import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { nameConda, nameModule } from '../../server/names/index.ts';
import { readNamesFile } from '../../server/names/names-file.ts';
import { parseOwnTables } from '../../server/names/own-tables.ts';

function tablesOf(text: string) {
  const result = parseOwnTables(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.tables;
}

describe('a names file', () => {
  const { names, notes } = tablesOf(`
aliases:
  - { name: MyTool-Suite, tool: mytool, label: MyTool, because: Renamed in 2021. }
  - { name: star, tool: star-ccm+, in: module }
  - { name: mesa, tool: mesa-abm, in: [conda] }
orderings:
  Mytool: semver
mulled:
  - samtools=1.17,bwa=0.7.17
`);

  test('adds aliases for the ecosystems it names', () => {
    expect(nameModule('mytool-suite/1.0', names.aliases)).toMatchObject({ tool: 'mytool', label: 'MyTool' });
    expect(nameModule('STAR/17.04', names.aliases)?.tool).toBe('star-ccm+');
    expect(nameConda({ name: 'star', version: '2.7', build: 'h9ee0642_0' }, names.aliases)?.tool).toBe(
      'star',
    );
    // conda's Python packages are conda's packages too.
    const mesa = { name: 'mesa', version: '2.1', build: 'pyhd8ed1ab_0' };
    expect(nameConda(mesa, names.aliases)?.tool).toBe('mesa-abm');
    expect(names.labels.get('mytool')).toBe('MyTool');
  });

  test('declares an ordering, and combinations of mulled images', () => {
    expect(names.orderings.get('mytool')).toBe('semver');
    const found = names
      .mulled()
      .find('mulled-v2-fe8faa35dbf6dc65a0f7f5d4ea12e31a79f73e40', '49f21fe4737f78633ac5b610f847c089b6251c74');
    expect(found).toEqual([
      { name: 'bwa', version: '0.7.17' },
      { name: 'samtools', version: '1.17' },
    ]);
  });

  test('says which lines change the shipped table', () => {
    expect(notes).toEqual([
      { line: 5, column: 5, message: '"mesa" in python was "pypi:mesa" in the shipped table' },
    ]);
  });

  test('has an identity of what it says, not of how it is written', () => {
    const one = tablesOf('aliases: [{ name: a, tool: b }]').names.identity;
    expect(tablesOf('# note\naliases:\n  - tool: b\n    name: a\n').names.identity).toBe(one);
    expect(tablesOf('aliases: [{ name: a, tool: c }]').names.identity).not.toBe(one);
    expect(tablesOf('').names.identity).toBe('');
    expect(tablesOf('orderings: { a: semver }').names.identity).toBe('');
  });
});

test.each([
  [
    'aliases:\n  - { name: a, tool: b }\n  - { name: A, tool: c, in: conda }',
    '3:5',
    '"A" in conda leads to "c" here and to "b" in line 2',
  ],
  [
    'aliases:\n  - { name: a, tool: b, in: pip }\n  - { name: b, tool: c, in: pip }',
    '2:5',
    '"b" in pip is itself made "c" in line 3; write that here',
  ],
  [
    'aliases:\n  - { name: a, tool: b, in: pip }\n  - { name: b, tool: a, in: pip }',
    '2:5',
    '"b" in pip is itself made "a" in line 3; write that here',
  ],
  ['aliases:\n  - { name: a, too: b }', '2:5', 'tool: expected a text'],
  [
    'aliases:\n  - { name: a, tool: b, inn: pip }',
    '2:25',
    'there is no "inn" here; there are name, tool, label, in, because',
  ],
  [
    'aliases:\n  - { name: a, tool: b, in: npm }',
    '2:29',
    'expected some of module, spack, conda, python, pip, image, system',
  ],
  ['alias: []', '1:1', 'there is no "alias" here; there are aliases, orderings, mulled'],
  ['orderings:\n  a: newest', '2:6', 'expected one of general, conda, debian, rpm, lmod, semver'],
  ['mulled:\n  - samtools', '2:5', 'expected packages like bwa=0.7.17,samtools=1.17'],
  ['aliases: [', '1:11', ''],
])('%j is wrong at %s', (text, place, message) => {
  const result = parseOwnTables(text);
  expect(result.ok).toBe(false);
  if (result.ok) return;
  const found = result.problems.map((one) => `${one.line}:${one.column} ${one.message}`);
  expect(
    found.some((one) => one.startsWith(`${place} ${message}`)),
    found.join('\n'),
  ).toBe(true);
});

test('a name may be said to be itself, to keep it from a shipped alias', () => {
  const { names } = tablesOf('aliases: [{ name: impi, tool: impi, in: module }]');
  expect(nameModule('impi/2021.9', names.aliases)?.tool).toBe('impi');
});

test('the example in the documentation is right', () => {
  const page = readFileSync(join(installation, 'docs/names.md'), 'utf8');
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(example).toContain('aliases:');
  expect(parseOwnTables(example)).toMatchObject({ ok: true });
});

test('a file that is not there adds nothing, unless it was asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-names-'));
  expect(readNamesFile(join(folder, 'none.yaml'), false).names.identity).toBe('');
  expect(() => readNamesFile(join(folder, 'none.yaml'), true)).toThrow('there is no such file');
  const file = join(folder, 'names.yaml');
  writeFileSync(file, 'aliases:\n  - { name: a }\n');
  expect(() => readNamesFile(file, false)).toThrow(`${file}:2:5: tool: expected a text`);
});

test('no text makes it fail', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(typeof parseOwnTables(text).ok).toBe('boolean');
    }),
  );
});

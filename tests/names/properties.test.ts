import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainName } from '../../server/names/explain.ts';
import {
  nameConda,
  nameExtension,
  nameImageFile,
  nameImageReference,
  nameModule,
  nameSpack,
  nameSystem,
  type ToolName,
} from '../../server/names/index.ts';
import { allRules } from '../../server/names/rules.ts';
import { splitCondaTag, splitTail } from '../../server/names/tail.ts';
import { expectLinear } from './effort.ts';
import { nameText } from './texts.ts';

const namers: [string, (text: string) => ToolName | null][] = [
  ['module', (text) => nameModule(text)],
  ['image reference', (text) => nameImageReference(text)],
  ['image file', (text) => nameImageFile(text)],
  ['conda name', (text) => nameConda({ name: text, version: '1.0', build: 'py39h1234567_0' })],
  ['conda version', (text) => nameConda({ name: 'x', version: text, build: text })],
  ['dpkg', (text) => nameSystem({ name: text, version: text, family: 'deb' })],
  ['rpm', (text) => nameSystem({ name: text, version: text, family: 'rpm' })],
  ['spack', (text) => nameSpack({ name: text, version: text, compiler: text, hash: text })],
  ['extension of R', (text) => nameExtension(text, 'r')],
  ['extension of Python', (text) => nameExtension(text, 'python')],
];

const pieces = [
  'a',
  '-',
  '1',
  '/',
  'a/',
  '1/',
  '-1',
  '--',
  '_1',
  'gcc-',
  'bio/',
  ':',
  '.',
  'a.io-',
  '1.',
  '\n',
];

const ruleNames = new Set([...allRules.map((rule) => rule.name), 'alias']);

describe.each(namers)('any text as %s', (_name, namer) => {
  test('gives null or a whole, clean, repeatable answer', () => {
    fc.assert(
      fc.property(nameText, (text) => {
        const found = namer(text);
        expect(namer(text)).toEqual(found);
        if (found === null) return;
        expect(found.tool).not.toBe('');
        expect(found.label).not.toBe('');
        expect(found.tool).toBe(found.tool.toLowerCase());
        for (const part of Object.values(found)) {
          expect(part).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          expect(part.isWellFormed()).toBe(true);
          expect(part.length).toBeLessThanOrEqual(255);
        }
        for (const rule of found.rule.split('+')) expect(ruleNames).toContain(rule);
      }),
      { numRuns: 3000 },
    );
  });

  test('answers for 100,000 characters', () => {
    for (const piece of pieces) {
      const found = namer(piece.repeat(100_000));
      if (found !== null) expect(found.tool.length).toBeLessThanOrEqual(255);
    }
  });

  test.each(pieces)('is linear in the length of accepted names of %j', (piece) => {
    const run = (size: number) => {
      for (let i = 0; i < 200; i += 1) namer(`x${piece.repeat(size / piece.length)}`);
    };
    expectLinear(run, 120, piece);
  });
});

test.each([
  ['samtools\u001b[31m/1.17', 'samtools\\x1b[31m', '1.17'],
  ['sam\u200btools/1.17', 'sam\\u200btools', '1.17'],
  ['samtools/1.17\u202e', 'samtools', '1.17\\u202e'],
  [' samtools/1.17\n', 'samtools', '1.17'],
  ['sam\ntools/1.17', 'sam\\x0atools', '1.17'],
])('%j shows what a terminal would hide', (text, tool, version) => {
  expect(nameModule(text)).toMatchObject({ tool, version });
});

test('nothing but white space and control characters is nothing', () => {
  for (const text of ['', ' ', '\n', '\0', '///', '\u001b']) {
    expect(nameModule(text)).toBeNull();
    expect(nameConda({ name: text.replaceAll('/', ''), version: '1', build: '0' })).toBeNull();
  }
  expect(nameImageReference('sha256:0f3c')).toBeNull();
  const hash = '0123456789abcdef'.repeat(4);
  expect(nameImageFile(`${hash}.sif`)).toBeNull();
  expect(nameImageFile(`registry.example.org-v2-blobs-sha256-01-${hash}-data.img`)).toBeNull();
});

test.each(['-', 'gcc-', '1-', 'a-1-', 'intel-oneapi-', '--'])(
  'the walk over a tail of %j is linear',
  (piece) => {
    const run = (size: number) => {
      splitTail(piece.repeat(size));
      splitCondaTag(piece.repeat(size));
    };
    expectLinear(run, 2_000, piece);
  },
);

test('explanations never fail either', () => {
  fc.assert(
    fc.property(
      nameText,
      fc.constantFrom('module', 'conda', 'apptainer', 'podman', 'docker', 'spack', 'venv', 'system'),
      (text, provider) => {
        const told = explainName(text, provider);
        expect(told.steps.length > 0).toBe(told.result !== null);
      },
    ),
    { numRuns: 2000 },
  );
});

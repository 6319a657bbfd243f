import { describe, expect, test } from 'vitest';
import { nameImageFile, nameImageReference } from '../../server/names/index.ts';
import { hashesOf, MulledTable, parseCombination } from '../../server/names/mulled.ts';
import { mulledContents } from '../../server/names/mulled-contents.ts';
import { mulledCombinations } from '../../server/names/tables/mulled.ts';

// The examples in the documentation of galaxy-tool-util's v2_image_name.
test.each([
  ['samtools=1.3.1,bwa=0.7.13', '4d0535c94ef45be8459f429561f0894c3fe0ebcf'],
  ['samtools=1.3.1,bwa', 'b0c847e4fb89c343b04036e33b2daa19c4152cf5'],
  ['samtools,bwa', ''],
])('%s is called as Galaxy calls it', (text, tag) => {
  const name = 'mulled-v2-fe8faa35dbf6dc65a0f7f5d4ea12e31a79f73e40';
  expect(hashesOf(parseCombination(text))).toEqual({ name, tag });
});

// Images of nf-core's modules, and what they were asked to hold.
test.each([
  [
    'mulled-v2-4cefc38542f86c17596c29b35a059de10387c6a7:adbe4fbad680f9beb083956d79128039a727e7b3-0',
    'clustal-omega 1.2.4',
    'pigz 2.8',
  ],
  [
    'mulled-v2-eb9e7907c7a753917c1e4d7a64384c047429618a:28424fe3aec58d2b3e4e4390025d886207657d25-0',
    'deeptools 3.5.6',
    'samtools 1.20',
  ],
  [
    'mulled-v2-8eb01a3c2755c935d070dd03ff2dee698eeb4466:ceb6e65e00346ed20d0d8078dddf9858a7af0fe2-0',
    'muscle 5.1',
    'pigz 2.8',
  ],
  [
    'mulled-v2-19fa9f1a5c3966b63a24166365e81da35738c5ab:60ebac4ad9c6530c0d7bf6844f52ec6916e1e0b1-0',
    'samblaster 0.1.26',
    'samtools 1.19.2',
  ],
])('%s is known', (reference, ...packages) => {
  const image = nameImageReference(`quay.io/biocontainers/${reference}`);
  if (image === null) throw new Error('not named');
  expect(mulledContents(image).map((one) => `${one.tool} ${one.version}`)).toEqual(packages);
  expect(image.label).toContain('(mulled)');
  const file = nameImageFile(`depot.galaxyproject.org-singularity-${reference.replace(':', '-')}.img`);
  expect(file).toMatchObject({
    tool: image.tool,
    version: image.version,
    build: image.build,
    label: image.label,
  });
});

describe('what is not known', () => {
  test('keeps its hash as name', () => {
    const hash = '0123456789abcdef0123456789abcdef01234567';
    const image = nameImageReference(`quay.io/biocontainers/mulled-v2-${hash}:${hash}-0`);
    expect(image).toMatchObject({
      tool: `mulled-v2-${hash}`,
      label: `mulled-v2-${hash}`,
      version: hash,
      build: '0',
    });
    expect(image && mulledContents(image)).toEqual([]);
  });

  test('a known name with other versions tells the packages alone', () => {
    const hash = '0123456789abcdef0123456789abcdef01234567';
    const image = nameImageReference(`mulled-v2-fe8faa35dbf6dc65a0f7f5d4ea12e31a79f73e40:${hash}-0`);
    expect(image && mulledContents(image).map((one) => [one.tool, one.version])).toEqual([
      ['bwa', ''],
      ['samtools', ''],
    ]);
  });

  test('two images of one package never look like one build of it', () => {
    const [one, two] = ['a=1,b=1', 'a=1,c=1'].map((text) => {
      const { name, tag } = hashesOf(parseCombination(text));
      return `${name}:${tag}`;
    });
    expect(one).not.toBe(two);
  });
});

test('each shipped line has two packages or more, once', () => {
  expect(new Set(mulledCombinations).size).toBe(mulledCombinations.length);
  for (const text of mulledCombinations) expect(parseCombination(text).length).toBeGreaterThan(1);
  const table = new MulledTable(mulledCombinations);
  for (const text of mulledCombinations) {
    const { name, tag } = hashesOf(parseCombination(text));
    expect(table.find(name, tag)).toEqual(parseCombination(text));
  }
});

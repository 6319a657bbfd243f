import { expect, test } from 'vitest';
import { environmentOf } from '../../server/facets/conda/environment.ts';
import { isLicensed } from '../../server/facets/conda/origin.ts';
import type { Environment } from '../../server/facets/conda/schema.ts';
import { facets } from '../../server/facets/registry.ts';

/** As a document's page tells it. */
function originOf(facts: Environment): Record<string, unknown> {
  const kind = facets.conda.kinds.find((one) => one.kind === facts.kind);
  return Object.fromEntries((kind?.derived ?? []).map(({ name, of }) => [name, of({ ...facts })]));
}

const from = (channel: string, name: string) => ({
  name,
  version: '1',
  build: '0',
  subdir: 'linux-64',
  channel,
  sha256: '',
  md5: '',
});
const many = (channel: string, count: number) =>
  Array.from({ length: count }, (_, at) => from(channel, `${channel}-${at}`));

test('which share of an environment comes from which channel', () => {
  const facts = environmentOf(
    [...many('conda-forge', 2), ...many('bioconda', 5)],
    [{ name: 'six', version: '1' }],
    0,
  );
  expect(originOf(facts)).toEqual({
    origin: ['bioconda: 5 of 8 (63 %)', 'conda-forge: 2 of 8 (25 %)', 'pypi: 1 of 8 (13 %)'],
    anacondaDefaults: 'no',
  });
});

test('one package of many is neither nothing, nor are the others all', () => {
  const facts = environmentOf([...many('conda-forge', 299), from('pkgs/main', 'x')], [], 0);
  expect(originOf(facts)).toEqual({
    origin: ['conda-forge: 299 of 300 (99 %)', 'pkgs/main: 1 of 300 (under 1 %)'],
    anacondaDefaults: 'yes: 1 of 300 packages',
  });
});

test('what does not tell its channel is no proof that none is licensed', () => {
  const facts = environmentOf([from('', 'x'), from('conda-forge', 'y')], [], 0);
  expect(originOf(facts).anacondaDefaults).toBe('not known: the channel of 1 of 2 packages is not told');
  expect(originOf(environmentOf([], [], 0))).toEqual({ origin: [], anacondaDefaults: 'no' });
});

test.each([
  ['defaults', true],
  ['pkgs/main', true],
  ['pkgs/msys2', true],
  ['anaconda', true],
  ['https://repo.anaconda.com/pkgs/r', true],
  ['http://repo.continuum.io/pkgs/free', true],
  ['conda-forge', false],
  ['main-street', false],
  ['lab/main', false],
  ['https://mirror.example/conda-forge', false],
])('%s: %s', (channel, licensed) => expect(isLicensed(channel)).toBe(licensed));

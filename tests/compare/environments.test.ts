import { describe, expect, test } from 'vitest';
import { type Environment, matchEnvironments } from '../../server/compare/environments.ts';

/** `samtools 1.17 h00cdaf9_0 <digest>` */
function environment(document: string, ...packages: string[]): Environment {
  return {
    document,
    place: `/opt/conda/envs/${document}`,
    places: 1,
    roots: [1],
    unreadable: 0,
    packages: packages.map((text) => {
      const [tool = '', version = '', build = '', digest = ''] = text.split(' ');
      return {
        tool,
        version,
        variant: '',
        build,
        provider: 'conda' as const,
        digest: digest === '' ? '' : `conda-sha256:${digest}`,
      };
    }),
  };
}

const A = environment('a', 'htslib 1.17 h6bc39ce_1 h', 'samtools 1.17 h00cdaf9_0 s');
const of = (b: Environment[], a = A, none: 'missing' | 'unknown' = 'missing') => {
  const [found] = matchEnvironments([a], b, none);
  return [found?.match, found?.there?.document ?? null];
};

describe('an environment matches by its whole package set', () => {
  test.each([
    [
      'the same document',
      [environment('a', 'htslib 1.17 h6bc39ce_1 h', 'samtools 1.17 h00cdaf9_0 s')],
      ['identical', 'a'],
    ],
    [
      'the same files in another order',
      [environment('b', 'samtools 1.17 h00cdaf9_0 s', 'htslib 1.17 h6bc39ce_1 h')],
      ['identical', 'b'],
    ],
    [
      'one digest is not known',
      [environment('b', 'htslib 1.17 h6bc39ce_1', 'samtools 1.17 h00cdaf9_0 s')],
      ['same-build', 'b'],
    ],
    [
      'other bytes under one label',
      [environment('b', 'htslib 1.17 h6bc39ce_1 x', 'samtools 1.17 h00cdaf9_0 s')],
      ['same-version', 'b'],
    ],
    [
      'another build',
      [environment('b', 'htslib 1.17 h1111111_0 h2', 'samtools 1.17 h00cdaf9_0 s')],
      ['same-version', 'b'],
    ],
    [
      'one package more',
      [
        environment(
          'b',
          'bwa 0.7.17 he4a0461_11 w',
          'htslib 1.17 h6bc39ce_1 h',
          'samtools 1.17 h00cdaf9_0 s',
        ),
      ],
      ['missing', null],
    ],
    ['one package less', [environment('b', 'samtools 1.17 h00cdaf9_0 s')], ['missing', null]],
    [
      'another version',
      [environment('b', 'htslib 1.18 h6bc39ce_1 h', 'samtools 1.17 h00cdaf9_0 s')],
      ['missing', null],
    ],
    [
      'the best of several',
      [
        environment('b', 'htslib 1.17 h1111111_0 h2', 'samtools 1.17 h00cdaf9_0 s'),
        environment('c', 'htslib 1.17 h6bc39ce_1', 'samtools 1.17 h00cdaf9_0'),
      ],
      ['same-build', 'c'],
    ],
  ] as const)('%s', (_, b, expected) => {
    expect(of([...b])).toEqual(expected);
  });

  test('builds without a hash are no builds, unless their bytes are the same', () => {
    const [one, other] = [environment('a', 'x 1 0'), environment('b', 'x 1 0')];
    expect(of([other], one)).toEqual(['same-version', 'b']);
    expect(of([environment('b', 'x 1 0 d')], environment('a', 'x 1 0 d'))).toEqual(['identical', 'b']);
  });

  test('what pip installed has no bytes to compare: only the same place has the same', () => {
    const [one, other] = [environment('a', 'multiqc 1.19 pypi_0'), environment('a', 'multiqc 1.19 pypi_0')];
    expect(of([other], one)).toEqual(['identical', 'a']);
    expect(of([{ ...other, roots: [2] }], one)).toEqual(['same-version', 'a']);
  });

  test('an environment of which a part could not be read is the same only where it is the very one', () => {
    const part = { ...A, unreadable: 1 };
    const there = environment('b', 'htslib 1.17 h6bc39ce_1 h', 'samtools 1.17 h00cdaf9_0 s');
    expect(of([there], part)).toEqual(['unknown', null]);
    expect(of([{ ...part, roots: [2] }], part)).toEqual(['unknown', null]);
    expect(of([part], part)).toEqual(['identical', 'a']);
    // What is not found may be the one that could not be read, and what is found is found.
    const other = { ...environment('c', 'samtools 1.17 h00cdaf9_0 s'), unreadable: 1 };
    expect(of([other])).toEqual(['unknown', null]);
    expect(of([other, there])).toEqual(['identical', 'b']);
    // What is known of it is not in the other: it is another one, whatever else it has.
    expect(of([{ ...environment('c', 'bwa 0.7.17 he4a0461_11 w'), unreadable: 1 }])).toEqual([
      'missing',
      null,
    ]);
    expect(of([environment('c', 'bwa 0.7.17 he4a0461_11 w')], part)).toEqual(['missing', null]);
    expect(of([], part)).toEqual(['missing', null]);
  });

  test('where not all was read, it is unknown', () => {
    expect(of([], A, 'unknown')).toEqual(['unknown', null]);
  });
});

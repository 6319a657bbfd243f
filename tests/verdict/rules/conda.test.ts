import { describe, expect, it } from 'vitest';
import { condaArchspec } from '../../../server/verdict/rules/conda-archspec.ts';
import { condaCuda } from '../../../server/verdict/rules/conda-cuda.ts';
import { condaGlibc } from '../../../server/verdict/rules/conda-glibc.ts';
import { condaSubdir } from '../../../server/verdict/rules/conda-subdir.ts';
import { meetsCondition, splitSpec } from '../../../server/verdict/virtual.ts';
import { card, condaPackage, environment, type HostChange, image } from '../invent.ts';
import { table } from './table.ts';

const of = (...subdirs: string[]) =>
  environment(subdirs.map((subdir) => condaPackage('tool', '1', { subdir })));
const asks = (spec: string, optional = false) =>
  environment([condaPackage('tool', '1', { virtual: [{ spec, optional }] })]);
const UNTOLD = environment([condaPackage('tool', '1', { virtual: null })]);

table(condaSubdir, [
  ['this platform', of('linux-64', 'noarch'), {}, 'yes'],
  ['any platform', of('noarch'), {}, 'yes'],
  ['another system', of('linux-64', 'osx-arm64'), {}, 'no'],
  ['another architecture', of('linux-aarch64'), {}, 'no'],
  [
    'another architecture, emulated',
    of('linux-aarch64'),
    {
      os: {
        binaryFormats: [
          {
            name: 'qemu-aarch64',
            enabled: true,
            architecture: 'aarch64',
            interpreter: '/usr/bin/qemu-aarch64',
            flags: '',
          },
        ],
      },
    },
    'note',
  ],
  ['another architecture, and handlers are not known', of('linux-aarch64'), { os: 'unknown' }, 'unknown'],
  ['32 bits', of('linux-32'), {}, 'note'],
  ['on its own machine', of('linux-aarch64'), { hardware: { architecture: 'aarch64' } }, 'yes'],
  ['a platform that nobody has heard of', of('constructor'), {}, 'no'],
  ['a platform that was not read', of('linux-64', ''), {}, 'unknown'],
  ['a record that was not read', environment([condaPackage('tool', '1')], { unreadable: 1 }), {}, 'unknown'],
  ['hardware never read', of('linux-64'), { hardware: 'unknown' }, 'unknown'],
  ['an image is none', image(), {}, ''],
]);

table(condaGlibc, [
  ['new enough', asks('__glibc >=2.17,<3.0.a0'), {}, 'yes'],
  ['exactly', asks('__glibc >=2.34'), {}, 'yes'],
  ['too old', asks('__glibc >=2.35,<3.0.a0'), {}, 'no'],
  ['musl', asks('__glibc >=2.17'), { os: { libc: 'musl', libcVersion: '1.2.5' } }, 'no'],
  [
    'musl, and it only constrains',
    asks('__glibc >=2.17', true),
    { os: { libc: 'musl', libcVersion: '1.2.5' } },
    'yes',
  ],
  ['nothing asked', environment([condaPackage('tool', '1')]), {}, ''],
  [
    'wheels of pip',
    environment([condaPackage('tool', '1')], { pip: [{ name: 'torch', version: '2.3.0' }] }),
    {},
    'note',
  ],
  ['not read of a record', UNTOLD, {}, 'unknown'],
  ['library not known', asks('__glibc >=2.17'), { os: { libc: 'unknown', libcVersion: '' } }, 'unknown'],
  ['never read', asks('__glibc >=2.17'), { os: 'unknown' }, 'unknown'],
]);

const driver = (cuda: string): HostChange => ({ gpus: { gpus: [card({ cuda })] } });

table(condaCuda, [
  ['new enough', asks('__cuda >=12'), driver('12.4'), 'yes'],
  ['any', asks('__cuda'), driver('11.4'), 'yes'],
  ['too old', asks('__cuda >=12'), driver('11.4'), 'no'],
  ['too old for what it constrains', asks('__cuda >=12', true), driver('11.4'), 'no'],
  ['no card', asks('__cuda >=12'), {}, 'no'],
  ['no card, and it only constrains', asks('__cuda >=12', true), {}, 'yes'],
  ['version of the driver not known', asks('__cuda >=12'), driver(''), 'unknown'],
  ['GPUs never read', asks('__cuda >=12'), { gpus: 'unknown' }, 'unknown'],
  ['not read of a record', UNTOLD, driver('12.4'), 'unknown'],
]);

table(condaArchspec, [
  ['a level that is there', asks('__archspec 1 x86_64_v3'), {}, 'yes'],
  ['a level that is not', asks('__archspec 1 x86_64_v3'), { hardware: { level: 'x86-64-v2' } }, 'no'],
  ['in the other spelling', asks('__archspec=1=*x86_64_v3'), { hardware: { level: 'x86-64-v2' } }, 'no'],
  ['the name of a processor', asks('__archspec 1 zen4'), {}, 'unknown'],
  ['level not known', asks('__archspec 1 x86_64_v3'), { hardware: { level: '' } }, 'unknown'],
  ['hardware never read', asks('__archspec 1 x86_64_v3'), { hardware: 'unknown' }, 'unknown'],
  ['not read of a record', UNTOLD, {}, 'unknown'],
]);

describe('match specifications of virtual packages', () => {
  it.each<[string, string, boolean | null]>([
    ['2.34', '>=2.17,<3.0.a0', true],
    ['2.12', '>=2.17,<3.0.a0', false],
    ['2.9', '>=2.17', false],
    ['12.4', '12.*', true],
    ['12.4', '=12', true],
    ['12.4', '12', false],
    ['12.4', '11.8|12.4', true],
    ['12.4', '!=12.*', false],
    ['12.4', '*', true],
    ['12.4', '~=12', null],
  ])('%s against %s is %s', (version, condition, expected) => {
    expect(meetsCondition(version, condition)).toBe(expected);
  });

  it.each([
    ['__cuda', '__cuda', '*', '*'],
    ['__glibc >=2.17,<3.0.a0', '__glibc', '>=2.17,<3.0.a0', '*'],
    ['__glibc>=2.17', '__glibc', '>=2.17', '*'],
    ['__archspec 1 zen4', '__archspec', '1', 'zen4'],
    ['__archspec=1=zen4', '__archspec', '1', 'zen4'],
  ])('%s is split', (spec, name, condition, build) => {
    expect(splitSpec(spec)).toEqual({ name, condition, build });
  });
});

import { looksLikeVersion, splitArchitecture } from './looks.ts';
import { type ModulePath, moduleFolderRules } from './module-folders.ts';
import type { Rule } from './rule.ts';
import { isCompilerWord, isMpiWord, isToolchainSegment } from './toolchains.ts';

/** How many parts name and version take once nothing stands before them. */
const moduleDepthRules: readonly Rule<readonly string[], ModulePath>[] = [
  {
    name: 'bright-cuda',
    sentence: "Bright Cluster Manager's CUDA toolkit, whose name carries the short version.",
    read: (path) => {
      if (path.length !== 3 || path[1] !== 'toolkit' || !/^cuda\d[\d.]*$/.test(path[0] ?? '')) return null;
      return { kind: 'name', name: 'cuda', tail: path[2] ?? '', variant: '', build: '' };
    },
    examples: [['module', 'cuda11.2/toolkit/11.2.2', 'cuda', '11.2.2', '', '']],
    counterExamples: [['module', 'cuda11.2/blas/11.2.2', 'a part of CUDA, not the toolkit']],
  },
  {
    name: 'joined',
    sentence: 'Name and version are joined by a dash in one word.',
    read: (path) => {
      if (path.length !== 1) return null;
      const found = /-(?=v?\d+\.\d)/.exec(path[0] ?? '');
      if (found === null || !/[A-Za-z]/.test((path[0] ?? '').slice(0, found.index))) return null;
      const name = (path[0] ?? '').slice(0, found.index);
      return { kind: 'name', name, tail: (path[0] ?? '').slice(found.index + 1), variant: '', build: '' };
    },
    examples: [
      ['module', 'samtools-1.17', 'samtools', '1.17', '', ''],
      ['module', 'py-numpy-1.24.3-gcc-12.2.0-abcdefg', 'numpy', '1.24.3', '', 'gcc-12.2.0-abcdefg'],
    ],
    counterExamples: [
      ['module', 'python-dateutil', 'no number follows the dash'],
      ['module', 'craype-x86-rome', 'x86 is no version'],
      ['module', 'gcc-12', 'a number without a dot may belong to the name'],
    ],
  },
  {
    name: 'name',
    sentence: 'A single word is the name.',
    read: (path) => {
      if (path.length !== 1) return null;
      const { rest, architecture } = splitArchitecture(path[0] ?? '');
      const variant = architecture === '' ? '' : `-${architecture}`;
      return { kind: 'name', name: rest, tail: '', variant, build: '' };
    },
    examples: [
      ['module', 'samtools', 'samtools', '', '', ''],
      ['module', 'PrgEnv-gnu', 'prgenv-gnu', '', '', ''],
      ['module', 'use.own', 'use.own', '', '', ''],
    ],
    counterExamples: [['module', 'samtools-1.17', 'a version is joined to it']],
  },
  {
    name: 'suite-component',
    sentence: 'A suite of compilers with its version stands before one of its parts.',
    read: (path) => {
      const [suite = '', part = ''] = path;
      const found = /^(intel|oneapi|pgi|nvhpc|aocc)-(\d[\w.]*)$/.exec(suite);
      if (path.length !== 2 || found === null || !/^[a-z]{2,12}$/.test(part)) return null;
      return { kind: 'name', name: `${found[1]}/${part}`, tail: found[2] ?? '', variant: '', build: '' };
    },
    examples: [['module', 'intel-19.5/vtune', 'intel/vtune', '19.5', '', '']],
    counterExamples: [
      ['module', 'gcc-12.2.0/openmpi', 'built with it, and no part of it'],
      ['module', 'intel/19.5', 'the suite itself'],
    ],
  },
  {
    name: 'name-version',
    sentence: 'Two parts are name and version.',
    read: (path) => {
      const [name = '', tail = ''] = path;
      return path.length === 2 ? { kind: 'name', name, tail, variant: '', build: '' } : null;
    },
    examples: [
      ['module', 'samtools/1.17', 'samtools', '1.17', '', ''],
      ['module', 'partition/C', 'partition', 'C', '', ''],
    ],
    counterExamples: [['module', 'openmpi/gcc/4.1', 'three parts']],
  },
  {
    name: 'name-compiler-version',
    sentence: 'Between name and version stands what it was built with.',
    read: (path) => {
      const between = path.slice(1, -1).filter((part) => part !== '64');
      if (path.length < 3 || !isToolchainSegment(path[1] ?? '') || !looksLikeVersion(path.at(-1) ?? ''))
        return null;
      // `intel/oneapi/2023.2`, `spack/gcc-12.2.0/samtools/1.17`: the first part is not what was built.
      if (isCompilerSegment(path[0] ?? '') || !between.every(saysBuild)) return null;
      return {
        kind: 'name',
        name: path[0] ?? '',
        tail: path.at(-1) ?? '',
        variant: '',
        build: between.join('-'),
      };
    },
    examples: [
      ['module', 'openmpi/gcc/4.1', 'openmpi', '4.1', '', 'gcc'],
      ['module', 'openmpi/gcc/64/1.10.7', 'openmpi', '1.10.7', '', 'gcc'],
      ['module', 'openmpi/gcc/12.2.0/4.1.5', 'openmpi', '4.1.5', '', 'gcc-12.2.0'],
      ['module', 'scalapack/openmpi/gcc/64/2.0.2', 'scalapack', '2.0.2', '', 'openmpi-gcc'],
    ],
    counterExamples: [
      ['module', 'intel/mkl/64/2017', 'mkl is no compiler'],
      ['module', 'intel/oneapi/2023.2', 'nothing is built with something there'],
      ['module', 'spack/gcc-12.2.0/samtools/1.17', 'a name follows the compiler'],
    ],
  },
  {
    name: 'name-bits-version',
    sentence: 'Between name and version stands the word size: 64 goes without saying, 32 is a variant.',
    read: (path) => {
      const bits = path[1] ?? '';
      if (path.length < 3 || (bits !== '64' && bits !== '32')) return null;
      return {
        kind: 'name',
        name: path[0] ?? '',
        tail: path.slice(2).join('/'),
        variant: bits === '32' ? '-32' : '',
        build: '',
      };
    },
    examples: [
      ['module', 'fftw/64/3.3.4', 'fftw', '3.3.4', '', ''],
      ['module', 'fftw/32/3.3.4', 'fftw', '3.3.4', '-32', ''],
    ],
    counterExamples: [['module', 'fftw/64', 'no version follows']],
  },
  {
    name: 'name-version-more',
    sentence: 'The second of several parts is the version; the others say more about it.',
    read: (path) => {
      const [name = '', version = '', ...more] = path;
      if (path.length < 3 || !looksLikeVersion(version)) return null;
      return { kind: 'name', name, tail: more.reduce(joinVersion, version), variant: '', build: '' };
    },
    examples: [
      ['module', 'openmpi/4.1.5/gcc/12.2.0', 'openmpi', '4.1.5', '', 'gcc-12.2.0'],
      ['module', 'hdf5/1.10.5/gcc-9.2.0', 'hdf5', '1.10.5', '', 'gcc-9.2.0'],
      ['module', 'vasp/6.3.2/gpu', 'vasp', '6.3.2', '-gpu', ''],
      ['module', 'tool/1.2/3.4', 'tool', '1.2/3.4', '', ''],
      ['module', 'intel/17/17.0.2', 'intel', '17.0.2', '', ''],
    ],
    counterExamples: [['module', 'python/anaconda/3.7', 'anaconda is no version']],
  },
  {
    name: 'path-version',
    sentence:
      'Unknown words stand before the version; which of them is the tool cannot be told, so all of them are the name.',
    read: (path) => {
      const at = path.findIndex((part, i) => i > 1 && part !== '64' && looksLikeVersion(part));
      if (at < 0) return null;
      const name = path.slice(0, at).filter((part) => part !== '64');
      return { kind: 'name', name: name.join('/'), tail: path.slice(at).join('/'), variant: '', build: '' };
    },
    examples: [
      ['module', 'python/anaconda/3.7', 'python/anaconda', '3.7', '', ''],
      ['module', 'intel/mkl/64/2017', 'intel/mkl', '2017', '', ''],
      ['module', 'intel/compiler/64/2019/19.0.5', 'intel/compiler', '2019/19.0.5', '', ''],
    ],
    counterExamples: [['module', 'bio/samtools/1.17', 'bio is a known category']],
  },
  {
    name: 'path',
    sentence: 'Several words without a version are the name together.',
    read: (path) => ({ kind: 'name', name: path.join('/'), tail: '', variant: '', build: '' }),
    examples: [['module', 'cluster/wice/batch', 'cluster/wice/batch', '', '', '']],
    counterExamples: [['module', 'python/anaconda/3.7', 'a version ends it']],
  },
];

/** Where in a module's path the name stands, and what follows it. */
export const modulePathRules: readonly Rule<readonly string[], ModulePath>[] = [
  ...moduleFolderRules,
  ...moduleDepthRules,
];

/** A compiler, its version, or the word for building without MPI. */
function saysBuild(part: string): boolean {
  return isToolchainSegment(part) || looksLikeVersion(part) || part === 'nompi' || part === 'serial';
}

function isCompilerSegment(part: string): boolean {
  return isCompilerWord(part) && !isMpiWord(part);
}

/** A number that goes on where the one before ended is the whole version: `17/17.0.2`. */
function joinVersion(text: string, part: string): string {
  if (part.startsWith(`${text}.`)) return part;
  return text + (/^\d/.test(part) && !text.includes('-') ? '/' : '-') + part;
}

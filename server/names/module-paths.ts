import { isBareVersion, looksLikeRegistry, looksLikeVersion, splitArchitecture } from './looks.ts';
import type { Rule } from './rule.ts';
import { isCompilerWord, isMpiWord, isToolchainSegment } from './toolchains.ts';
import { categories } from './words.ts';

/** Where in a module's path the name stands, and what follows it. */
export type ModulePath =
  | { kind: 'name'; name: string; tail: string; variant: string; build: string }
  /** The rest of the path, to be read again, with what was learnt about the build. */
  | { kind: 'inside'; rest: string[]; build: string }
  | { kind: 'image'; reference: string };

export const modulePathRules: readonly Rule<readonly string[], ModulePath>[] = [
  {
    name: 'registry-path',
    sentence:
      'The path begins with a registry: a container offered as a module (shpc), named as its image is.',
    read: (path) => {
      if (path.length < 3 || !looksLikeRegistry(path[0] ?? '')) return null;
      return { kind: 'image', reference: `${path.slice(0, -1).join('/')}:${path.at(-1) ?? ''}` };
    },
    examples: [
      ['module', 'quay.io/biocontainers/samtools/1.17--h00cdaf9_0', 'samtools', '1.17', '', 'h00cdaf9_0'],
      ['module', 'ghcr.io/autamus/samtools/1.13', 'samtools', '1.13', '', ''],
    ],
    counterExamples: [
      ['module', 'python3.9/numpy/1.2', 'python3.9 is no host'],
      ['module', 'FFTW.MPI/3.3.10-gompi-2023a', 'a name with a dot'],
    ],
  },
  {
    name: 'hierarchy',
    sentence:
      'The path is that of a module hierarchy: compiler and MPI library come first and are the build.',
    read: (path) => {
      const levels = path[0] === 'MPI' ? 5 : path[0] === 'Compiler' ? 3 : 0;
      if (levels === 0 || path.length <= levels) return null;
      const named = path.slice(1, levels);
      if (!isCompilerWord(named[0] ?? '') && !isToolchainSegment(named[0] ?? '')) return null;
      return { kind: 'inside', rest: path.slice(levels), build: named.join('-') };
    },
    examples: [
      ['module', 'Compiler/GCC/12.2.0/SAMtools/1.17', 'samtools', '1.17', '', 'GCC-12.2.0'],
      [
        'module',
        'MPI/GCC/10.2.0/OpenMPI/4.0.5/HDF5/1.10.7',
        'hdf5',
        '1.10.7',
        '',
        'GCC-10.2.0-OpenMPI-4.0.5',
      ],
    ],
    counterExamples: [['module', 'mpi/openmpi/4.1', 'a category, not a level']],
  },
  {
    name: 'category',
    sentence: 'The first folder only sorts modules and is left out.',
    read: (path) => {
      const [first = '', second = ''] = path;
      if (path.length < 2 || !(categories.has(first.toLowerCase()) || isSpackArchitecture(first)))
        return null;
      // `parallel/20230722`, `compiler/2023.2.1`: the word is the tool itself.
      if (path.length === 2 ? looksLikeVersion(second) : isBareVersion(second)) return null;
      return { kind: 'inside', rest: path.slice(1), build: '' };
    },
    examples: [
      ['module', 'chem/orca/5.0.4', 'orca', '5.0.4', '', ''],
      ['module', 'Core/gcc/12.2.0', 'gcc', '12.2.0', '', ''],
      ['module', 'lang/Python', 'python', '', '', ''],
      ['module', 'bio/4ti2/1.6.9', '4ti2', '1.6.9', '', ''],
      ['module', 'linux-rhel8-zen2/Core/zlib/1.2.13', 'zlib', '1.2.13', '', ''],
      ['module', 'mpi/openmpi-x86_64', 'openmpi', '', '-x86_64', ''],
    ],
    counterExamples: [
      ['module', 'compiler/2023.2.1', "oneAPI's module of that name"],
      ['module', 'intel/2023a', 'intel is no category'],
      ['module', 'modules/sp2020', 'a release of the module system'],
      ['module', 'bio', 'nothing is inside it'],
    ],
  },
  {
    name: 'compiler-first',
    sentence: 'A compiler or MPI library with its version stands before the name and is the build.',
    read: (path) => {
      const [first = '', second = '', third = ''] = path;
      if (path.length >= 3 && /\d/.test(first) && isToolchainSegment(first) && !looksLikeVersion(second)) {
        return { kind: 'inside', rest: path.slice(1), build: first };
      }
      if (path.length < 4 || !isToolchainSegment(first) || !looksLikeVersion(second)) return null;
      // `openmpi/4.1.5/gcc/12.2.0`: a compiler there says what the first was built with.
      if (looksLikeVersion(third) || (isToolchainSegment(third) && !isMpiWord(third))) return null;
      return { kind: 'inside', rest: path.slice(2), build: `${first}-${second}` };
    },
    examples: [
      ['module', 'gcc-12.2.0/netcdf-c/4.9.2', 'netcdf-c', '4.9.2', '', 'gcc-12.2.0'],
      ['module', 'gcc/12.2.0/hdf5/1.14.0', 'hdf5', '1.14.0', '', 'gcc-12.2.0'],
      ['module', 'gcc/12.2.0/openmpi/4.1.5/hdf5/1.14.0', 'hdf5', '1.14.0', '', 'gcc-12.2.0-openmpi-4.1.5'],
    ],
    counterExamples: [
      ['module', 'openmpi/gcc/4.1', 'the compiler stands behind the name'],
      ['module', 'openmpi/4.1.5/gcc/12.2.0', 'the compiler stands behind the version'],
    ],
  },
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
    counterExamples: [['module', 'intel/mkl/64/2017', 'mkl is no compiler']],
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

/** A number that goes on where the one before ended is the whole version: `17/17.0.2`. */
function joinVersion(text: string, part: string): string {
  if (part.startsWith(`${text}.`)) return part;
  return text + (/^\d/.test(part) && !text.includes('-') ? '/' : '-') + part;
}

function isSpackArchitecture(segment: string): boolean {
  return /^linux-[a-z]+[\d.]*-[a-z0-9_]+$/.test(segment);
}

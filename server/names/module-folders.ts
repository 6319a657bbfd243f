import { isBareVersion, looksLikeRegistry, looksLikeVersion } from './looks.ts';
import type { Rule } from './rule.ts';
import { isCompilerWord, isMpiWord, isToolchainSegment } from './toolchains.ts';
import { categories } from './words.ts';

/** Where in a module's path the name stands, and what follows it. */
export type ModulePath =
  | { kind: 'name'; name: string; tail: string; variant: string; build: string }
  /** The rest of the path, to be read again, with what was learnt about the build. */
  | { kind: 'inside'; rest: string[]; build: string }
  | { kind: 'image'; reference: string };

/** What stands before a name: folders, levels of a hierarchy, a registry. */
export const moduleFolderRules: readonly Rule<readonly string[], ModulePath>[] = [
  {
    name: 'easyconfig',
    sentence: "The name of an easyconfig, EasyBuild's recipe: what it installs, and the ending eb.",
    read: (path) => {
      const stem = /^(.+)\.eb$/.exec(path[0] ?? '')?.[1];
      return path.length === 1 && stem !== undefined ? { kind: 'inside', rest: [stem], build: '' } : null;
    },
    examples: [
      ['module', 'SAMtools-1.17-GCC-12.2.0.eb', 'samtools', '1.17', '', 'GCC-12.2.0'],
      ['module', 'SciPy-bundle-2023.07-gfbf-2023a.eb', 'scipy-bundle', '2023.07', '', 'gfbf-2023a'],
      [
        'module',
        'GROMACS-2023.3-foss-2023a-CUDA-12.1.1-PLUMED-2.9.0.eb',
        ...(['gromacs', '2023.3', '-CUDA-12.1.1-PLUMED-2.9.0', 'foss-2023a'] as const),
      ],
    ],
    counterExamples: [['module', 'SAMtools/1.17-GCC-12.2.0', 'the module that it made']],
  },
  {
    name: 'shpc-module',
    sentence:
      'The file called module that Singularity HPC puts below the tag of a container; the rest is its reference.',
    read: (path) => {
      if (path.length < 3 || path.at(-1) !== 'module') return null;
      return { kind: 'image', reference: `${path.slice(0, -2).join('/')}:${path.at(-2) ?? ''}` };
    },
    examples: [
      [
        'module',
        'quay.io/biocontainers/samtools/1.17--h00cdaf9_0/module',
        ...(['samtools', '1.17', '', 'h00cdaf9_0'] as const),
      ],
      ['module', 'ghcr.io/autamus/clingo/5.5.1/module', 'clingo', '5.5.1', '', ''],
      ['module', 'python/3.9.2-alpine/module', 'python', '3.9.2', '-alpine', ''],
    ],
    counterExamples: [
      ['module', 'quay.io/biocontainers/samtools/1.17--h00cdaf9_0', 'the tag is last'],
      ['module', 'perl/module', 'nothing but a name stands before it'],
    ],
  },
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
      // `bio/ctr-0.1--0`: a container of Bioconda's package bio.
      const isVersion = path.length === 2 ? looksLikeVersion(second) : isBareVersion(second);
      if (isVersion || second.startsWith('ctr-')) return null;
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
      ['module', 'gcc-12.2.0/netcdf-c/4.9.2', 'netcdf', '4.9.2', '', 'gcc-12.2.0'],
      ['module', 'gcc/12.2.0/hdf5/1.14.0', 'hdf5', '1.14.0', '', 'gcc-12.2.0'],
      ['module', 'gcc/12.2.0/openmpi/4.1.5/hdf5/1.14.0', 'hdf5', '1.14.0', '', 'gcc-12.2.0-openmpi-4.1.5'],
    ],
    counterExamples: [
      ['module', 'openmpi/gcc/4.1', 'the compiler stands behind the name'],
      ['module', 'openmpi/4.1.5/gcc/12.2.0', 'the compiler stands behind the version'],
    ],
  },
];

function isSpackArchitecture(segment: string): boolean {
  return /^linux-[a-z]+[\d.]*-[a-z0-9_]+$/.test(segment);
}

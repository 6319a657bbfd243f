import type { Rule } from './rule.ts';
import { splitCondaTag, splitTail, type Tail } from './tail.ts';
import { branches, pointers } from './words.ts';

type TailText = { version: string; variant: string; build: string };

/** What the text behind a tool's name holds: of a module, an image's tag, an image's file name. */
export const tailRules: readonly Rule<string, TailText>[] = [
  {
    name: 'no-version',
    sentence: 'Nothing follows the name, so there is no version.',
    read: (text) => (text === '' ? nothing : null),
    examples: [
      ['module', 'samtools', 'samtools', '', '', ''],
      ['image', 'ubuntu', 'ubuntu', '', '', ''],
    ],
    counterExamples: [['module', 'samtools/1.17', 'a version follows']],
  },
  {
    name: 'pointer',
    sentence: 'latest, default and current point at whatever is newest and are no version.',
    read: (text) => (pointers.has(text.toLowerCase()) ? nothing : null),
    examples: [
      ['file', 'myimage_latest.sif', 'myimage', '', '', ''],
      ['image', 'ghcr.io/acme/trimmer:latest', 'trimmer', '', '', ''],
      ['module', 'xalt/latest', 'xalt', '', '', ''],
      ['module', 'singularity/current', 'singularity', '', '', ''],
    ],
    counterExamples: [['module', 'foo/latest-1', 'only the bare word points']],
  },
  {
    name: 'branch',
    sentence: 'A branch name moves, so it is kept as a variant and not as a version.',
    read: (text) => (branches.has(text.toLowerCase()) ? { ...nothing, variant: `-${text}` } : null),
    examples: [
      ['image', 'julia:nightly', 'julia', '', '-nightly', ''],
      ['module', 'picongpu/dev', 'picongpu', '', '-dev', ''],
    ],
    counterExamples: [['module', 'foo/1.2-dev', 'a version stands before it']],
  },
  {
    name: 'conda-tag',
    sentence: 'Version and build of the conda package an image was made from, joined by two dashes.',
    read: (text) => {
      const split = splitCondaTag(text);
      return split === null ? null : { ...split, variant: '' };
    },
    examples: [
      ['image', 'quay.io/biocontainers/samtools:1.17--h00cdaf9_0', 'samtools', '1.17', '', 'h00cdaf9_0'],
      ['image', 'quay.io/biocontainers/star:2.7.10b--h9ee0642_0', 'star', '2.7.10b', '', 'h9ee0642_0'],
      ['image', 'quay.io/biocontainers/bwa:0.7.8--0', 'bwa', '0.7.8', '', '0'],
      ['module', 'quay.io/biocontainers/samtools/1.17--h00cdaf9_0', 'samtools', '1.17', '', 'h00cdaf9_0'],
      [
        'image',
        'community.wave.seqera.io/library/samtools:1.17--9fb4e3f4a2c11d52',
        ...(['samtools', '1.17', '', '9fb4e3f4a2c11d52'] as const),
      ],
    ],
    counterExamples: [
      ['image', 'acme/tool:1.0--final', 'what follows the dashes is no conda build'],
      ['image', 'acme/tool:1.0-h00cdaf9_0', 'one dash only'],
    ],
  },
  {
    name: 'container-module',
    sentence: "TACC's modules of BioContainers put ctr- before the image's tag.",
    read: (text) => {
      const split = text.startsWith('ctr-') ? splitCondaTag(text.slice('ctr-'.length)) : null;
      return split === null ? null : { ...split, variant: '' };
    },
    examples: [
      ['module', 'eden/ctr-1.1--hd28b015_0', 'eden', '1.1', '', 'hd28b015_0'],
      ['module', 'blast/ctr-2.14.1--pl5321h6f7f691_0', 'blast+', '2.14.1', '', 'pl5321h6f7f691_0'],
    ],
    counterExamples: [['module', 'foo/ctr-1.1', 'no conda build follows']],
  },
  {
    name: 'spack',
    sentence:
      "Spack's form: version, compiler with version, and the beginning of the DAG hash; compiler and hash are the build.",
    read: (text) => when(splitTail(text), (tail) => tail.seen.has('hash')),
    examples: [
      ['module', 'samtools/1.17-gcc-12.2.0-abc1234', 'samtools', '1.17', '', 'gcc-12.2.0-abc1234'],
      ['module', 'samtools-1.17-gcc-12.2.0-abcdefg', 'samtools', '1.17', '', 'gcc-12.2.0-abcdefg'],
      ['module', 'hdf5/1.14.0-oneapi-2023.1.0-k4wz7qa', 'hdf5', '1.14.0', '', 'oneapi-2023.1.0-k4wz7qa'],
      ['module', 'zlib/1.2.13-q5xmr2p', 'zlib', '1.2.13', '', 'q5xmr2p'],
      [
        'module',
        'hdf5/1.12.2-gcc-12.2.0-openmpi-4.1.4-abcdefg',
        ...(['hdf5', '1.12.2', '', 'gcc-12.2.0-openmpi-4.1.4-abcdefg'] as const),
      ],
    ],
    counterExamples: [
      ['module', 'Perl/5.36.0-GCCcore-12.2.0-minimal', 'minimal is a word of seven letters'],
      ['module', 'fftw/3.3.8-gcc-7.3.0-openmpi', 'openmpi is a word of seven letters'],
      ['module', 'foo/1.0-python3', 'a word with a number'],
      ['module', 'foo/1.0-release', 'no digit, so no hash'],
      ['module', 'foo/1.0-20230101', 'a date'],
    ],
  },
  {
    name: 'easybuild',
    sentence:
      "EasyBuild's form: version, toolchain with version, version suffix; the toolchain is the build, the suffix the variant.",
    read: (text) => when(splitTail(text), (tail) => tail.seen.has('easybuild')),
    examples: [
      ['module', 'bio/SAMtools/1.17-GCC-12.2.0', 'samtools', '1.17', '', 'GCC-12.2.0'],
      ['module', 'PyTorch/2.1.2-foss-2023a-CUDA-12.1.1', 'pytorch', '2.1.2', '-CUDA-12.1.1', 'foss-2023a'],
      ['module', 'PyTorch/2.1.2-CUDA-12.1.1-foss-2023a', 'pytorch', '2.1.2', '-CUDA-12.1.1', 'foss-2023a'],
      ['module', 'Perl/5.36.0-GCCcore-12.2.0-minimal', 'perl', '5.36.0', '-minimal', 'GCCcore-12.2.0'],
      ['module', '4ti2/1.6.9-GCC-8.2.0-2.31.1', '4ti2', '1.6.9', '', 'GCC-8.2.0-2.31.1'],
      [
        'module',
        'OpenMPI/1.10.2-iccifort-2016.1.150-GCC-4.9.3-2.25',
        'openmpi',
        '1.10.2',
        '',
        'iccifort-2016.1.150-GCC-4.9.3-2.25',
      ],
      ['module', 'CGAL/4.14.3-gompi-2020a-Python-3.8.2', 'cgal', '4.14.3', '-Python-3.8.2', 'gompi-2020a'],
      [
        'module',
        'GROMACS/2023.3-foss-2022a-CUDA-11.7.0-PLUMED-2.9.0',
        'gromacs',
        '2023.3',
        '-CUDA-11.7.0-PLUMED-2.9.0',
        'foss-2022a',
      ],
      [
        'module',
        'LAMMPS/2Aug2023_update2-foss-2023a-kokkos',
        'lammps',
        '2Aug2023_update2',
        '-kokkos',
        'foss-2023a',
      ],
      ['module', 'ImageMagick/7.1.0-37-GCCcore-11.2.0', 'imagemagick', '7.1.0-37', '', 'GCCcore-11.2.0'],
      [
        'module',
        'OpenMPI/4.1.5-intel-compilers-2023.1.0',
        'openmpi',
        '4.1.5',
        '',
        'intel-compilers-2023.1.0',
      ],
      ['module', 'GROMACS/2023.3-cpeGNU-23.09', 'gromacs', '2023.3', '', 'cpeGNU-23.09'],
    ],
    counterExamples: [
      ['module', 'GCC/12.2.0', 'the toolchain is the module itself'],
      ['module', 'cuDNN/8.9.2.26-CUDA-12.1.1', 'a suffix without a toolchain'],
      ['module', 'hdf5/1.10.5-gcc-8.3.0', 'EasyBuild writes GCC'],
    ],
  },
  {
    name: 'compiler-suffix',
    sentence: 'A compiler or MPI library behind the version says what it was built with.',
    read: (text) => when(splitTail(text), (tail) => tail.seen.has('compiler')),
    examples: [
      ['module', 'hdf5/1.10.5-gcc-8.3.0', 'hdf5', '1.10.5', '', 'gcc-8.3.0'],
      ['module', 'R/3.6.0-gnu7.3', 'r', '3.6.0', '', 'gnu7.3'],
      ['module', 'openmpi/4.0.2-gcc8.3.1', 'openmpi', '4.0.2', '', 'gcc8.3.1'],
      ['module', 'petsc/3.13.2-intel-mpi-18', 'petsc', '3.13.2', '', 'intel-mpi-18'],
      ['module', 'fftw/3.3.8-gcc-7.3.0-openmpi', 'fftw', '3.3.8', '', 'gcc-7.3.0-openmpi'],
    ],
    counterExamples: [
      ['module', 'gcc/12.2.0', 'the compiler is the module itself'],
      ['module', 'foo/1.0-intelligent', 'a longer word'],
    ],
  },
  {
    name: 'suffix',
    sentence: 'Words behind the version are a variant of it.',
    read: (text) => when(splitTail(text), (tail) => tail.seen.has('variant')),
    examples: [
      ['module', 'cuDNN/8.9.2.26-CUDA-12.1.1', 'cudnn', '8.9.2.26', '-CUDA-12.1.1', ''],
      ['module', 'openmpi/4.1.0-cuda-11.2', 'openmpi', '4.1.0', '-cuda-11.2', ''],
      ['module', 'relion/3.1-gpu', 'relion', '3.1', '-gpu', ''],
      ['image', 'python:3.11-slim-bookworm', 'python', '3.11', '-slim-bookworm', ''],
      ['file', 'pytorch_23.10-py3.sif', 'pytorch', '23.10', '-py3', ''],
    ],
    counterExamples: [
      ['module', 'bwa/0.7.17-r1198', 'a revision is part of the version'],
      ['module', 'foo/1.0-rc1', 'a release candidate is part of the version'],
    ],
  },
  {
    name: 'release',
    sentence: 'All that follows the name is the version.',
    read: (text) => when(splitTail(text), () => true),
    examples: [
      ['module', 'samtools/1.17', 'samtools', '1.17', '', ''],
      ['module', 'intel/2023a', 'intel', '2023a', '', ''],
      ['module', 'GCC/4.9.3-2.25', 'gcc', '4.9.3-2.25', '', ''],
      ['module', 'bwa/0.7.17-r1198', 'bwa', '0.7.17-r1198', '', ''],
      ['module', 'nf-core/20230815', 'nf-core', '20230815', '', ''],
      ['module', 'mytool/3f2a9c1', 'mytool', '3f2a9c1', '', ''],
      ['module', 'extra/1.0.0-alpha.beta', 'extra', '1.0.0-alpha.beta', '', ''],
      ['module', 'mytool/1.2-15-gabc1234', 'mytool', '1.2-15-gabc1234', '', ''],
      ['module', 'gaussian/g16c01', 'gaussian', 'g16c01', '', ''],
      ['image', 'ubuntu:22.04', 'ubuntu', '22.04', '', ''],
      ['file', 'ubuntu_22.04.sif', 'ubuntu', '22.04', '', ''],
    ],
    counterExamples: [['module', 'foo/1.0-gpu', 'a variant follows the version']],
  },
];

const nothing: TailText = { version: '', variant: '', build: '' };

function when(tail: Tail, holds: (tail: Tail) => boolean): TailText | null {
  if (!holds(tail)) return null;
  return { version: tail.version, variant: tail.variant, build: tail.build };
}

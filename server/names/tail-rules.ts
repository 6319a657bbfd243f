import type { Rule } from './rule.ts';
import { splitTail, type Tail, type TailText } from './tail.ts';
import { condaTagRules, pointerRules } from './tail-marks.ts';

/** A version with what it was built with and what sets it apart. */
const versionRules: readonly Rule<string, TailText>[] = [
  {
    name: 'uenv-tag',
    sentence: 'A user environment of CSCS: version, and the tag of its build behind a colon.',
    read: (text) => {
      const found = /^(\d[\w.]{0,40}):([A-Za-z][\w.-]{0,40})$/.exec(text);
      return found === null ? null : { version: found[1] ?? '', variant: '', build: found[2] ?? '' };
    },
    examples: [
      ['module', 'prgenv-gnu/24.11:v1', 'prgenv-gnu', '24.11', '', 'v1'],
      ['module', 'netcdf-tools/2025:v1', 'netcdf-tools', '2025', '', 'v1'],
    ],
    counterExamples: [['module', 'prgenv-gnu/24.11', 'no tag']],
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
      [
        'module',
        'netcdf-c/4.9.0-oneapi-2023.1.0-mpi-k4wz7qa',
        'netcdf',
        '4.9.0',
        '-mpi',
        'oneapi-2023.1.0-k4wz7qa',
      ],
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
      ['module', 'vasp/6.3.2-intel-2022a-wannier', "a suffix behind EasyBuild's toolchain"],
      ['module', 'foo/1.0-python3', 'a word with a number'],
      ['module', 'foo/1.0-release', 'no digit, so no hash'],
      ['module', 'tbl2asn/20230713-linux64', 'the platform'],
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
      ['module', 'HDF5/1.14.5-NVHPC-25.3-CUDA-12.8.0', 'hdf5', '1.14.5', '', 'NVHPC-25.3-CUDA-12.8.0'],
      ['module', 'OpenFOAM/10-foss-2022a-20230119', 'openfoam', '10', '-20230119', 'foss-2022a'],
      ['module', 'AMS/2023.101-iimpi-2022a-intelmpi', 'ams', '2023.101', '-intelmpi', 'iimpi-2022a'],
      ['module', 'mpi4py/4.1.0-lmpich-2025b', 'mpi4py', '4.1.0', '', 'lmpich-2025b'],
      ['module', 'PLINK/2.0.0-a.6.9-gfbf-2023b', 'plink', '2.0.0-a.6.9', '', 'gfbf-2023b'],
      ['module', 'FASTA/36.3.8i-may-2023-GCC-13.3.0', 'fasta', '36.3.8i-may-2023', '', 'GCC-13.3.0'],
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
      ['file', 'deepvariant_1.6.0-gpu.sif', 'deepvariant', '1.6.0', '-gpu', ''],
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

/** What the text behind a tool's name holds: of a module, an image's tag, an image's file name. */
export const tailRules: readonly Rule<string, TailText>[] = [
  ...pointerRules,
  ...condaTagRules,
  ...versionRules,
];

function when(tail: Tail, holds: (tail: Tail) => boolean): TailText | null {
  if (!holds(tail)) return null;
  return { version: tail.version, variant: tail.variant, build: tail.build };
}

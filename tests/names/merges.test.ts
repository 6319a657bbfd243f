import { describe, expect, test } from 'vitest';
import { explainForm } from '../../server/names/explain.ts';
import type { Form } from '../../server/names/rule.ts';

type Written = readonly [form: Form, text: string];

const tools = (written: Written[]) => written.map(([form, text]) => explainForm(text, form).result?.tool);

describe('names that are different tools', () => {
  const apart: Written[][] = [
    [
      ['module', 'R/4.3.1'],
      ['conda', 'r-ggplot2 3.4.4 r43hc72bb7e_0'],
      ['conda', 'r-essentials 4.3 0'],
    ],
    [
      ['module', 'python/3.11'],
      ['conda', 'python-dateutil 2.8.2 pyhd8ed1ab_0'],
      ['module', 'Python-bundle-PyPI/2023.06'],
    ],
    [
      ['module', 'Go/1.20'],
      ['image', 'golang:1.20'],
      ['conda', 'go-task 3.0 0'],
    ],
    [
      ['module', 'GCC/12.2.0'],
      ['module', 'GCCcore/12.2.0'],
    ],
    [
      ['module', 'BLAST/2.2.26'],
      ['module', 'BLAST+/2.14.1-gompi-2023a'],
      ['module', 'RMBlast/2.14.1-gompi-2023a'],
    ],
    [
      ['conda', 'star 2.7.10b h9ee0642_0'],
      ['conda', 'star-fusion 1.12.0 hdfd78af_0'],
      ['conda', 'starcode 1.4 h779adbc_1'],
    ],
    [
      ['module', 'openmpi/4.1'],
      ['module', 'ompi/4.1'],
    ],
    [
      ['module', 'hdf5/1.14'],
      ['module', 'hdf5-parallel/1.14'],
      ['module', 'phdf5/1.14'],
      ['module', 'hdf5-serial/1.14'],
    ],
    [
      ['conda', 'graphviz 9.0.0 h2e5815a_0'],
      ['conda', 'graphviz 0.20.1 pypi_0'],
    ],
    [
      ['conda', 'redis-server 7.0.15 h0cf5d0a_0'],
      ['conda', 'redis 5.0 pypi_0'],
    ],
    [
      ['conda', 'star 2.7.10b h9ee0642_0'],
      ['conda', 'star 0.1 pypi_0'],
    ],
    [
      ['module', 'torch/7'],
      ['conda', 'torch 2.1.2 pypi_0'],
    ],
    [
      ['conda', 'protobuf 4.25.1 py310h620c231_1'],
      ['conda', 'libprotobuf 4.25.1 hf27288f_1'],
    ],
    [
      ['module', 'bowtie/1.3'],
      ['module', 'bowtie2/2.5'],
    ],
    [
      ['module', 'clustalw/2.1'],
      ['module', 'Clustal-Omega/1.2.4'],
    ],
    [
      ['module', 'ESPResSo/4.2'],
      ['module', 'QuantumESPRESSO/7.2'],
    ],
    [
      ['module', 'cuda/12.2'],
      ['conda', 'cudatoolkit 11.8.0 h6a678d5_0'],
    ],
    [
      ['module', 'FFTW/3.3.10'],
      ['module', 'FFTW.MPI/3.3.10-gompi-2023a'],
    ],
    [
      ['module', 'netcdf/4.9'],
      ['module', 'netcdf-fortran/4.6'],
      ['module', 'netcdf4-python/1.6.4-foss-2023a'],
    ],
    [
      ['conda', 'blast 2.14.1 pl5321h6f7f691_0'],
      ['conda', 'blast-legacy 2.2.26 2'],
    ],
    [
      ['image', 'rocker/rstudio:4.3.1'],
      ['module', 'rstudio/2023.06'],
    ],
    [
      ['conda', 'ruamel.yaml 0.17 py310h2372a71_0'],
      ['conda', 'ruamel_yaml 0.15.100 py39h27cfd23_0'],
    ],
    [
      ['module', 'cray-hdf5/1.12'],
      ['module', 'cray-hdf5-parallel/1.12'],
    ],
    [
      ['conda', 'pytorch 2.1.2 py3.10_cuda12.1_cudnn8.9.2_0'],
      ['conda', 'pytorch-cuda 12.1 ha16c6d3_5'],
      ['conda', 'pytorch-lightning 2.1 pyhd8ed1ab_0'],
    ],
    [
      ['image', 'acme/base:1.0'],
      ['image', 'other/base:1.0'],
    ],
    [
      ['module', 'Mesa/23.1.4-GCCcore-12.3.0'],
      ['conda', 'mesa 2.1.1 pyhd8ed1ab_0'],
    ],
    [
      ['module', 'Jellyfish/2.3.0-GCC-11.3.0'],
      ['conda', 'jellyfish 1.0.3 py311h46250e7_0'],
    ],
    [
      ['module', 'ORCA/5.0.4-gompi-2022a'],
      ['conda', 'orca 0.1 pyhd8ed1ab_0'],
      ['deb', 'orca 43.1-1'],
    ],
    [
      ['module', 'lz4/1.9.4-GCCcore-12.2.0'],
      ['conda', 'lz4 4.3.2 py311h8bc1a9b_0'],
    ],
    [
      ['module', 'tree-sitter/0.22.2-GCCcore-13.3.0'],
      ['conda', 'tree_sitter 0.21.3 py311h459d7ec_0'],
    ],
    [
      ['module', 'Octopus/14.0-foss-2022a'],
      ['image', 'quay.io/biocontainers/octopus:0.7.4--h37abd9b_1'],
    ],
    [
      ['module', 'Inspector/2023.2.0'],
      ['conda', 'inspector 1.3.1 hdfd78af_1'],
    ],
    [
      ['module', 'swiftsim/1.0.0'],
      ['conda', 'swift-sim 1.1.0 pyhd8ed1ab_0'],
    ],
    [
      ['module', 'STAR/2.7.10b-GCC-11.3.0'],
      ['deb', 'star 1.6-1'],
    ],
    [
      ['module', 'FASTA/36.3.8i-GCC-12.3.0'],
      ['conda', 'fasta 2.2 pypi_0'],
    ],
    [
      ['module', 'ESPResSo/4.2.1-foss-2022a'],
      ['module', 'py-espresso/4.0-gcc-12.2.0-abcdefg'],
      ['module', 'QuantumESPRESSO/7.2-foss-2022b'],
    ],
    [
      ['module', 'yaml-cpp/0.7.0-GCCcore-11.3.0'],
      ['conda', 'yaml 0.2.5 h7f98852_2'],
      ['conda', 'pyyaml 6.0 py310h5764c6d_4'],
    ],
    [
      ['module', 'intel/mkl/64/2017'],
      ['module', 'intel/2017a'],
      ['module', 'intel/compiler/64/2017'],
    ],
    [
      ['module', 'spack/gcc-12.2.0/samtools/1.17'],
      ['module', 'spack/0.20'],
      ['module', 'python/anaconda/3.7'],
      ['module', 'python/3.7'],
    ],
  ];
  test.each(apart.map((written) => [written.map(([, text]) => text).join(' | '), written] as const))(
    '%s',
    (_title, written) => {
      const found = tools(written);
      expect(new Set(found).size).toBe(written.length);
    },
  );
});

describe('names that are one tool', () => {
  const together: [tool: string, ...Written[]][] = [
    [
      'samtools',
      ['module', 'bio/SAMtools/1.17-GCC-12.2.0'],
      ['module', 'samtools/1.17'],
      ['module', 'samtools/1.17-gcc-12.2.0-abc1234'],
      ['module', 'quay.io/biocontainers/samtools/1.17--h00cdaf9_0'],
      ['conda', 'samtools 1.17 h00cdaf9_0'],
      ['image', 'quay.io/biocontainers/samtools:1.17--h00cdaf9_0'],
      ['file', 'depot.galaxyproject.org-singularity-samtools-1.17--h00cdaf9_0.img'],
      ['file', 'samtools_1.17.sif'],
    ],
    [
      'r',
      ['module', 'R/4.3.2-gfbf-2023a'],
      ['conda', 'r-base 4.3.1 h93585b2_6'],
      ['image', 'rocker/r-ver:4.3.1'],
      ['image', 'r-base:4.3.1'],
    ],
    [
      'pytorch',
      ['module', 'PyTorch/2.1.2-foss-2023a'],
      ['conda', 'pytorch 2.1.2 py3.10_0'],
      ['conda', 'torch 2.1.2 pypi_0'],
      ['image', 'pytorch/pytorch:2.1.0-cuda12.1-cudnn8-runtime'],
      ['module', 'py-torch/2.1.2-gcc-12.2.0-abcdefg'],
    ],
    [
      'blast+',
      ['module', 'BLAST+/2.14.1-gompi-2023a'],
      ['module', 'blast/2.10.0+'],
      ['module', 'blast-plus/2.14.1-gcc-12.2.0-abcdefg'],
      ['conda', 'blast 2.14.1 pl5321h6f7f691_0'],
      ['image', 'ncbi/blast:2.14.1'],
      ['module', 'ncbi-blast+/2.13.0'],
    ],
    [
      'sra-tools',
      ['module', 'SRA-Toolkit/3.0.3-gompi-2022a'],
      ['module', 'sratoolkit/2.10.7'],
      ['conda', 'sra-tools 3.0.7 h9f5acd7_0'],
      ['image', 'ncbi/sra-tools:3.0.1'],
    ],
    [
      'intel-mpi',
      ['module', 'impi/2021.9.0-intel-compilers-2023.1.0'],
      ['module', 'intelmpi/2019.7'],
      ['module', 'intel-oneapi-mpi/2021.9.0-gcc-12.2.0-abcdefg'],
    ],
    ['matlab', ['module', 'matlab/r2023b'], ['module', 'MATLAB/2023b'], ['image', 'mathworks/matlab:r2023b']],
    [
      'numpy',
      ['conda', 'numpy 1.26.0 py311h64a7726_0'],
      ['module', 'py-numpy/1.26.0-gcc-12.2.0-abcdefg'],
      ['conda', 'numpy 1.26.0 pypi_0'],
    ],
    ['jellyfish', ['module', 'Jellyfish/2.3.0-GCC-11.3.0'], ['conda', 'kmer-jellyfish 2.3.0 h9f5acd7_3']],
    [
      'bioconductor-deseq2',
      ['conda', 'bioconductor-deseq2 1.40.2 r43hf17093f_0'],
      ['module', 'r-deseq2/1.40.0-gcc-12.2.0-abcdefg'],
      ['deb', 'r-bioc-deseq2 1.38.3+dfsg-1'],
      ['file', 'depot.galaxyproject.org-singularity-bioconductor-deseq2-1.40.2--r43hf17093f_0.img'],
    ],
    [
      'numpy',
      ['deb', 'python3-numpy 1:1.24.2-1'],
      ['rpm', 'python3-numpy 1:1.20.1-5.el9'],
      ['module', 'py-numpy/1.24'],
    ],
    [
      'netcdf',
      ['module', 'netCDF/4.9.2-gompi-2023a'],
      ['module', 'netcdf-c/4.9.2-gcc-12.2.0-abcdefg'],
      ['conda', 'libnetcdf 4.9.2 nompi_h7e745eb_109'],
    ],
    [
      'amrfinderplus',
      ['module', 'AMRFinderPlus/3.11.18-gompi-2022b'],
      ['module', 'amrfinder/3.10.30-gcc-12.2.0-abcdefg'],
      ['conda', 'ncbi-amrfinderplus 3.11.26 h6e70893_0'],
    ],
    ['star', ['module', 'STAR/2.7.10b-GCC-11.3.0'], ['deb', 'rna-star 2.7.10b+dfsg-2']],
    [
      'openmpi',
      ['module', 'mpi/openmpi-x86_64'],
      ['module', 'openmpi/gcc/64/4.1'],
      ['module', 'OpenMPI/4.1.5-GCC-12.3.0'],
    ],
  ];
  test.each(together)('%s', (tool, ...written) => {
    expect(tools(written)).toEqual(written.map(() => tool));
  });

  test.each(together.slice(0, 1))('%s, and one version', (_tool, ...written) => {
    const versions = written.map(([form, text]) => explainForm(text, form).result?.version);
    expect(new Set(versions)).toEqual(new Set(['1.17']));
  });
});

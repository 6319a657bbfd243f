import { bioinformatics } from './tables/bioinformatics.ts';
import type { AliasGroup } from './tables/group.ts';
import { libraries } from './tables/libraries.ts';
import { programs } from './tables/programs.ts';
import { python } from './tables/python.ts';
import { system } from './tables/system.ts';

export type { AliasGroup } from './tables/group.ts';

/**
 * The shipped table, by kind of tool. A line stands where the ecosystems' own recipes say that two names are one
 * program: equal home pages, equal sources, or the distribution inside the package.
 */
export const aliasGroups: readonly AliasGroup[] = [
  ...bioinformatics,
  ...libraries,
  ...programs,
  ...python,
  ...system,
];

/** How a tool that an alias leads to is written for display, where lower case is not its own way. */
export const aliasLabels: Readonly<Record<string, string>> = {
  r: 'R',
  'blast+': 'BLAST+',
  blast: 'BLAST',
  pytorch: 'PyTorch',
  gatk: 'GATK',
  mummer: 'MUMmer',
  checkm: 'CheckM',
  'quantum-espresso': 'Quantum ESPRESSO',
  bioperl: 'BioPerl',
  cuda: 'CUDA',
  mkl: 'MKL',
  'intel-mpi': 'Intel MPI',
  'ensembl-vep': 'Ensembl VEP',
  scalapack: 'ScaLAPACK',
  lapack: 'LAPACK',
  fftw: 'FFTW',
  nodejs: 'Node.js',
  qiime2: 'QIIME 2',
  'score-p': 'Score-P',
  suitesparse: 'SuiteSparse',
  iqtree: 'IQ-TREE',
  netcdf: 'netCDF',
  'netcdf-cxx4': 'netCDF-C++4',
  'netcdf-fortran': 'netCDF-Fortran',
  pnetcdf: 'PnetCDF',
  udunits: 'UDUNITS',
  dealii: 'deal.II',
  dftbplus: 'DFTB+',
  'charm++': 'CHARM++',
  'star-ccm+': 'STAR-CCM+',
  sagemath: 'SageMath',
  hdf: 'HDF',
  proj: 'PROJ',
  qt: 'Qt',
  rmblast: 'RMBlast',
  amrfinderplus: 'AMRFinderPlus',
  jellyfish: 'Jellyfish',
  'trim-galore': 'Trim Galore',
  'intel-mpi-benchmarks': 'Intel MPI Benchmarks',
  singularityce: 'SingularityCE',
  postgresql: 'PostgreSQL',
};

import { type AliasGroup, pairs } from './group.ts';

/** Programs as distributions package them; libraries and headers have their own packages and stay apart. */
export const system: readonly AliasGroup[] = [
  {
    scopes: ['system'],
    sentence: 'The package of a distribution that holds this program.',
    names: pairs(`
      r-base-core         r
      r-core              r
      python3             python
      python3.6           python
      python3.7           python
      python3.8           python
      python3.9           python
      python3.10          python
      python3.11          python
      python3.12          python
      python3.13          python
      python3.14          python
      rna-star            star
      last-align          last
      diamond-aligner     diamond
      beast2-mcmc         beast2
      clustalo            clustal-omega
      golang-go           go
      golang-bin          go
      rustc               rust
      openmpi-bin         openmpi
      gdal-bin            gdal
      proj-bin            proj
      netcdf-bin          netcdf
      hdf5-tools          hdf5
      udunits-bin         udunits
      libeccodes-tools    eccodes
      glpk-utils          glpk
      coinor-cbc          cbc
      coinor-clp          clp
      gap-core            gap
      sqlite3             sqlite
      ninja-build         ninja
      silversearcher-ag   the-silver-searcher
      singularity-container singularityce
      lua5.3              lua
      lua5.4              lua
      ruby3.1             ruby
      slurm-client        slurm
      nvidia-cuda-toolkit cuda
      mesa-utils          mesa-demos
    `),
  },
  {
    scopes: ['system'],
    sentence: 'A distribution gives this name to another program than clusters do.',
    names: pairs(`
      star   system:star
      orca   system:orca
      ninja  system:ninja
      hydra  system:hydra
      elk    system:elk
      amber  system:amber
      dx     system:dx
    `),
  },
];

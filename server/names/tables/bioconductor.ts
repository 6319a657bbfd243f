import { words } from './group.ts';

/** Packages of Bioconductor that Spack calls r-name, as it does those of CRAN; conda calls them bioconductor-name. */
export const bioconductorInSpack: ReadonlySet<string> = new Set(
  words(`
    a4 a4base a4classif a4core a4preproc a4reporting abadata abaenrichment absseq acde acgh acme adsplit
    affxparser affy affycomp affycompatible affycontam affycoretools affydata affyexpress affyilm affyio
    affypdnn affyplm affyqcreport affyrnadegradation agdex agilp agimicrorna aims aldex2 allelicimbalance
    alpine alsace altcdfenvs ampliqueso analysispageserver anaquin aneufinder aneufinderdata annaffy
    annotate annotationdbi annotationfilter annotationforge annotationhub aroma-light bamsignals basilisk
    basilisk-utils beachmat biobase biocfilecache biocgenerics biocinstaller biocio biocneighbors
    biocparallel biocsingular biocstyle biocversion biomart biomformat biostrings biovizbase bluster
    bsgenome bsgenome-hsapiens-ucsc-hg19 bsseq bumphunter category champ champdata chipseq clusterprofiler
    cner codex complexheatmap ctc decipher delayedarray delayedmatrixstats densvis deseq deseq2 dexseq
    dir-expiry dirichletmultinomial dmrcate dnacopy do-db dose dss dupradar ebseq edger enrichplot ensembldb
    exomecopy experimenthub fdb-infiniummethylation-hg18 fdb-infiniummethylation-hg19 fgsea gcrma gdsfmt
    genefilter genelendatabase genemeta geneplotter genie3 genomeinfodb genomeinfodbdata genomicalignments
    genomicfeatures genomicranges geoquery ggbio ggtree glimma glmgampoi globaltest go-db gofuncr gosemsim
    goseq gostats graph gseabase gtrellis gviz hdf5array hdo-db hypergraph illumina450probevariants-db
    illuminahumanmethylation450kanno-ilmn12-hg19 illuminahumanmethylation450kmanifest
    illuminahumanmethylationepicanno-ilm10b4-hg19 illuminahumanmethylationepicmanifest illuminaio impute
    interactivedisplaybase iranges jaspar2018 kegggraph keggrest limma lumi makecdfenv marray matrixgenerics
    mergemaid metapod methylumi minfi missmethyl mlinterfaces mscoreutils msnbase multtest mzid mzr
    oligoclasses org-hs-eg-db organismdbi pathview pcamethods pepxmltab pfam-db phyloseq preprocesscore
    protgenerics quantro qvalue rbgl reportingtools rgraphviz rhdf5 rhdf5filters rhdf5lib rhtslib rnaseqmap
    roc rots rsamtools rsubread rtracklayer s4vectors scaledmatrix scater scdblfinder scran scuttle seqlogo
    shortread siggenes simpleaffy singlecellexperiment snprelate snpstats somaticsignatures
    sparsematrixstats spem sseq summarizedexperiment sva tfbstools tmixclust topgo treeio
    txdb-hsapiens-ucsc-hg18-knowngene txdb-hsapiens-ucsc-hg19-knowngene tximeta tximport tximportdata
    variantannotation vsn watermelon xde xmapbridge xvector yapsa yaqcaffy yarn zlibbioc
  `),
);

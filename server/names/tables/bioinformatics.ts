import { type AliasGroup, everywhere, pairs, words } from './group.ts';

/**
 * Packages of Bioconda whose name is another program's among modules: its octopus calls variants and is not the
 * code for time-dependent density functional theory, its yara maps reads, its inspector looks at assemblies.
 */
const biocondaOthers = words(`
  archer atlas banner bolt cage coral espresso genesis genie grid inspector lima malt music nest octopus
  pass phist raptor shark sina snap topas tracer umap yara jali presto
`);

export const bioinformatics: readonly AliasGroup[] = [
  {
    scopes: ['conda'],
    sentence: "Bioconda's blast is NCBI BLAST+; the BLAST before it is blast-legacy there.",
    names: { blast: 'blast+', 'blast-legacy': 'blast' },
  },
  { scopes: ['spack'], sentence: "Spack's name for the legacy BLAST.", names: { 'blast-legacy': 'blast' } },
  {
    scopes: ['image'],
    sentence: 'The image of this account holds BLAST+.',
    names: { 'ncbi/blast': 'blast+', 'staphb/blast': 'blast+' },
  },
  {
    scopes: everywhere,
    sentence: 'Ways to write BLAST+.',
    names: pairs(`
      blast-plus      blast+
      blastplus       blast+
      ncbi-blast+     blast+
      ncbi-blast-plus blast+
      ncbi-blastplus  blast+
    `),
  },
  {
    scopes: ['conda'],
    sentence: 'Bioconda numbers the name where others number the version.',
    names: pairs(`
      gatk4   gatk
      mummer4 mummer
    `),
  },
  {
    scopes: ['image'],
    sentence: "The Broad Institute's image of GATK 3.",
    names: { 'broadinstitute/gatk3': 'gatk' },
  },
  {
    scopes: ['conda', 'pip'],
    sentence: 'The genome-quality program CheckM is published as checkm-genome.',
    names: { 'checkm-genome': 'checkm' },
  },
  {
    scopes: ['conda', 'python'],
    sentence: "Bioconda's name; conda-forge or another package has the plain one.",
    names: pairs(`
      kmer-jellyfish      jellyfish
      sickle-trim         sickle
      ncbi-amrfinderplus  amrfinderplus
      snakemake-minimal   snakemake
      biobambam           biobambam2
    `),
  },
  {
    scopes: ['conda', 'python'],
    sentence: "Bioconda's package is another thing than the program that is called so elsewhere.",
    names: Object.fromEntries(biocondaOthers.map((name) => [name, `bioconda:${name}`])),
  },
  {
    scopes: ['conda', 'spack'],
    sentence: 'The same program under the name of its conda or Spack package.',
    names: pairs(`
      perl-bioperl    bioperl
      perl-bio-perl   bioperl
      clustalo        clustal-omega
      ncbi-rmblastn   rmblast
      ncbi-magicblast magicblast
      libbeagle       beagle-lib
    `),
  },
  {
    scopes: everywhere,
    sentence: 'Different spellings of one program.',
    names: pairs(`
      sratoolkit            sra-tools
      sra-toolkit           sra-tools
      sra_toolkit           sra-tools
      bedtools2             bedtools
      bowtie1               bowtie
      trim_galore           trim-galore
      trimgalore            trim-galore
      fastq_screen          fastq-screen
      fastqscreen           fastq-screen
      fastx_toolkit         fastx-toolkit
      picard-tools          picard
      picardtools           picard
      genomeanalysistk      gatk
      trinityrnaseq         trinity
      vep                   ensembl-vep
      ensembl_vep           ensembl-vep
      entrezdirect          entrez-direct
      edirect               entrez-direct
      ncbi-entrez-direct    entrez-direct
      iq-tree               iqtree
      cdhit                 cd-hit
      tcoffee               t-coffee
      t_coffee              t-coffee
      bcl2fastq2            bcl2fastq
      gmap-gsnap            gmap
      clustalw2             clustalw
      clustalomega          clustal-omega
      clustal_omega         clustal-omega
      delly2                delly
      amrfinder             amrfinderplus
      amrfinder+            amrfinderplus
      kentutils             kent_tools
      kent-tools            kent_tools
      kronatools            krona
      shapemapper2          shapemapper
      hh-suite              hhsuite
      gtdb-tk               gtdbtk
      tm-align              tmalign
      tb-profiler           tbprofiler
      ltr-retriever         ltr_retriever
      big-scape             bigscape
      bwa-meth              bwameth
      bs-seeker2            bsseeker2
      rdp_classifier        rdp-classifier
      rdpclassifier         rdp-classifier
      vardictjava           vardict-java
      phylobayesmpi         phylobayes-mpi
      mp-est                mpest
      pilercr               piler-cr
      peptide-shaker        peptideshaker
      pfamscan              pfam_scan
      rna-bloom             rnabloom
      tgs-gapcloser         tgsgapcloser
      harvest-tools         harvesttools
      intron-prospector     intronprospector
      connectomeworkbench   connectome-workbench
      structure-threader    structure_threader
      twl-ninja             ninja-phylogeny
      staden_io_lib         staden-io-lib
    `),
  },
];

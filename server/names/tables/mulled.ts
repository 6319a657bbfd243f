import { words } from './group.ts';

/**
 * Frequent combinations of packages in mulled images, as BioContainers' requests name them. The hashes are computed
 * from these lines, so that a line cannot be wrong about its image.
 */
export const mulledCombinations: readonly string[] = words(`
  anndata=0.10.3,loompy=3.0.6 anndata=0.10.3,loompy=3.0.6,scanpy=1.9.6 anndata=0.10.9,loompy=3.0.6
  anndata=0.10.9,loompy=3.0.6,numpy=1.26.4 anndata=0.10.9,loompy=3.0.6,scanpy=1.10.2
  anndata=0.6.19,loompy=2.0.17,scanpy=1.4 anndata=0.7.5,loompy=2.0.17 anndata=0.7.5,loompy=2.0.17,scanpy=1.7.0
  bacphlip=0.9.6,hmmer=3.3.2,numpy=1.23.5 bcftools=1.10,htslib=1.10 bcftools=1.10,htslib=1.10,matplotlib=3.1.0
  bcftools=1.10,htslib=1.10,matplotlib=3.4.3 bcftools=1.10,htslib=1.10,python=3.7
  bcftools=1.10,htslib=1.10,samtools=1.10 bcftools=1.15.1,htslib=1.15.1
  bcftools=1.15.1,htslib=1.15.1,matplotlib=3.5.3 bcftools=1.15.1,htslib=1.15.1,python=3.7
  bcftools=1.15.1,htslib=1.15.1,samtools=1.15.1 bcftools=1.15.1,python=3.8.3,samtools=1.15.1
  bcftools=1.2,tabix=0.2.6 bcftools=1.21,python=3.9,samtools=1.21 bcftools=1.22,htslib=1.22.1
  bcftools=1.22,htslib=1.22.1,matplotlib=3.10.7 bcftools=1.22,htslib=1.22.1,python=3.7
  bcftools=1.22,htslib=1.22.1,samtools=1.22.1 bcftools=1.24,htslib=1.24
  bcftools=1.24,htslib=1.24,matplotlib=3.11.0 bcftools=1.24,htslib=1.24,python=3.7
  bcftools=1.24,htslib=1.24,samtools=1.24 bcftools=1.4,htslib=1.4 bcftools=1.4,htslib=1.4,samtools=1.3.1
  bcftools=1.9,bwa=0.7.17,samtools=1.9 bcftools=1.9,htslib=1.9 bcftools=1.9,htslib=1.9,matplotlib=3.1.0
  bcftools=1.9,htslib=1.9,samtools=1.9 bedtools=2.17.0--0,python=2.7.13 bedtools=2.23.0,pandas=1.5.2
  bedtools=2.26.0,samtools=1.3.1 bedtools=2.26.0gx,samtools=1.2 bedtools=2.27.0,samtools=1.2
  bedtools=2.27.1,gawk=5.0.1,grep=2.14 bedtools=2.27.1,samtools=1.9 bedtools=2.29.0,pigz=2.3.4
  bedtools=2.29.0,samtools=1.9 bedtools=2.29.2,samtools=1.9 bedtools=2.30.0,perl=5.32.1,samtools=1.15.1
  bedtools=2.30.0,r-base=4.0.2,seacr=1.3 bedtools=2.30.0,samtools=1.15.1 bedtools=2.30.0,samtools=1.16.1
  bedtools=2.30.0,samtools=1.9 bedtools=2.31.1,perl=5.32.1,samtools=1.19.2
  bedtools=2.31.1,python=3.11.4,samtools=1.19.2 bedtools=2.31.1,samtools=1.18
  bioconductor-bsgenome.hsapiens.1000genomes.hs37d5=0.99.1,bioconductor-bsgenome.hsapiens.ucsc.hg38=1.4.5,bioconductor-sparsesignatures=2.16.0,r-dplyr=1.1.4,r-patchwork=1.3.0,r-tidyr=1.3.1
  bioconductor-cardinal=1.10.0,r-ggplot2=2.2.1 bioconductor-cardinal=1.10.0,r-ggplot2=2.2.1,r-gridextra=2.2.1
  bioconductor-cardinal=1.10.0,r-ggplot2=3.0.0 bioconductor-cardinal=1.10.0,r-gridextra=2.2.1
  bioconductor-cardinal=1.12.1,r-base=3.5.1 bioconductor-cardinal=1.12.1,r-base=3.5.1,r-ggplot2=3.0
  bioconductor-cardinal=1.12.1,r-ggplot2=2.2.1,r-gridextra=2.2.1 bioconductor-cardinal=1.12.1,r-ggplot2=3.0.0
  bioconductor-cardinal=1.7.0,r-gridextra=2.2.1 bioconductor-cardinal=2.10.0,r-ggplot2=3.3.5,r-gridextra=2.3
  bioconductor-cardinal=2.10.0,r-gridextra=2.3 bioconductor-cardinal=2.4.0,r-base=3.6.1
  bioconductor-cardinal=2.4.0,r-base=3.6.1,r-gridextra=2.3
  bioconductor-cardinal=2.6.0,r-ggplot2=3.3.2,r-gridextra=2.3 bioconductor-cardinal=2.6.0,r-gridextra=2.3
  bioconductor-cardinal=3.8.0,r-ggplot2=4.0.0,r-gridextra=2.3 bioconductor-deseq2=1.14.1,r-getopt=1.20.0
  bioconductor-deseq2=1.18.1,bioconductor-tximport=1.6.0 bioconductor-edger=3.16.5,salmon=0.8.1,trinity=2.4.0
  bioconductor-edger=3.20.7,kallisto=0.44.0,trinity=2.8.3
  bioconductor-edger=3.20.7,kallisto=0.44.0,trinity=2.8.4
  bioconductor-edger=3.20.7,kallisto=0.44.0,trinity=2.8.5
  bioconductor-edger=3.20.7,kallisto=0.44.0,trinity=2.9.1
  bioconductor-phyloseq=1.38.0,r-optparse=1.7.1,r-tidyverse=1.3.1
  bioconductor-phyloseq=1.46.0,r-optparse=1.7.3,r-tidyverse=2.0.0
  bioconductor-phyloseq=1.50.0,r-optparse=1.7.5,r-tidyverse=2.0.0
  bioconductor-phyloseq=1.54.0,r-optparse=1.7.5,r-tidyverse=2.0.0 biopython=1.67,samtools=0.1.19
  biopython=1.70,graphclust-wrappers=0.3.1,zip=3.0 biopython=1.70,graphclust-wrappers=0.5.2,zip=3.0
  biopython=1.70,graphclust-wrappers=0.6.0,zip=3.0 biopython=1.70,python=3 biopython=1.70,python=3.6
  biopython=1.71,matplotlib=3.1.2,pysam=0.15 biopython=1.74,python=3.8.0
  biopython=1.76,pandas=0.25.3,pysam=0.15.4 biopython=1.76,python=3.7 biopython=1.76,pyyaml=5.3
  biopython=1.77,blast=2.9.0 biopython=1.78,blast=2.9.0,pysam=0.17.0 biopython=1.78,numpy=1.18.1,pandas=1.1.2
  biopython=1.78,pigz=2.6 biopython=1.78,pysam=0.16.0.1 biopython=1.78,python=3.8.1
  biopython=1.78,rapidnj=2.3.2 biopython=1.79,numpy=1.21.4 biopython=1.79,numpy=1.23.5,pandas=1.5.2
  biopython=1.79,pyyaml=5.4.1 biopython=1.80,pandas=1.5.2,python=3.11.0 biopython=1.81,samtools=0.1.19
  biopython=1.83.0,python=3.11.0,requests=2.31.0 biopython=1.86,python=3.13 blast=2.14.1,python=3.9
  blast=2.16.0,frogs=4.2.0 blast=2.16.0,python=3.9 bowtie2=2.3.0,samtools=1.3.1 bowtie2=2.3.2,samtools=1.3.1
  bowtie2=2.3.3.1,samtools=1.6 bowtie2=2.3.4,samtools=1.6 bowtie2=2.3.4,samtools=1.8
  bowtie2=2.3.4.1,samtools=1.9 bowtie2=2.4.1,pigz=2.3.4,samtools=1.9 bowtie2=2.4.2,pigz=2.3.4,samtools=1.11
  bowtie2=2.4.2,samtools=1.11 bowtie2=2.4.4,pigz=2.6,samtools=1.14 bowtie2=2.4.4,pigz=2.6,samtools=1.15.1
  bowtie2=2.4.4,pigz=2.6,samtools=1.16.1 bowtie2=2.4.4,samtools=1.13 bowtie2=2.4.5,pigz=2.6,samtools=1.15
  bowtie2=2.4.5,samtools=1.14 bowtie2=2.5.0,samtools=1.16.1 bowtie2=2.5.1,samtools=1.17
  bowtie2=2.5.2,pigz=2.6,samtools=1.18 bowtie2=2.5.3,samtools=1.19.2 bowtie2=2.5.4,samtools=1.20
  bowtie2=2.5.4,samtools=1.21 bowtie2=2.5.4,samtools=1.22.1 bowtie2=2.5.5,samtools=1.22.1
  bwa-mem2=2.0,samtools=1.10 bwa-mem2=2.1,samtools=1.11 bwa-mem2=2.2,samtools=1.11
  bwa-mem2=2.2.1,sambamba=1.0.1,samtools=1.19.2 bwa-mem2=2.2.1,sambamba=1.0.1,samtools=1.21
  bwa-mem2=2.2.1,samtools=1.12 bwa-mem2=2.2.1,samtools=1.13 bwa-mem2=2.2.1,samtools=1.14
  bwa-mem2=2.2.1,samtools=1.15 bwa-mem2=2.2.1,samtools=1.15.1 bwa-mem2=2.2.1,samtools=1.16.1
  bwa-mem2=2.2.1,samtools=1.18 bwa-mem2=2.2.1,samtools=1.19.2 bwa-mem2=2.2.1,samtools=1.21
  bwa-mem2=2.3,sambamba=1.0.1,samtools=1.21 bwa-mem2=2.3,samtools=1.22 bwa=0.7.15,samtools=1.3.1
  bwa=0.7.17,python=3.7 bwa=0.7.17,sambamba=1.0.1,samtools=1.19.2 bwa=0.7.17,samtools=1.10
  bwa=0.7.17,samtools=1.12 bwa=0.7.17,samtools=1.15 bwa=0.7.17,samtools=1.15.1 bwa=0.7.17,samtools=1.16.1
  bwa=0.7.17,samtools=1.18 bwa=0.7.17,samtools=1.19.2 bwa=0.7.17,samtools=1.5 bwa=0.7.17,samtools=1.6
  bwa=0.7.17,samtools=1.8 bwa=0.7.18,sambamba=1.0.1,samtools=1.20 bwa=0.7.18,sambamba=1.0.1,samtools=1.21
  bwa=0.7.18,samtools=1.20 bwa=0.7.19,samtools=1.21 bwa=0.7.19,samtools=1.22
  bzip2=1.0.8,gzip=1.12,tar=1.34,unzip=6.0,xz=5.2.6
  ca-certificates=2025.1.31,ncbi-datasets-cli=16.41.0,unzip=6.0
  ca-certificates=2025.1.31,ncbi-datasets-cli=16.42.0,unzip=6.0
  ca-certificates=2025.1.31,ncbi-datasets-cli=17.0.0,unzip=6.0
  ca-certificates=2025.1.31,ncbi-datasets-cli=17.1.0,unzip=6.0
  ca-certificates=2025.1.31,ncbi-datasets-cli=18.4.1 ca-certificates=2025.7.14,ncbi-datasets-cli=18.5.0
  ca-certificates=2025.8.3,ncbi-datasets-cli=18.13.0 ca-certificates=2025.8.3,ncbi-datasets-cli=18.5.1
  ca-certificates=2026.1.4,ncbi-datasets-cli=18.14.0 ca-certificates=2026.2.25,ncbi-datasets-cli=18.21.0
  ca-certificates=2026.2.25,ncbi-datasets-cli=18.23.0 ca-certificates=2026.4.22,ncbi-datasets-cli=18.24.0
  ca-certificates=2026.4.22,ncbi-datasets-cli=18.25.1 ca-certificates=2026.4.22,ncbi-datasets-cli=18.26.0
  ca-certificates=2026.5.20,ncbi-datasets-cli=18.28.0 ca-certificates=2026.5.20,ncbi-datasets-cli=18.29.1
  ca-certificates=2026.5.20,ncbi-datasets-cli=18.30.1 ca-certificates=2026.6.17,ncbi-datasets-cli=18.31.0
  ca-certificates=2026.6.17,ncbi-datasets-cli=18.32.0 ca-certificates=2026.7.22,ncbi-datasets-cli=18.33.1
  clustalo=1.2.4,pigz=2.8 coreutils=8.25,perl=5.22.0.1 coreutils=8.25,pysam=0.15.4
  coreutils=8.25,sed=4.2.3.dev0 coreutils=8.25,sed=4.4 coreutils=8.30,python=3.7 coreutils=8.31,gawk=5.3.1
  coreutils=8.31,numpy=1.15.4 coreutils=8.31,perl=5.26 coreutils=8.31,python=3.7,sed=4.7
  coreutils=9.1,htslib=1.16 coreutils=9.11,gawk=5.4.1 coreutils=9.11,perl=5.32 coreutils=9.11,sed=4.9
  coreutils=9.3,perl=5.32 coreutils=9.3,sed=4.8 coreutils=9.5,freebayes=1.3.10,samtools=1.22
  coreutils=9.5,grep=3.11,sed=4.9 coreutils=9.5,perl=5.32 coreutils=9.5,sed=4.8 coreutils=9.5,sed=4.9
  csvtk=0.22.0,pangolin=2.3.8 csvtk=0.22.0,pangolin=3.0.3 csvtk=0.22.0,pangolin=3.1.4
  csvtk=0.23.0,pangolin=3.1.11 csvtk=0.23.0,pangolin=3.1.14 csvtk=0.23.0,pangolin=3.1.16
  csvtk=0.23.0,pangolin=3.1.17 csvtk=0.23.0,pangolin=3.1.7 deeptools=3.1.2,samtools=1.7
  deeptools=3.2.0,samtools=1.9 deeptools=3.2.1,samtools=1.9 deeptools=3.3.0,samtools=1.9
  deeptools=3.3.1,samtools=1.9 deeptools=3.3.2,samtools=1.9 deeptools=3.4.0,samtools=1.9
  deeptools=3.4.1,samtools=1.9 deeptools=3.4.2,samtools=1.9 deeptools=3.4.3,samtools=1.9
  deeptools=3.5.0,samtools=1.9 deeptools=3.5.1,samtools=1.15.1 deeptools=3.5.1,samtools=1.16.1
  deeptools=3.5.1,samtools=1.9 deeptools=3.5.2,samtools=1.9 deeptools=3.5.3,samtools=1.9
  deeptools=3.5.4,samtools=1.9 deeptools=3.5.5,samtools=1.20 deeptools=3.5.5,samtools=1.9
  deeptools=3.5.6,samtools=1.20 diamond=0.9.29,python=2.7 diamond=2.0.15,seqtk=1.3 diamond=2.0.8,python=3.7
  dragmap=1.2.1,pigz=2.3.4,samtools=1.19.2 findutils=4.10.0,tar=1.34,unzip=6.0
  freebayes=1.0.2.29,samtools=0.1.19 freebayes=1.1.0,samtools=0.1.19 freebayes=1.1.0.46,samtools=0.1.19
  freebayes=1.3.1,samtools=1.9 freebayes=1.3.10,samtools=1.22 freebayes=1.3.2,sambamba=0.7.1,samtools=1.6
  freebayes=1.3.5,samtools=1.12 freebayes=1.3.6,samtools=1.14 freebayes=1.3.8,samtools=1.21
  freebayes=1.3.9,samtools=1.21 gawk=4.1.3,python=3.6.1 gawk=4.2.1,pigz=2.3.4,seqtk=1.3
  gawk=4.2.1,pigz=2.3.4,seqtk=1.4 gawk=5.1.0,samtools=1.10,star=2.6.1d gawk=5.1.0,samtools=1.13
  gawk=5.1.0,samtools=1.13,star=2.7.9a gawk=5.1.0,samtools=1.15.1 gawk=5.1.0,samtools=1.15.1,star=2.7.10a
  gawk=5.1.0,samtools=1.15.1,star=2.7.9a gawk=5.1.0,samtools=1.16.1 gawk=5.1.0,samtools=1.16.1,star=2.7.10a
  gawk=5.1.0,samtools=1.16.1,star=2.7.10b gawk=5.1.0,samtools=1.16.1,star=2.7.9a
  gawk=5.1.0,samtools=1.18,star=2.7.10a gawk=5.1.0,samtools=1.20 gawk=5.1.0,samtools=1.21
  gawk=5.1.0,samtools=1.22 gem3-mapper=3.6.1,samtools=1.17 giatools=0.1,numpy=1.26.4,scikit-image=0.18.1
  giatools=0.1,numpy=1.26.4,scikit-image=0.22.0 giatools=0.1,scikit-image=0.18.1,tifffile=2020.10.1
  giatools=0.1,scikit-image=0.22.0,scipy=1.12.0 giatools=0.3.2,numpy=2.2.3,tifffile=2024.7.24
  giatools=0.4.0,numpy=2.2.3,tifffile=2024.7.24 giatools=0.4.0,scipy=1.12.0 giatools=0.4.1,scikit-image=0.25.0
  giatools=0.5.2,numpy=2.3.5,tifffile=2025.10.16 giatools=0.5.2,scikit-image=0.22.0 giatools=0.7.3,numpy=2.3.5
  giatools=0.7.3,numpy=2.3.5,scikit-image=0.25.2 giatools=0.7.3,pandas=2.2.2,scikit-image=0.25.2
  graphclust-wrappers=0.6.0,pandas=0.23.0 grep=2.14,python=2.7.13,sed=4.4 grep=2.14,sed=4.2.3.dev0
  grep=2.14,sed=4.4 grep=3.11,sed=4.8 grep=3.11,sed=4.9 gzip=1.12,samtools=1.16.1,star=2.7.10b
  gzip=1.13,samtools=1.18,star=2.7.11a gzip=1.13,samtools=1.18,star=2.7.11b
  htslib=1.18,minimap2=2.26,samtools=1.18 htslib=1.18,samtools=1.18,star=2.7.10a
  htslib=1.20,vardict-java=1.8.3
  ipykernel=6.0.3,jupytext=1.11.4,matplotlib=3.4.2,nbconvert=6.1.0,papermill=2.3.3 kalign3=3.4.0,pigz=2.8
  kallisto=0.43.1,python=3.8.3 kallisto=0.43.1,samtools=1.5 kallisto=0.46.0,samtools=1.9
  kallisto=0.46.2,samtools=1.12 kallisto=0.46.2,samtools=1.9 kallisto=0.48.0,samtools=1.14
  leidenalg=0.8.3,loompy=2.0.17,scanpy=1.7.1 loompy=2.0.17,scanpy=1.4 mafft=7.520,pigz=2.8
  magus-msa=0.2.0,pigz=2.8 matplotlib=1.5.3,pandas=0.19.0,pysam=0.8.3 matplotlib=3.0.2,scikit-image=0.14.2
  matplotlib=3.0.2,scikit-image=0.14.2,tifffile=0.15.1 matplotlib=3.1.1,pandas=0.25.1,python=3
  matplotlib=3.1.1,pandas=1.0.0,python=3 matplotlib=3.1.2,pysam=0.15 matplotlib=3.3.1,numpy=1.19.1,scipy=1.5.2
  matplotlib=3.3.4,numpy=1.20.2,scikit-image=0.18.1 matplotlib=3.5.2,pandas=1.4.3,python=3
  matplotlib=3.5.2,zip=3.0 minimap2=2.12,samtools=1.9 minimap2=2.17,samtools=1.9 minimap2=2.18,samtools=1.12
  minimap2=2.20,samtools=1.12 minimap2=2.22,samtools=1.12 minimap2=2.23,samtools=1.12
  minimap2=2.24,samtools=1.14 minimap2=2.24,samtools=1.18 minimap2=2.26,perl=5.32.1,samtools=1.17
  minimap2=2.26,samtools=1.17 minimap2=2.27,samtools=1.19.2 minimap2=2.28,samtools=1.20
  minimap2=2.29,samtools=1.22 minimap2=2.30,samtools=1.22.1 minimap2=2.31,samtools=1.23.1
  minimap2=2.5,samtools=1.6 mtm-align=20220104,pigz=2.8 muscle=5.1,pigz=2.8
  ncbi-datasets-cli=15.11.0,samtools=1.18,unzip=6.0 ncbi-datasets-cli=16.0.0,samtools=1.18,unzip=6.0
  numpy=1.12.0,pandas=0.19.2 numpy=1.14,python=2.7.13,sed=4.4 numpy=1.15.2,pandas=0.23.4,scikit-image=0.14.2
  numpy=1.15.2,pandas=0.23.4,scipy=1.2.1 numpy=1.15.4,pandas=0.23.4,scikit-image=0.14.2
  numpy=1.15.4,python=3.7.4 numpy=1.15.4,scikit-image=0.14.2 numpy=1.15.4,scikit-image=0.14.2,tifffile=0.15.1
  numpy=1.16.2,openbabel=2.4.1,python=3 numpy=1.16.3,pandas=0.24.2,scipy=1.2.1 numpy=1.17,pandas=0.25
  numpy=1.19.1,openbabel=3.1.1,python=3 numpy=1.19.1,openbabel=3.1.1,python=3.6 numpy=1.19.1,python=3.8
  numpy=1.19.2,pandas=1.2.4 numpy=1.22.0,scipy=1.8.1 numpy=1.23.1,python=3.8 numpy=1.23.5,scipy=1.9.3
  numpy=1.24.1,scikit-image=0.18.3,tifffile=2021.7.2 numpy=1.26.4,python=3.12,scipy=1.13.1
  numpy=1.26.4,scikit-image=0.18.1 numpy=1.26.4,scikit-image=0.22.0
  numpy=1.26.4,scikit-image=0.22.0,scipy=1.12.0 numpy=1.7.1,openbabel=2.4.1 numpy=1.9,scipy=0.14
  numpy=2.1.0,python=3.12 numpy=2.3.5,pandas=2.2.2,scikit-image=0.25.2 numpy=2.3.5,pandas=2.2.2,scipy=1.16.3
  numpy=2.4.6,pandas=3.0.3 ont-fast5-api=0.4.1,r-tailfindr=1.3.0 openbabel=2.4.1,python=2.7
  openbabel=2.4.1,python=3 openbabel=3.1.1,pandas=1.5.3 openbabel=3.1.1,python=3 openbabel=3.1.1,python=3.6
  openpyxl=3.1.5,pandas=2.2.1 openpyxl=3.1.5,pandas=2.3.0,requests=2.32.4 pandas=0.21.0,scikit-image=0.14.2
  pandas=0.21.0,scikit-image=0.14.2,tifffile=0.15.1 pandas=0.23.4,scikit-image=0.14.2
  pandas=0.23.4,scikit-image=0.14.2,tifffile=0.15.1 pandas=0.24.2,pigz=2.3.4 pandas=0.24.2,scipy=1.3.0
  pandas=1.0.1,scipy=1.4.1 pandas=1.0.5,scipy=1.5.1 pandas=1.4.2,pysam=0.19.1 pandas=1.4.3,samtools=1.15.1
  pandas=2.2.3,python=3.10 pandas=2.3.3,python=3.12,scipy=1.14.0 perl=5.26,sed=4.8
  pigz=2.3.4,samtools=1.10,sra-tools=2.10.3 pigz=2.3.4,samtools=1.10,sra-tools=2.10.7
  pigz=2.3.4,samtools=1.10,sra-tools=2.10.8 pigz=2.3.4,samtools=1.9,star=2.7.5b pigz=2.3.4,seqtk=1.3
  pigz=2.3.4,seqtk=1.4 pigz=2.3.4,sra-tools=2.10.3 pigz=2.3.4,sra-tools=2.10.7 pigz=2.3.4,sra-tools=2.10.8
  pigz=2.3.4,trinity=2.9.1 pigz=2.5,samtools=1.10,sra-tools=2.11.0 pigz=2.5,sra-tools=2.11.0
  pigz=2.6,python=3.9,sed=4.8 pigz=2.6,samtools=1.16.1,sra-tools=3.0.0
  pigz=2.6,samtools=1.16.1,sra-tools=3.0.3 pigz=2.6,samtools=1.17,sra-tools=3.0.5 pigz=2.6,sra-tools=2.11.0
  pigz=2.6,sra-tools=3.0.8 pigz=2.6,tar=1.34 pigz=2.8,samtools=1.18,sra-tools=3.0.8
  pigz=2.8,samtools=1.19.2,sra-tools=3.0.10 pigz=2.8,samtools=1.19.2,sra-tools=3.1.0
  pigz=2.8,samtools=1.20,sra-tools=3.1.1 pigz=2.8,seqtk=1.5 pigz=2.8,t-coffee=13.46.0.919e8c6b
  pysam=0.11.2.1,sambamba=0.6.6 pysam=0.16.0,samtools=1.9 pysam=0.19.0,samtools=1.15.1
  pysam=0.19.1,r-ggplot2=3.3.6,r-optparse=1.7.1 pysam=0.21.0,sambamba=1.0,samtools=1.17
  pysam=0.22.0,r-ggplot2=3.4.4,r-optparse=1.7.4 pysam=0.8.3,python=2.7 python=2.7.13,sed=4.4
  python=3.10,requests=2.25.1 python=3.10,requests=2.31.0 python=3.10,requests=2.32.5
  python=3.11,requests=2.32.5 python=3.11.0,samtools=1.16.1 python=3.12,scipy=1.14.0
  python=3.13,requests=2.32.3 python=3.13.2,samtools=1.21 python=3.7,requests=2.22.0 python=3.7,salmon=0.14.1
  python=3.7,salmon=1.3.0 python=3.7,samtools=1.14 python=3.7,samtools=1.9 python=3.7,samtools=1.9,star=2.7.2b
  python=3.7,samtools=1.9,star=2.7.5b python=3.7,samtools=1.9,star=2.7.7a python=3.7,samtools=1.9,star=2.7.8a
  python=3.8,requests=2.24.0 python=3.8,requests=2.27.1 python=3.9,pyyaml=6.0 python=3.9.5,samtools=1.14
  qualimap=2.2.2d,samtools=1.16.1 r-argparse=2.1.3,r-base=4.1.3,r-data.table=1.14.2 r-argparse=2.2.5,r-base=4
  r-base=3.6,r-rmarkdown=2.2,r-seurat=3.1.5 r-base=4.1.0,r-rmarkdown=2.9,r-yaml=2.2.1
  r-base=4.1.3,r-optparse=1.7.1
  r-base=4.2.3,r-data.table=1.14.8,r-dplyr=1.1.2,r-dt=0.28,r-dtplyr=1.3.1,r-formattable=0.2.1,r-ggplot2=3.4.2,r-knitr=1.43,r-optparse=1.7.3,r-patchwork=1.1.2,r-purrr=1.0.1,r-rmarkdown=2.22,r-tidyverse=2.0.0,r-vegan=2.6_4
  r-base=4.3.2,r-ggplot2=3.4.4 r-batch=1.1_4,r-ggplot2=3.0.0,r-reshape2=1.4.3
  r-data.table=1.12.2,r-ggplot2=3.1.1 r-data.table=1.14.2,r-rmarkdown=2.22,r-seurat=4.3.0.1
  r-data.table=1.17.8,r-optparse=1.7.5 r-dplyr=1.0.6,r-ggplot2=3.3.3,r-ggrepel=0.9.1
  r-dplyr=1.1.4,r-ggplot2=3.5.2,r-ggrepel=0.9.6 r-dplyr=1.1.4,r-ggplot2=4.0.0,r-ggrepel=0.9.6
  r-dplyr=1.1.4,r-ggplot2=4.0.1,r-ggrepel=0.9.6 r-dplyr=1.2.0,r-ggplot2=4.0.2,r-ggrepel=0.9.6
  r-dplyr=1.2.1,r-ggplot2=4.0.3,r-ggrepel=0.9.8 r-ggplot2=2.2.1,r-gplots=3.0.1,r-rcolorbrewer=1.1_2
  r-ggplot2=2.2.1,r-optparse=1.3.2 r-ggplot2=2.2.1,r-reshape2=1.4.2 r-ggplot2=3.4.4,r-optparse=1.7.3
  r-gplots=3.0.1,r-rcolorbrewer=1.1_2 r-gplots=3.1.1,r-rcolorbrewer=1.1_3 r-gplots=3.1.3,r-rcolorbrewer=1.1_3
  r-gplots=3.1.3.1,r-rcolorbrewer=1.1_3 r-gplots=3.2.0,r-rcolorbrewer=1.1_3
  r-gplots=3.3.0,r-rcolorbrewer=1.1_3 r-optparse=1.4.4,r-seurat=2.3.1 r-rmarkdown=1.16,r-seurat=3.1.0
  r-rmarkdown=2.11,r-seurat=4.0.5 r-rmarkdown=2.11,r-seurat=4.0.6 r-rmarkdown=2.11,r-seurat=4.1.0
  r-rmarkdown=2.14,r-seurat=4.1.1 r-rmarkdown=2.17,r-seurat=4.2.0 r-rmarkdown=2.18,r-seurat=4.3.0
  r-rmarkdown=2.2,r-seurat=3.1.5 r-rmarkdown=2.4,r-seurat=3.2.2 samblaster=0.1.26,samtools=1.19.2
  samtools=0.1.19,star=2.5.2b samtools=1.10,sra-tools=2.10.3 samtools=1.10,star=2.6.1d
  samtools=1.16.1,yara=1.0.2 samtools=1.17,ultra_bioinformatics=0.1 samtools=1.21,star=2.7.3a
  samtools=1.8,star=2.6.0b samtools=1.9,sra-tools=2.10 samtools=1.9,sra-tools=2.9.1 samtools=1.9,star=2.7.1a
  samtools=1.9,star=2.7.2a samtools=1.9,star=2.7.2b samtools=1.9,star=2.7.5b samtools=1.9,star=2.7.7a
  samtools=1.9,star=2.7.8a scikit-image=0.12.3,tifffile=0.15.1 scikit-image=0.18.1,tifffile=2020.10.1
  scikit-image=0.22.0,scipy=1.12.0 tabix=1.11,wham=1.8.0 tar=1.34,unzip=6.0
`);

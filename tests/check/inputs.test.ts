import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkForms } from '../../server/check/inputs/forms.ts';
import { type InputReading, MOST_REQUIREMENTS, readInput } from '../../server/check/inputs/read.ts';
import { SIF_HEAD } from '../../server/check/inputs/sifFile.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';
import { expectLinear } from '../names/effort.ts';

const read = (text: string, name = 'input') => readInput(name, Buffer.from(text));

/** `line asked tool version|constraint variant build`, and what could not be read behind it. */
function told({ requirements, unread }: InputReading): string[] {
  return [
    ...requirements.map(({ line, asked, tools, version, constraint, variant, build }) =>
      [line, asked, tools.join('/'), version || constraint || 'any', variant, build]
        .join(' ')
        .replace(/ +/g, ' ')
        .trim(),
    ),
    ...unread.map(({ line, column, message }) => `${line}${column > 0 ? `:${column}` : ''} ! ${message}`),
  ];
}

const CASES: [what: string, form: string, text: string, expected: string[]][] = [
  [
    'an environment file',
    'environment-yml',
    `name: mapping
channels: [conda-forge, bioconda]
dependencies:
  - samtools>=1.17,<2   # sorted
  - bioconda::bwa=0.7.17
  - "python=3.11.*"
  - umi_tools
  - numpy==1.26.4=py311h64a7726_0
  - samtools=not a version
  - pip:
      - torch==2.1.2
      - -r more.txt
      - git+https://example.org/x
  - sel(win):
      - pywin32
`,
    [
      '4 conda samtools >=1.17,<2',
      '5 conda bwa =0.7.17',
      '6 conda python 3.11.*',
      '7 conda umi_tools/umi-tools any',
      '8 conda numpy 1.26.4 py311h64a7726_0',
      '11 pip pytorch 2.1.2',
      '9 ! expected a version behind the name',
      '12 ! names another file: check that one as well',
      '13 ! names an address or a folder, not a release',
    ],
  ],
  [
    'an environment file with lists in brackets',
    'environment-yml',
    `channels: [bioconda]
dependencies: [samtools=1.17, "bwa>=0.7,<1", bioconda, = , 'x !', [y], {npm: z}, pip: [torch==2, "not, this"]]
`,
    [
      '2 conda samtools =1.17',
      '2 conda bwa >=0.7,<1',
      '2 conda bioconda any',
      '2 pip pytorch 2',
      '2:56 ! expected the name of a package',
      '2:60 ! the version "!" cannot be read',
      '2:67 ! expected the name of a package',
      '2:72 ! expected the name of a package, or pip:',
      '2:98 ! the version ", this" is no specifier of PEP 440',
    ],
  ],
  [
    'an environment file whose channels are called as its packages',
    'environment-yml',
    'channels:\n  - pytorch\n  - nvidia\ndependencies:\n  - pytorch\n  - nvidia::cuda=12\n',
    ['5 conda pytorch any', '6 conda cuda =12'],
  ],
  [
    'an environment file in JSON',
    'environment-yml',
    '{"dependencies": ["python 3.11.*",\n "q=", 7, {"pip": ["six", "-e ."]}]}',
    [
      '1 conda python 3.11.*',
      '2 conda 7 any',
      '2 pip six any',
      '2:2 ! expected a version behind the name',
      '2:27 ! names a folder, not a release',
    ],
  ],
  [
    'conda list --json on one line',
    'conda-list-json',
    '[{"name": "pytorch", "channel": "pytorch", "version": "2.1", "build_string": "h0_0"}, {"name": "x"}, 5,\n null]',
    [
      '1 conda pytorch 2.1 h0_0',
      '1:87 ! row 2: expected a record with name and version',
      '1:102 ! row 3: expected a record with name and version',
      '2 ! row 4: expected a record with name and version',
    ],
  ],
  [
    'pip list --format=json on one line',
    'pip-list-json',
    '[{"name": "six", "version": "1.16.0"}, {"name": "x"}]',
    ['1 pip six 1.16.0', '1:40 ! expected name and version'],
  ],
  [
    'conda list --explicit',
    'conda-explicit',
    `# platform: linux-64
@EXPLICIT
https://conda.anaconda.org/bioconda/linux-64/samtools-1.17-h00cdaf9_0.tar.bz2#0123456789abcdef0123456789abcdef
this is no address
`,
    ['3 conda samtools 1.17 h00cdaf9_0', '4 ! expected the address of a package'],
  ],
  [
    'conda list --export',
    'conda-export',
    'samtools=1.17=h00cdaf9_0\nr-base=4.3.1=h93585b2_6\ntorch=2.1.2=pypi_0\n',
    ['2 conda r 4.3.1 h93585b2_6', '1 conda samtools 1.17 h00cdaf9_0', '3 pip pytorch 2.1.2'],
  ],
  [
    'conda list',
    'conda-list',
    `# packages in environment at /opt/conda:
#
# Name                    Version                   Build  Channel
samtools                  1.17                 h00cdaf9_0    bioconda
torch                     2.1.2                    pypi_0    pypi
`,
    ['4 conda samtools 1.17 h00cdaf9_0', '5 pip pytorch 2.1.2'],
  ],
  [
    'conda list --json',
    'conda-list-json',
    `[
  {
    "build_string": "h00cdaf9_0",
    "channel": "bioconda",
    "name": "samtools",
    "platform": "linux-64",
    "version": "1.17"
  },
  { "channel": "bioconda" }
]`,
    ['5 conda samtools 1.17 h00cdaf9_0', '9 ! row 2: expected a record with name and version'],
  ],
  [
    'requirements.txt',
    'requirements-txt',
    `numpy==1.26.4
scikit-learn>=1.3,<2 ; python_version >= "3.9"
pywin32==306 ; sys_platform == "win32"
-r base.txt
--index-url https://example.org/simple
torch==2.1.2 \\
    --hash=sha256:0000
requests ~= two
`,
    [
      '1 pip numpy 1.26.4',
      '2 pip scikit-learn >=1.3,<2',
      '6 pip pytorch 2.1.2',
      '4 ! names another file: check that one as well',
      '8 ! the version "~= two" is no specifier of PEP 440',
    ],
  ],
  [
    'requirements as poetry and uv export them',
    'requirements-txt',
    `colorama==0.4.6 ; python_version >= "3.9" and python_version < "4.0" and platform_system == "Windows" \\
    --hash=sha256:0000 \\
    --hash=sha256:1111
appnope==0.1.3 ; (sys_platform == 'darwin' or sys_platform == "win32")
pexpect==4.9.0 ; sys_platform != 'win32' and 'linux' in sys_platform
tomli==2.0.1 ; python_version < "3.11" or os_name == "nt"
`,
    ['5 pip pexpect 4.9.0', '6 pip tomli 2.0.1'],
  ],
  [
    'requirements with everything on one line',
    'requirements-txt',
    `numpy==1.26.4 --hash=sha256:abc --hash=sha256:def
requests[security,socks]>=2.8.1,==2.8.*;python_version<"2.7"
six
`,
    ['1 pip numpy 1.26.4', '2 pip requests >=2.8.1,==2.8.*', '3 pip six any'],
  ],
  [
    'a list for conda install --file',
    'requirements-txt',
    'samtools=1.17\nbioconda::bwa\nnumpy 1.26.*\n',
    ['1 conda samtools =1.17', '2 conda bwa any', '3 conda numpy 1.26.*'],
  ],
  [
    'references of images',
    'image-reference',
    `docker://quay.io/biocontainers/samtools:1.17--h00cdaf9_0
ubuntu:22.04
https://depot.galaxyproject.org/singularity/bwa:0.7.17--he4a0461_11
`,
    [
      '1 apptainer samtools 1.17 h00cdaf9_0',
      '2 apptainer ubuntu 22.04',
      '3 apptainer bwa 0.7.17 he4a0461_11',
    ],
  ],
  [
    'module list of Lmod',
    'module-list',
    `$ module list

Currently Loaded Modules:
  1) GCC/12.2.0 (L)   2) bio/SAMtools/1.17-GCC-12.2.0
  3) intel/2023.1

Inactive Modules:
  1) boost
`,
    [
      '4 module gcc 12.2.0',
      '4 module samtools 1.17 GCC-12.2.0',
      '5 module intel 2023.1',
      '7 ! inactive modules are not loaded',
    ],
  ],
  [
    'module list of Environment Modules',
    'module-list',
    'Currently Loaded Modulefiles:\n 1) gcc/13.2.0(default)   2) samtools/1.17  \n',
    ['2 module gcc 13.2.0', '2 module samtools 1.17'],
  ],
  [
    'module list with a name that holds a blank',
    'module-list',
    "Currently Loaded Modulefiles:\n 1) gcc/13.2.0   2) 'space ya/2'  \n",
    ['2 module gcc 13.2.0', '2 module space ya 2'],
  ],
  [
    'module -t list',
    'module-list',
    'Currently Loaded Modulefiles:\ngcc/13.2.0\nsamtools/1.17\n',
    ['2 module gcc 13.2.0', '3 module samtools 1.17'],
  ],
  [
    'module -t list of Lmod, with modules without a version',
    'module-names',
    'StdEnv\nGCC/12.2.0\nbio/SAMtools/1.17-GCC-12.2.0 (L)\n',
    ['1 module stdenv any', '2 module gcc 12.2.0', '3 module samtools 1.17 GCC-12.2.0'],
  ],
  [
    'variables of a shell',
    'module-names',
    '_LMFILES_=/apps/x.lua\nexport LOADEDMODULES="StdEnv:gcc/13.2.0"\n',
    ['2 module stdenv any', '2 module gcc 13.2.0'],
  ],
  [
    'module list with tags and variants',
    'module-list',
    'Currently Loaded Modulefiles:\n 1) gcc/13.2.0{sys}   2) hdf5/1.14 <aL>  \n',
    ['2 module gcc 13.2.0', '2 module hdf5 1.14'],
  ],
  [
    'names of modules',
    'module-names',
    'LOADEDMODULES=gcc/13.2.0:bio/samtools/1.17\n',
    ['1 module gcc 13.2.0', '1 module samtools 1.17'],
  ],
  [
    'a job script',
    'job-script',
    `#!/bin/bash
#SBATCH --nodes=1
module purge
module load GCC/12.2.0 SAMtools/1.17-GCC-12.2.0   # and more
ml BWA/0.7.17 -GCC/11.3.0 && echo loaded; ml list
if true; then module add \\
    "R/4.3.1"; fi
module swap gcc/12 gcc/13.2.0
module load \${TOOL}/1.0
module restore mine
# module load commented/1.0
echo "module load quoted/1.0"
srun apptainer exec docker://quay.io/biocontainers/bwa:0.7.17--he4a0461_11 bwa
apptainer exec my.sif true
conda activate mapping
`,
    [
      '4 module gcc 12.2.0',
      '4 module samtools 1.17 GCC-12.2.0',
      '5 module bwa 0.7.17',
      '7 module r 4.3.1',
      '8 module gcc 13.2.0',
      '13 apptainer bwa 0.7.17 he4a0461_11',
      `9:13 ! \${TOOL}/1.0 is told only when the script runs`,
      '10 ! restores a collection: check its own file',
      '14:16 ! runs an image file: check the file or its reference as well',
      '15 ! activates an environment that is told elsewhere: check its own file',
    ],
  ],
  [
    'a job script that starts by launchers, stores and Spack',
    'job-script',
    `#!/bin/bash
srun -n 4 --mpi=pmix apptainer --quiet exec --bind /data docker://quay.io/biocontainers/bwa:0.7.17--he4a0461_11 bwa
mpirun -np 16 /usr/bin/singularity exec "$IMAGE" a.out
podman run --rm -p 8080:80 -u 1000:1000 quay.io/biocontainers/samtools:1.17--h00cdaf9_0 samtools
docker run -v data:/data ubuntu:22.04 true
source /work/venvs/mine/bin/activate
conda run -n mapping true
spack load samtools@1.17%gcc@12.2.0 +x /abcdefg
srun --container-image=nvcr.io#nvidia/pytorch:23.10-py3 python a.py
time module load GCC/12.2.0
conda list
podman ps
#SBATCH --container-image nvcr.io#nvidia/pytorch:23.10-py3
`,
    [
      '2 apptainer bwa 0.7.17 he4a0461_11',
      '4 apptainer samtools 1.17 h00cdaf9_0',
      '8 spack samtools 1.17',
      '9 apptainer pytorch any -23.10-py3',
      '10 module gcc 12.2.0',
      '13 apptainer pytorch any -23.10-py3',
      '3:42 ! runs an image that is told only when the script runs: check the file or its reference as well',
      '5 ! runs an image of podman or docker: check its reference as well',
      '6 ! activates an environment that is told elsewhere: check its own file',
      '7 ! activates an environment that is told elsewhere: check its own file',
      '8:40 ! /abcdefg names no one version of a package of Spack',
    ],
  ],
  [
    'uv.lock with the project itself',
    'python-lock',
    `version = 1

[[package]]
name = "certifi"
version = "2024.2.2"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "my_project"
version = "0.1.0"
source = { editable = "." }
`,
    ['4 pip certifi 2024.2.2', '9 ! comes from a folder beside the lock, and is no release'],
  ],
  [
    'pixi.lock with the project itself',
    'pixi-lock',
    `version: 6
environments:
  default:
    channels:
    - url: https://conda.anaconda.org/conda-forge/
    packages:
      linux-64:
      - pypi: https://files.pythonhosted.org/x/numpy-1.26.4-cp311-cp311-manylinux_2_17_x86_64.whl
      - pypi: ./
packages:
- pypi: https://files.pythonhosted.org/x/numpy-1.26.4-cp311-cp311-manylinux_2_17_x86_64.whl
  name: numpy
  version: 1.26.4
- pypi: ./
  name: mine
  version: 0.1.0
  editable: true
`,
    ['12 pip numpy 1.26.4', '15 ! comes from a folder beside the lock, and is no release'],
  ],
  [
    'a lock of conda-lock with rows that are none, in a block and on one line',
    'conda-lock',
    `version: 1
package:
  - name: zlib
    version: '1.3'
    manager: conda
    platform: linux-64
    url: https://conda.anaconda.org/conda-forge/linux-64/zlib-1.3-hd590300_0.conda
  - name: none
    note: |
      - this is no row
  - 5
`,
    ['7 conda zlib 1.3 hd590300_0', '8 ! expected a package', '11 ! expected a package'],
  ],
  [
    'a lock of conda-lock on one line',
    'conda-lock',
    '{"version": 1,\n"package": [{"name": "zlib", "version": "1.3", "manager": "conda", "platform": "linux-64", "url": "https://conda.anaconda.org/conda-forge/linux-64/zlib-1.3-hd590300_0.conda"}, {"name": "]x"}, 7]}',
    ['2 conda zlib 1.3 hd590300_0', '2:177 ! expected a package', '2:193 ! expected a package'],
  ],
  [
    'a lock of pixi with a row that is none',
    'pixi-lock',
    `version: 6
environments:
  default:
    packages:
      linux-64: []
packages:
- conda: https://conda.anaconda.org/conda-forge/noarch/tzdata-2024a-h0c530f3_0.conda
- what: this
`,
    ['7 conda tzdata 2024a h0c530f3_0', '8 ! expected a conda or a PyPI package'],
  ],
  [
    'a table of conda with what is edited in a folder',
    'conda-list',
    `# Name Version Build Channel
bzip2 1.0.8 h7f98852_4 conda-forge
mine 0.1.0 dev_0 <develop>
`,
    ['2 conda bzip2 1.0.8 h7f98852_4', '3 ! comes from a folder, and is no release'],
  ],
  [
    'an environment file with an empty row',
    'environment-yml',
    'dependencies:\n  - python\n  -\n  - [x]\n',
    ['2 conda python any', '3 ! expected the name of a package', '4 ! expected the name of a package'],
  ],
  [
    'a job script with Shifter, Sarus and enroot',
    'job-script',
    `#!/bin/bash
#SBATCH --image=docker:nersc/pytorch:2.1.0
shifter --image=docker:ubuntu:22.04 bash
srun sarus run debian:12 ls
enroot start /shared/x_1.0.sqsh
spack env activate mine
kubectl run --image=ubuntu:22.04
`,
    [
      '2 apptainer pytorch 2.1.0',
      '3 apptainer ubuntu 22.04',
      '4 apptainer debian 12',
      '5 apptainer x 1.0',
      '6 ! activates an environment that is told elsewhere: check its own file',
    ],
  ],
  [
    'rules of Snakemake without an image',
    'snakemake',
    'rule a:\n    container: None\n    envmodules: "x/{v}", "R/4.3"\n',
    ['3 module r 4.3', '3:18 ! is told only when the rules run'],
  ],
  [
    'a job script with variables',
    'job-script',
    `#!/bin/bash
DIR=/shared/images
export SIF="\${DIR}/gatk_4.4.0.0.sif"
VERSION=1.17
ONE=1; ONE=2
A=x$A
for TOOL in bwa samtools; do module load $TOOL/1.0; done
module load samtools/$VERSION gcc/$ONE \\
  x/$A y/$UNSET
srun apptainer exec --nv -B /a:/b $SIF gatk
singularity run \${SIF}
REF=docker://ubuntu:22.04 apptainer exec $REF true
if true; then R=4.2.0; else R=4.3.1; fi
module load R/$R
apptainer exec instance://web true
`,
    [
      '8 module samtools 1.17',
      '10 apptainer gatk 4.4.0.0',
      '11 apptainer gatk 4.4.0.0',
      '7:42 ! $TOOL/1.0 is told only when the script runs',
      '8:31 ! gcc/$ONE is told only when the script runs',
      '9:3 ! x/$A is told only when the script runs',
      '9:8 ! y/$UNSET is told only when the script runs',
      '12:42 ! runs an image that is told only when the script runs: check the file or its reference as well',
      '14:13 ! R/$R is told only when the script runs',
    ],
  ],
  [
    'a collection of Lmod',
    'lmod-collection',
    `-- -*- lua -*-
_ModuleTable_ = {
  MTversion = 3,
  mT = {
    SAMtools = {
      fn = "/apps/SAMtools/1.17-GCC-12.2.0.lua",
      fullName = "SAMtools/1.17-GCC-12.2.0",
      loadOrder = 2,
      status = "active",
    },
    ["GCC"] = {
      ["fullName"] = "GCC/12.2.0",
      ["loadOrder"] = 1,
      ["status"] = "active",
    },
    boost = { fullName = "boost/1.80", loadOrder = 3, status = "inactive", },
  },
}
`,
    [
      '12 module gcc 12.2.0',
      '7 module samtools 1.17 GCC-12.2.0',
      '16 ! inactive: it was not loaded any more',
    ],
  ],
  [
    "a module of nf-core's",
    'nextflow',
    `process SAMTOOLS_SORT {
    tag "$meta.id"
    conda "\${moduleDir}/environment.yml"
    container "\${ workflow.containerEngine == 'singularity' && !task.ext.singularity_pull_docker_container ?
        'https://depot.galaxyproject.org/singularity/samtools:1.17--h00cdaf9_0' :
        'biocontainers/samtools:1.17--h00cdaf9_0' }"
    input:
    path x
}
`,
    ['4 apptainer samtools 1.17 h00cdaf9_0', '3 ! names another file: check that one as well'],
  ],
  [
    'a configuration of Nextflow',
    'nextflow',
    `process {
    withName: ALIGN {
        container = 'quay.io/biocontainers/bwa:0.7.17--he4a0461_11'
        module = 'GCC/12.2.0:SAMtools/1.17-GCC-12.2.0'
    }
    withName: OTHER {
        conda = 'bioconda::samtools=1.17 bwa=0.7.17'
        // container = 'not:this'
        container = params.image
        container = "\${params.image}"
    }
}
`,
    [
      '3 apptainer bwa 0.7.17 he4a0461_11',
      '4 module gcc 12.2.0',
      '4 module samtools 1.17 GCC-12.2.0',
      '7 conda samtools =1.17',
      '7 conda bwa =0.7.17',
      '9 ! the image is told only when the pipeline runs',
      '10 ! the image is told only when the pipeline runs',
    ],
  ],
  [
    'a configuration of Nextflow on few lines',
    'nextflow',
    `process { withName: 'BWA' { container = 'quay.io/biocontainers/bwa:0.7.17--he4a0461_11'; module = 'GCC/12.2.0' } }
process.container = 'ubuntu:22.04' // was 'debian:12'
/* container = 'not:this'
process.container = 'not:that' */
process {
    withLabel: gpu { beforeScript = 'module purge; module load CUDA/12.1.1' }
    beforeScript = """
        module load Apptainer/1.3.6
        echo "done"
        """
    publishDir = [path: 'out/*']
    conda = 'samtools=1.17'
    withLabel: many { module = ['GCC/12.2.0', 'R/4.3.1:BWA/0.7.17']; cpus = 2 }
    container = { task.accelerator ? 'nvcr.io/nvidia/cuda:12.1.1-base' : 'python:3.11-slim' }
}
`,
    [
      '1 apptainer bwa 0.7.17 he4a0461_11',
      '1 module gcc 12.2.0',
      '2 apptainer ubuntu 22.04',
      '6 module cuda 12.1.1',
      '8 module apptainer 1.3.6',
      '12 conda samtools =1.17',
      '13 module gcc 12.2.0',
      '13 module r 4.3.1',
      '13 module bwa 0.7.17',
      '14 apptainer cuda 12.1.1 -base',
      '14 apptainer python 3.11 -slim',
    ],
  ],
  [
    'a configuration of Nextflow with a script in single quotes',
    'nextflow',
    `process {
    beforeScript = '''
        module use /proj/mods
${'        true\n'.repeat(20)}        module load mytool/1.0 $EXTRA
    '''
    module = 'R/4.3.1' // not '''
}
`,
    ['24 module mytool 1.0', '26 module r 4.3.1', '24:32 ! $EXTRA is told only when the script runs'],
  ],
  [
    'rules of Snakemake',
    'snakemake',
    `rule align:
    input: "a.fq"
    conda: "envs/align.yaml"
    container:
        "docker://quay.io/biocontainers/bwa:0.7.17--he4a0461_11"
    envmodules:
        "bio/BWA/0.7.17-GCC-12.2.0",
        # "not/this",
        "bio/SAMtools/1.17-GCC-12.2.0"
    shell: "bwa mem container:x"
rule other:
    container: f"docker://{image}"
rule more:
    container: config["image"]
    envmodules: "R/4.3.1" if big else "R/4.2.0"
rule last:
    envmodules: "GCC/12.2.0" # not "GCC/11.3.0"
rule wrapped:
    wrapper: "v3.3.3/bio/bwa/mem"
`,
    [
      '5 apptainer bwa 0.7.17 he4a0461_11',
      '7 module bwa 0.7.17 GCC-12.2.0',
      '9 module samtools 1.17 GCC-12.2.0',
      '17 module gcc 12.2.0',
      '3 ! names another file: check that one as well',
      '12 ! is told only when the rules run',
      '14 ! is told only when the rules run',
      '15 ! is told only when the rules run',
      '19 ! brings an environment of its own: check its file as well',
    ],
  ],
  [
    'a lock of conda-lock',
    'conda-lock',
    `version: 1
metadata:
  platforms: [linux-64, osx-64]
package:
- name: samtools
  version: '1.17'
  manager: conda
  platform: linux-64
  url: https://conda.anaconda.org/bioconda/linux-64/samtools-1.17-h00cdaf9_0.tar.bz2
  hash: {md5: 0123456789abcdef0123456789abcdef}
  category: main
- name: samtools
  version: '1.17'
  manager: conda
  platform: osx-64
  url: https://conda.anaconda.org/bioconda/osx-64/samtools-1.17-h9f30945_0.tar.bz2
  hash: {md5: 0123456789abcdef0123456789abcdee}
  category: main
`,
    ['9 conda samtools 1.17 h00cdaf9_0'],
  ],
];

test.each(CASES)('%s', (_, form, text, expected) => {
  const found = read(text);
  expect(found.form).toBe(form);
  expect(told(found)).toEqual(expected);
});

test('line ends of Windows and a byte order mark change nothing', () => {
  const [, , text, expected] = CASES[0] ?? ['', '', '', []];
  expect(told(read(`\ufeff${text.replaceAll('\n', '\r\n')}`))).toEqual(expected);
});

test('what is for other systems, or only under a condition, is told', () => {
  const [, , text] = CASES.find(([what]) => what.includes('poetry')) ?? ['', '', ''];
  expect(read(text).notes.slice(1)).toEqual([
    `Left out, since it is for other systems than Linux: line 1: colorama==0.4.6 ; python_version >= "3.9" and python_version < "4.0" and platform_system == "Windows"; line 4: appnope==0.1.3 ; (sys_platform == 'darwin' or sys_platform == "win32").`,
    'Looked for although it is only needed where its condition holds: line 6: tomli==2.0.1 ; python_version < "3.11" or os_name == "nt".',
  ]);
});

test('a digest that a reference is pinned to is asked for', () => {
  const hex = 'ab'.repeat(32);
  expect(read(`ubuntu:22.04@sha256:${hex}`).requirements[0]?.digest).toBe(`oci-manifest:${hex}`);
});

test('of an image the beginning is enough', () => {
  const folder = new URL('../fixtures/images/shared-folder-and-stores/root/opt/containers/', import.meta.url);
  const whole = readFileSync(new URL('samtools_1.17.sif', folder));
  const beginning = Buffer.concat([whole, Buffer.alloc(SIF_HEAD)]).subarray(0, SIF_HEAD);
  for (const bytes of [whole, beginning]) {
    const found = readInput('samtools_1.17.sif', bytes);
    expect(found.form).toBe('sif');
    expect(told(found)).toEqual(['0 apptainer samtools 1.17 h00cdaf9_0']);
    expect(found.image?.kind).toBe('images.file');
  }
  expect(told(readInput('half.sif', readFileSync(new URL('half.sif', folder))))).toHaveLength(1);
});

test('what no form knows is refused, with what is known', () => {
  expect(() => read('<html></html>')).toThrow(/no form that is known/);
  expect(() => read('')).toThrow(/empty/);
  expect(() => readInput('x', Buffer.from([0, 1, 2]))).toThrow(/no text/);
});

test('more than can be looked up is left out, and said', () => {
  const many = Array.from({ length: MOST_REQUIREMENTS + 7 }, (_, at) => `package${at}==1.0`).join('\n');
  const found = read(many);
  expect(found.requirements).toHaveLength(MOST_REQUIREMENTS);
  expect(found.unread.at(-1)).toMatchObject({
    line: MOST_REQUIREMENTS + 1,
    message: 'this and 6 more are left out',
  });
});

describe('whatever comes', () => {
  const pieces = CASES.map(([, , text]) => text);
  const piece = fc.oneof(
    fc.constantFrom(...pieces.flatMap((text) => text.split('\n'))),
    fc.string({ maxLength: 60 }),
    fc.constantFrom(
      'module load ',
      '"',
      "'",
      '${',
      '}',
      '\\',
      'rule x:',
      'process {',
      '- pip:',
      '\0',
      '\ud800',
    ),
  );
  test('no form throws, and each line that is told is there', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('\n', ''), (lines, by) => {
        const text = lines.join(by);
        for (const { read: readForm } of checkForms) {
          const found = readForm({ name: 'x', bytes: Buffer.from(text), text });
          for (const { line } of [...(found?.requirements ?? []), ...(found?.unread ?? [])]) {
            expect(line).toBeGreaterThanOrEqual(0);
            expect(line).toBeLessThanOrEqual(text.split('\n').length);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  test.each(CASES)('effort grows with the input: %s', (what, form, text) => {
    const one = checkForms.find((each) => each.form === form && each.read(fileOf(text)) !== null);
    const run = (size: number) => void one?.read(fileOf(text.repeat(size)));
    // A list in JSON that stands twice is none.
    if (form !== 'conda-list-json') expectLinear(run, 20, what);
  });

  test.each([
    ['blanks within a requirement', (size: number) => `numpy==1\na${' '.repeat(size)}b\n`],
    ['colons in an image', (size: number) => `#!\npodman run a.b/${':'.repeat(size)}$\n`],
    ['settings on one line', (size: number) => `process {${" container = 'a:1';".repeat(size / 10)}\n`],
    ['braces on one line', (size: number) => `process {${'{ '.repeat(size)}\n`],
  ])('effort grows with %s', (what, textOf) => {
    const run = (size: number) => {
      for (const { read: readForm } of checkForms) readForm(fileOf(textOf(size)));
    };
    expectLinear(run, 10_000, what);
  });

  test.each(['module load ', "container '", 'a/', 'a=', '- ', '${', '"', '1) x ', 'fullName="', ' ', '\\\n'])(
    'effort grows with many of %j',
    (sign) => {
      const run = (size: number) => {
        for (const head of [
          '',
          '#!\n',
          'process {\n',
          'rule x:\n',
          'dependencies:\n',
          'Currently Loaded Modules:\n',
        ])
          for (const { read: readForm } of checkForms) readForm(fileOf(head + sign.repeat(size)));
      };
      expectLinear(run, 500, sign);
    },
  );
});

const fileOf = (text: string) => ({ name: 'x', bytes: Buffer.from(text), text });

/** Counts by grep or by their own files, not by these readers: see INDEX.tsv of the corpus. */
describe.skipIf(!hasCorpus)('captured files', () => {
  const captured = (path: string) =>
    readInput(path.split('/').at(-1) ?? '', readFileSync(`${corpus}/${path}`));
  test.each([
    ['conda-env-yaml/NCAR__ncar-conda/envs/npl/npl-2022b/versions.yml', 'environment-yml', 495],
    ['conda-env-yaml/NCAR__ncar-conda/envs/npl/npl-2024a/versions.yml', 'environment-yml', 643],
    ['conda-env-yaml/NCAR__ncar-conda/envs/r/r-4.2/versions.yml', 'environment-yml', 361],
    ['conda-explicit/conda__rattler/test-data/explicit-envs/ros-noetic_linux-64.txt', 'conda-explicit', 568],
    ['conda-explicit/conda__rattler/test-data/python/explicit-env-linux-aarch64.txt', 'conda-explicit', 21],
    ['conda-explicit/conda__conda-lock/tests/zlib/conda-linux-64.lock', 'conda-explicit', 6],
  ])('%s', (path, form, count) => {
    const found = captured(path);
    expect(found.form).toBe(form);
    expect(found.unread).toEqual([]);
    expect(found.requirements.filter((one) => one.asked === 'conda')).toHaveLength(count);
    expect(found.requirements.filter((one) => one.line === 0)).toEqual([]);
  });
});

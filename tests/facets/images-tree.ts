import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The files of an image, in as far as anybody looks at them, and what is to be found in them. */
export const DPKG = `Package: samtools
Status: install ok installed
Architecture: amd64
Version: 1.16.1-1

Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9

Package: gone
Status: deinstall ok config-files
Version: 1
`;
export const FILES: Record<string, string> = {
  'opt/conda/conda-meta/samtools-1.17-h00cdaf9_0.json': '{}',
  'opt/conda/conda-meta/r-base-4.3.1-h5a2a1b5_3.json': '{}',
  'opt/conda/conda-meta/numpy-1.26.4-py312h8753938_0.json': '{}',
  'opt/conda/conda-meta/history': '',
  'opt/conda/lib/python3.12/site-packages/numpy-1.26.4.dist-info/METADATA': '',
  'opt/conda/lib/python3.12/site-packages/multiqc-1.21.dist-info/METADATA': '',
  'usr/lib/python3/dist-packages/odd name-1.0.dist-info/METADATA': '',
  'var/lib/dpkg/status': DPKG,
  "opt/$(touch x)/conda-meta/a'b-1-0.json": '',
  'usr/lib/x86_64-linux-gnu/libc.so.6': '',
  'usr/lib/os-release': 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n',
  '.singularity.d/env/10-docker2singularity.sh': `#!/bin/sh
export PATH="/usr/local/nvidia/bin:/usr/bin"
export CUDA_VERSION="\${CUDA_VERSION:-"12.4.1"}"
export NVIDIA_REQUIRE_CUDA="\${NVIDIA_REQUIRE_CUDA:-"cuda>=12.4 brand=tesla,driver>=470,driver<471"}"
export HF_TOKEN="\${HF_TOKEN:-"hf_secret"}"
`,
  '.singularity.d/env/90-environment.sh':
    'export NVIDIA_DISABLE_REQUIRE=1\nexport AWS_SECRET_ACCESS_KEY=secret\n',
};
export const SETTINGS = [
  { name: 'CUDA_VERSION', value: '12.4.1' },
  { name: 'NVIDIA_DISABLE_REQUIRE', value: '1' },
  { name: 'NVIDIA_REQUIRE_CUDA', value: 'cuda>=12.4 brand=tesla,driver>=470,driver<471' },
];
export const INSIDE = [
  'conda numpy 1.26.4 /opt/conda',
  'conda r-base 4.3.1 /opt/conda',
  'conda samtools 1.17 /opt/conda',
  'dpkg libc6 2.36-9 ',
  'dpkg samtools 1.16.1-1 ',
  'python multiqc 1.21 /opt/conda/lib/python3.12/site-packages',
];

export function writeTree(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

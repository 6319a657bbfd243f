import type { ImageReference } from './reference.ts';
import type { AliasScope, Rule } from './rule.ts';
import { splitCondaTag } from './tail.ts';
import { roleNames } from './words.ts';

export interface ImageName {
  name: string;
  keys: string[];
  scopes: AliasScope[];
}

/** Which part of an image's path is the tool. */
export const imageNameRules: readonly Rule<ImageReference, ImageName>[] = [
  {
    name: 'mulled',
    sentence:
      'A mulled image holds several packages and is named by a hash of them; what is inside is told where the hash is known.',
    read: ({ path }) => {
      const name = path.at(-1) ?? '';
      return isMulled(name) ? { name, keys: [], scopes: [] } : null;
    },
    examples: [
      [
        'image',
        'quay.io/biocontainers/mulled-v2-8186960447c5cb2faa697666dc1e6d919ad23f3e:3127fcae6b6bdaf8181e21a26ae61231030a9fcb-0',
        'mulled-v2-8186960447c5cb2faa697666dc1e6d919ad23f3e',
        ...(['3127fcae6b6bdaf8181e21a26ae61231030a9fcb', '', '0'] as const),
      ],
    ],
    counterExamples: [['image', 'acme/mulled-v2-toolkit:1.0', 'no hash follows']],
  },
  {
    name: 'conda-image',
    sentence: 'The image was made from the conda package of the same name, and is named as the package is.',
    read: ({ registry, path, tag }) => {
      const name = path.at(-1) ?? '';
      const account = path.slice(0, -1).join('/');
      const isHome =
        (registry === 'quay.io' && account === 'biocontainers') ||
        (registry === 'depot.galaxyproject.org' && account === 'singularity');
      if (name === '' || !(isHome || splitCondaTag(tag) !== null)) return null;
      return { name, keys: [], scopes: ['conda'] };
    },
    examples: [
      [
        'image',
        'quay.io/biocontainers/blast:2.14.1--pl5321h6f7f691_0',
        'blast+',
        '2.14.1',
        '',
        'pl5321h6f7f691_0',
      ],
      ['image', 'quay.io/biocontainers/r-base:4.3.1', 'r', '4.3.1', '', ''],
      [
        'image',
        'quay.io/biocontainers/gatk4:4.4.0.0--py36hdfd78af_0',
        'gatk',
        '4.4.0.0',
        '',
        'py36hdfd78af_0',
      ],
      [
        'image',
        'https://depot.galaxyproject.org/singularity/star:2.7.10b--h9ee0642_0',
        'star',
        '2.7.10b',
        '',
        'h9ee0642_0',
      ],
    ],
    counterExamples: [
      ['image', 'acme/blast:2.14', 'somebody else may call anything blast'],
      [
        'image',
        'biocontainers/blast:v2.2.31_cv2',
        "the older collection on Docker Hub follows Debian's names",
      ],
    ],
  },
  {
    name: 'role-name',
    sentence:
      'The last part of the path names a role (base, gpu, image) and no tool, so the part before it belongs to the name.',
    read: ({ path }) => {
      const last = path.at(-1) ?? '';
      if (path.length < 2 || path.at(-2) === last || !roleNames.has(last.toLowerCase())) return null;
      const name = path.slice(-2).join('/');
      return { name, keys: [name], scopes: ['image'] };
    },
    examples: [
      ['image', 'registry.gitlab.com/acme/trimmer/image:1.2', 'trimmer/image', '1.2', '', ''],
      ['image', 'quay.io/qiime2/core:2023.5', 'qiime2', '2023.5', '', ''],
    ],
    counterExamples: [
      ['image', 'base:1.0', 'there is no part before it'],
      ['image', 'ghcr.io/apptainer/apptainer:1.2.4', 'both parts agree, so it is the tool'],
      ['image', 'acme/samtools:1.17', 'samtools is no role'],
    ],
  },
  {
    name: 'image-name',
    sentence: "The last part of an image's path is the tool.",
    read: ({ path }) => {
      const name = path.at(-1) ?? '';
      if (name === '') return null;
      return { name, keys: [path.slice(-2).join('/'), name], scopes: ['image'] };
    },
    examples: [
      ['image', 'ubuntu:22.04', 'ubuntu', '22.04', '', ''],
      ['image', 'docker.io/library/ubuntu:22.04', 'ubuntu', '22.04', '', ''],
      ['image', 'localhost:5000/samtools:1.17', 'samtools', '1.17', '', ''],
      ['image', 'nvcr.io/nvidia/pytorch:23.10-py3', 'pytorch', '', '-23.10-py3', ''],
      ['image', 'nvidia/cuda:12.2.0-devel-ubuntu22.04', 'cuda', '12.2.0', '-devel-ubuntu22.04', ''],
      ['image', 'rocker/r-ver:4.3.1', 'r', '4.3.1', '', ''],
      ['image', 'docker-daemon:samtools:1.17', 'samtools', '1.17', '', ''],
      ['image', 'docker://staphb/samtools:1.17', 'samtools', '1.17', '', ''],
      [
        'image',
        'ubuntu:22.04@sha256:b492494d8e0113c4ad3fe4528a4b5ff89faa5331f7d52c5c138196f69ce176a6',
        ...(['ubuntu', '22.04', '', ''] as const),
      ],
    ],
    counterExamples: [
      ['image', 'quay.io/biocontainers/samtools:1.17--h00cdaf9_0', 'made from a conda package'],
    ],
  },
];

export function isMulled(name: string): boolean {
  return /^mulled-v[12]-[0-9a-f]{40}$/.test(name);
}

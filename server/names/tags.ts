import { continuesVersion } from './looks.ts';
import type { Rule } from './rule.ts';
import type { TailText } from './tail.ts';
import { pointerRules } from './tail-marks.ts';
import { tailRules } from './tail-rules.ts';

/** Forms of tags that only images have; whatever else follows a name reads as it does for modules. */
export const imageTagRules: readonly Rule<string, TailText>[] = [
  {
    name: 'mulled-tag',
    sentence: 'The tag of a mulled image is a hash of the versions inside and a build number.',
    read: (tag) => {
      const found = /^([0-9a-f]{40})-(\d{1,4})$/.exec(tag);
      return found === null ? null : { version: found[1] ?? '', variant: '', build: found[2] ?? '' };
    },
    examples: [
      [
        'image',
        'quay.io/biocontainers/mulled-v2-8186960447c5cb2faa697666dc1e6d919ad23f3e:3127fcae6b6bdaf8181e21a26ae61231030a9fcb-0',
        'mulled-v2-8186960447c5cb2faa697666dc1e6d919ad23f3e',
        ...(['3127fcae6b6bdaf8181e21a26ae61231030a9fcb', '', '0'] as const),
      ],
    ],
    counterExamples: [['image', 'acme/tool:3127fca-0', 'the hash is cut short']],
  },
  {
    name: 'biocontainers-docker-tag',
    sentence:
      "BioContainers' tags on Docker Hub: version, Debian revision and the container's own version (cv).",
    read: (tag) => {
      const found = /^v?(\d[^-_]{0,60})((?:-[A-Za-z0-9.+-]{1,60})?_cv\d{1,3})$/.exec(tag);
      return found === null
        ? null
        : { version: found[1] ?? '', variant: '', build: (found[2] ?? '').slice(1) };
    },
    examples: [
      ['image', 'biocontainers/samtools:v1.9-4-deb_cv1', 'samtools', '1.9', '', '4-deb_cv1'],
      ['image', 'biocontainers/blast:v2.2.31_cv2', 'blast', '2.2.31', '', 'cv2'],
    ],
    counterExamples: [['image', 'acme/tool:1.0_cvx', 'no container version']],
  },
  {
    name: 'underscore-suffix',
    sentence: 'Words behind a version and an underscore are a variant of it.',
    read: (tag) => {
      const found = /^v?(\d{1,8}(?:\.\d{1,8}){1,4})_([a-z][\w.+-]{0,100})$/.exec(tag);
      if (found === null || continuesVersion(found[2] ?? '') || (found[2] ?? '').includes('--')) return null;
      return { version: found[1] ?? '', variant: `-${found[2] ?? ''}`, build: '' };
    },
    examples: [
      [
        'image',
        'ghcr.io/deepmodeling/deepmd-kit:2.2.7_cuda11.6_gpu',
        'deepmd-kit',
        '2.2.7',
        '-cuda11.6_gpu',
        '',
      ],
      ['file', 'cp2k_2023.2_mpich_generic_psmp.sif', 'cp2k', '2023.2', '-mpich_generic_psmp', ''],
    ],
    counterExamples: [
      ['image', 'acme/tool:1.0_rc1', 'a release candidate is part of the version'],
      ['image', 'openjdk:8u131_11', 'a number follows'],
    ],
  },
  {
    name: 'word-tag',
    sentence: 'A tag without a digit tells images apart and is no version.',
    read: (tag) => {
      if (tag === '' || /\d/.test(tag)) return null;
      // Pointers and branches say more and are read by their own rules.
      return pointerRules.some((rule) => rule.read(tag) !== null)
        ? null
        : { version: '', variant: `-${tag}`, build: '' };
    },
    examples: [
      ['image', 'ubuntu:jammy', 'ubuntu', '', '-jammy', ''],
      ['image', 'acme/model:gpu', 'model', '', '-gpu', ''],
    ],
    counterExamples: [
      ['image', 'ubuntu:latest', 'a pointer'],
      ['module', 'project/altasim', "a module's version is what its file is called"],
    ],
  },
];

export const tagRules: readonly Rule<string, TailText>[] = [...imageTagRules, ...tailRules];

import type { Rule } from './rule.ts';
import { splitCondaTag, type TailText } from './tail.ts';
import { branches, pointers } from './words.ts';

const nothing: TailText = { version: '', variant: '', build: '' };

/** Texts that are no version at all: none, pointers, branches. */
export const pointerRules: readonly Rule<string, TailText>[] = [
  {
    name: 'no-version',
    sentence: 'Nothing follows the name, so there is no version.',
    read: (text) => (text === '' ? nothing : null),
    examples: [
      ['module', 'samtools', 'samtools', '', '', ''],
      ['image', 'ubuntu', 'ubuntu', '', '', ''],
    ],
    counterExamples: [['module', 'samtools/1.17', 'a version follows']],
  },
  {
    name: 'pointer',
    sentence: 'latest, default and current point at whatever is newest and are no version.',
    read: (text) => (pointers.has(text.toLowerCase()) ? nothing : null),
    examples: [
      ['file', 'myimage_latest.sif', 'myimage', '', '', ''],
      ['image', 'ghcr.io/acme/trimmer:latest', 'trimmer', '', '', ''],
      ['module', 'xalt/latest', 'xalt', '', '', ''],
      ['module', 'singularity/current', 'singularity', '', '', ''],
    ],
    counterExamples: [['module', 'foo/latest-1', 'only the bare word points']],
  },
  {
    name: 'branch',
    sentence: 'A branch name moves, so it is kept as a variant and not as a version.',
    read: (text) => (branches.has(text.toLowerCase()) ? { ...nothing, variant: `-${text}` } : null),
    examples: [
      ['image', 'julia:nightly', 'julia', '', '-nightly', ''],
      ['module', 'picongpu/dev', 'picongpu', '', '-dev', ''],
    ],
    counterExamples: [['module', 'foo/1.2-dev', 'a version stands before it']],
  },
];

/** Tags of containers that were made from conda packages. */
export const condaTagRules: readonly Rule<string, TailText>[] = [
  {
    name: 'conda-tag',
    sentence: 'Version and build of the conda package an image was made from, joined by two dashes.',
    read: (text) => {
      const split = splitCondaTag(text);
      return split === null ? null : { ...split, variant: '' };
    },
    examples: [
      ['image', 'quay.io/biocontainers/samtools:1.17--h00cdaf9_0', 'samtools', '1.17', '', 'h00cdaf9_0'],
      ['image', 'quay.io/biocontainers/star:2.7.10b--h9ee0642_0', 'star', '2.7.10b', '', 'h9ee0642_0'],
      ['image', 'quay.io/biocontainers/bwa:0.7.8--0', 'bwa', '0.7.8', '', '0'],
      ['module', 'quay.io/biocontainers/samtools/1.17--h00cdaf9_0', 'samtools', '1.17', '', 'h00cdaf9_0'],
      [
        'image',
        'community.wave.seqera.io/library/samtools:1.17--9fb4e3f4a2c11d52',
        ...(['samtools', '1.17', '', '9fb4e3f4a2c11d52'] as const),
      ],
    ],
    counterExamples: [
      ['image', 'acme/tool:1.0--final', 'what follows the dashes is no conda build'],
      ['image', 'acme/tool:1.0-h00cdaf9_0', 'one dash only'],
    ],
  },
  {
    name: 'container-module',
    sentence: "TACC's modules of BioContainers put ctr- before the image's tag.",
    read: (text) => {
      const split = text.startsWith('ctr-') ? splitCondaTag(text.slice('ctr-'.length)) : null;
      return split === null ? null : { ...split, variant: '' };
    },
    examples: [
      ['module', 'eden/ctr-1.1--hd28b015_0', 'eden', '1.1', '', 'hd28b015_0'],
      ['module', 'blast/ctr-2.14.1--pl5321h6f7f691_0', 'blast+', '2.14.1', '', 'pl5321h6f7f691_0'],
    ],
    counterExamples: [['module', 'foo/ctr-1.1', 'no conda build follows']],
  },
];

import {
  pulledCut,
  versionAt,
  versionCut,
  withoutAccount,
  withoutPrefix,
  withoutRegistry,
} from './file-parts.ts';
import { isMulled } from './image-names.ts';
import { looksLikeVersion } from './looks.ts';
import type { AliasScope, Rule } from './rule.ts';
import { splitCondaTag } from './tail.ts';

/** A file's base name without its extension, taken apart; `reference` is a text to read as one. */
export type ImageFileName =
  | { kind: 'name'; name: string; tail: string; scopes: AliasScope[] }
  | { kind: 'reference'; reference: string };

export const imageFileRules: readonly Rule<string, ImageFileName>[] = [
  {
    name: 'reference-file',
    sentence:
      'The file is called as the image is, with its tag behind a colon (CVMFS repositories of images).',
    read: (name) => (/^[^:]+:[^:]+$/.test(name) ? { kind: 'reference', reference: name } : null),
    examples: [
      ['file', 'samtools:1.17--h00cdaf9_0', 'samtools', '1.17', '', 'h00cdaf9_0'],
      ['file', 'debian:stable', 'debian', '', '-stable', ''],
    ],
    counterExamples: [['file', 'samtools_1.17.sif', 'no colon']],
  },
  {
    name: 'enroot-file',
    sentence: "The name enroot import gives a file: the image's reference with + for each / and :.",
    read: (name) => {
      const parts = name.split('+');
      const tag = parts.pop() ?? '';
      if (!parts.every((part) => /^[a-z][a-z0-9._-]*$/.test(part)) || !looksLikeVersion(tag)) return null;
      return parts.length === 0 ? null : { kind: 'reference', reference: `${parts.join('/')}:${tag}` };
    },
    examples: [
      ['file', 'nvidia+pytorch+23.10-py3.sqsh', 'pytorch', '', '-23.10-py3', ''],
      ['file', 'ubuntu+22.04.sqsh', 'ubuntu', '22.04', '', ''],
    ],
    counterExamples: [
      ['file', 'blast+_2.14.sif', 'the plus belongs to the name'],
      ['file', 'adf_2019.103+StaticMKL.sif', 'no version follows the plus'],
    ],
  },
  {
    name: 'mulled-file',
    sentence: 'A mulled image saved as a file: name hash, version hash and build number joined by dashes.',
    read: (text) => {
      const name = withoutPrefix(text);
      const cut = 'mulled-v2-'.length + 40;
      if (!isMulled(name.slice(0, cut)) || name[cut] !== '-') return null;
      return { kind: 'name', name: name.slice(0, cut), tail: name.slice(cut + 1), scopes: [] };
    },
    examples: [
      [
        'file',
        'depot.galaxyproject.org-singularity-mulled-v2-8186960447c5cb2faa697666dc1e6d919ad23f3e-3127fcae6b6bdaf8181e21a26ae61231030a9fcb-0.img',
        'mulled-v2-8186960447c5cb2faa697666dc1e6d919ad23f3e',
        ...(['3127fcae6b6bdaf8181e21a26ae61231030a9fcb', '', '0'] as const),
      ],
    ],
    counterExamples: [['file', 'mulled-v2-toolkit-1.0.sif', 'no hash follows']],
  },
  {
    name: 'conda-file',
    sentence:
      'A biocontainer saved as a file, by Nextflow (its URL with dashes) or by a pull; two dashes stand before the conda build.',
    read: (text) => {
      const name = withoutPrefix(text);
      const dashes = name.indexOf('--');
      if (dashes < 1) return null;
      const before = name.slice(0, dashes);
      // A flattened URL has a dash there; a pulled file has an underscore.
      const cuts = name === text ? [versionCut(before)] : [before.lastIndexOf('-'), versionCut(before)];
      const cut = cuts.find((at) => at > 0 && splitCondaTag(name.slice(at + 1)) !== null);
      if (cut === undefined) return null;
      return { kind: 'name', name: name.slice(0, cut), tail: name.slice(cut + 1), scopes: ['conda'] };
    },
    examples: [
      [
        'file',
        'depot.galaxyproject.org-singularity-samtools-1.17--h00cdaf9_0.img',
        'samtools',
        '1.17',
        '',
        'h00cdaf9_0',
      ],
      ['file', 'quay.io-biocontainers-samtools-1.17--h00cdaf9_0.img', 'samtools', '1.17', '', 'h00cdaf9_0'],
      [
        'file',
        'singularity-bioconductor-deseq2-1.40.2--r43hf17093f_0.img',
        'bioconductor-deseq2',
        '1.40.2',
        '',
        'r43hf17093f_0',
      ],
      [
        'file',
        'depot.galaxyproject.org-singularity-r-cairo-1.5_12.2--r40hbcb9c34_0.img',
        ...(['r-cairo', '1.5_12.2', '', 'r40hbcb9c34_0'] as const),
      ],
      ['file', 'samtools_1.17--h00cdaf9_0.sif', 'samtools', '1.17', '', 'h00cdaf9_0'],
      [
        'file',
        'depot.galaxyproject.org-singularity-blast-2.14.1--pl5321h6f7f691_0.img',
        'blast+',
        '2.14.1',
        '',
        'pl5321h6f7f691_0',
      ],
    ],
    counterExamples: [
      ['file', 'my--image.sif', 'no version and no conda build'],
      ['file', 'samtools-1.17.sif', 'no build'],
    ],
  },
  {
    name: 'flattened-file',
    sentence:
      'A URL with dashes for slashes: the registry is left out, and the account where it is a known one.',
    read: (text) => {
      const rest = withoutRegistry(text);
      if (rest === '') return null;
      const cut = versionAt(rest, /-(?=v?\d)/g);
      if (cut < 1) return { kind: 'name', name: withoutAccount(rest), tail: '', scopes: ['image'] };
      return {
        kind: 'name',
        name: withoutAccount(rest.slice(0, cut)),
        tail: rest.slice(cut + 1),
        scopes: ['image'],
      };
    },
    examples: [
      ['file', 'docker.io-broadinstitute-gatk-4.4.0.0.img', 'gatk', '4.4.0.0', '', ''],
      ['file', 'depot.galaxyproject.org-singularity-ubuntu-20.04.img', 'ubuntu', '20.04', '', ''],
      ['file', 'docker.io-acme-trimmer-1.2.img', 'acme-trimmer', '1.2', '', ''],
    ],
    counterExamples: [['file', 'python3.9-tools.sif', 'no registry before the dash']],
  },
  {
    name: 'pulled-file',
    sentence: 'The name apptainer pull gives a file: name and tag joined by an underscore.',
    read: (text) => {
      const cut = pulledCut(text);
      return cut < 1
        ? null
        : { kind: 'name', name: text.slice(0, cut), tail: text.slice(cut + 1), scopes: ['image'] };
    },
    examples: [
      ['file', 'samtools_1.17.sif', 'samtools', '1.17', '', ''],
      ['file', 'ubuntu_22.04.sif', 'ubuntu', '22.04', '', ''],
      ['file', 'deepvariant_1.6.0-gpu.sif', 'deepvariant', '1.6.0', '-gpu', ''],
      ['file', 'myimage_latest.sif', 'myimage', '', '', ''],
      ['file', 'samtools_1.17_x86_64.sif', 'samtools', '1.17', '-x86_64', ''],
      ['file', 'rna_seq_tools_v1.2.sif', 'rna_seq_tools', '1.2', '', ''],
      ['file', 'hello-world_latest.sif', 'hello-world', '', '', ''],
    ],
    counterExamples: [
      ['file', 'my_tool.sif', 'tool is no tag'],
      ['file', 'samtools-1.17.sif', 'no underscore'],
    ],
  },
  {
    name: 'versioned-file',
    sentence: 'A dash stands before a version, or a dot before a v and a version.',
    read: (text) => {
      const cut = versionAt(text, /-(?=v?\d+(?:\.\d|\d{3}|-|$))|\.(?=v\d+\.\d)/g);
      return cut < 1
        ? null
        : { kind: 'name', name: text.slice(0, cut), tail: text.slice(cut + 1), scopes: ['image'] };
    },
    examples: [
      ['file', 'samtools-1.17.sif', 'samtools', '1.17', '', ''],
      ['file', 'qiime2-2023.5.simg', 'qiime2', '2023.5', '', ''],
      ['file', 'star-fusion.v1.12.0.simg', 'star-fusion', '1.12.0', '', ''],
      ['file', 'star-fusion-1.12.0.sif', 'star-fusion', '1.12.0', '', ''],
    ],
    counterExamples: [
      ['file', 'model-3d.sif', '3d is no version'],
      ['file', 'python-dateutil.sif', 'no number follows the dash'],
    ],
  },
  {
    name: 'whole-file',
    sentence: 'No version can be told from the rest, so all of the name is the tool.',
    read: (text) => (text === '' ? null : { kind: 'name', name: text, tail: '', scopes: ['image'] }),
    examples: [
      ['file', 'my_tool.sif', 'my_tool', '', '', ''],
      ['file', 'trimmer-x86_64.sif', 'trimmer', '', '-x86_64', ''],
      ['file', 'alphafold2.sif', 'alphafold2', '', '', ''],
      ['file', 'model-3d.sif', 'model-3d', '', '', ''],
    ],
    counterExamples: [['file', 'samtools_1.17.sif', 'a version stands behind the underscore']],
  },
];

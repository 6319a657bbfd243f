import { applyRule, type Reading, type Rule } from './rule.ts';

/**
 * Versions that are the same and are written differently. Unlike the other stages, every rule that
 * applies is applied, in order.
 */
export const spellingRules: readonly Rule<Reading, Reading>[] = [
  {
    name: 'hidden-version',
    sentence: 'A leading dot hides a module from listings and is not part of the version.',
    read: (reading) =>
      /^\.v?\d/.test(reading.version) ? { ...reading, version: reading.version.slice(1) } : null,
    examples: [
      ['module', 'orca/.5.0.2', 'orca', '5.0.2', '', ''],
      ['module', 'zlib/.1.2.11-GCCcore-7.3.0', 'zlib', '1.2.11', '', 'GCCcore-7.3.0'],
    ],
    counterExamples: [['module', 'orca/5.0.2', 'nothing is hidden']],
  },
  {
    name: 'v-prefix',
    sentence: 'A v before a number only says that a version follows.',
    read: (reading) =>
      /^v\d/.test(reading.version) ? { ...reading, version: reading.version.slice(1) } : null,
    examples: [
      ['module', 'OpenFOAM/v2306-foss-2022b', 'openfoam', '2306', '', 'foss-2022b'],
      ['image', 'ghcr.io/acme/trimmer:v1.4.0', 'trimmer', '1.4.0', '', ''],
    ],
    counterExamples: [
      ['module', 'gaussian/vg16', 'no number follows the v'],
      ['conda', 'foo v1.0 0', 'conda versions are kept as the channel has them'],
    ],
  },
  {
    name: 'mathworks-release',
    sentence: 'MathWorks writes its releases with and without R: R2023b is 2023b.',
    read: (reading) =>
      /^[rR]20\d\d[ab]/.test(reading.version) ? { ...reading, version: reading.version.slice(1) } : null,
    examples: [
      ['module', 'matlab/r2018a', 'matlab', '2018a', '', ''],
      ['module', 'MATLAB/R2021b', 'matlab', '2021b', '', ''],
    ],
    counterExamples: [
      ['module', 'bwa/r1198', 'four digits and a letter make a release'],
      ['module', 'MATLAB/2023b', 'there is no R'],
    ],
  },
  {
    name: 'commit-prefix',
    sentence: 'sha before a commit only says that a commit follows.',
    read: (reading) => {
      const found = /^sha-?([0-9a-f]{7,40})$/.exec(reading.version);
      return found === null ? null : { ...reading, version: found[1] ?? '' };
    },
    examples: [
      ['image', 'ghcr.io/acme/trimmer:sha-3f2a9c1', 'trimmer', '3f2a9c1', '', ''],
      [
        'image',
        'nanoporetech/dorado:shaf2aed69855de85e60b363c9be39558ef469ec365',
        ...(['dorado', 'f2aed69855de85e60b363c9be39558ef469ec365', '', ''] as const),
      ],
    ],
    counterExamples: [['image', 'acme/trimmer:sha-latest', 'no commit follows']],
  },
  {
    name: 'ngc-release',
    sentence:
      'NVIDIA numbers its images by year and month; the framework inside has another version, which the tag does not tell.',
    read: (reading) => {
      const isFramework = frameworks.has(reading.name.toLowerCase());
      const isMonth = /^(?:1[7-9]|2\d)\.(?:0[1-9]|1[0-2])$/.test(reading.version);
      if (!isFramework || !isMonth || !/^-(?:tf[12]-)?py[23]/.test(reading.variant)) return null;
      return { ...reading, version: '', variant: `-${reading.version}${reading.variant}` };
    },
    examples: [
      ['image', 'nvcr.io/nvidia/pytorch:23.10-py3', 'pytorch', '', '-23.10-py3', ''],
      ['image', 'nvcr.io/nvidia/tensorflow:23.10-tf2-py3', 'tensorflow', '', '-23.10-tf2-py3', ''],
      ['file', 'pytorch_23.10-py3.sif', 'pytorch', '', '-23.10-py3', ''],
    ],
    counterExamples: [
      ['image', 'pytorch/pytorch:2.1.0-cuda12.1-cudnn8-runtime', "the framework's own version"],
      ['image', 'nvcr.io/nvidia/cuda:12.2.0-devel-ubuntu22.04', 'CUDA is numbered by itself'],
    ],
  },
  {
    name: 'blast-plus-version',
    sentence: 'NCBI marks BLAST+ by a plus behind the version; blast 2.10.0+ is BLAST+ 2.10.0.',
    read: (reading) => {
      if (reading.name.toLowerCase() !== 'blast' || !/^\d[\d.]*\+$/.test(reading.version)) return null;
      return { ...reading, name: 'BLAST+', keys: [], version: reading.version.slice(0, -1) };
    },
    examples: [['module', 'blast/2.10.0+', 'blast+', '2.10.0', '', '']],
    counterExamples: [
      ['module', 'blast/2.2.26', 'without the plus it may be the legacy BLAST'],
      ['module', 'rmblast/2.10.0+', 'another tool'],
    ],
  },
];

/** What NVIDIA's catalogue builds by the month. */
const frameworks: ReadonlySet<string> = new Set(['pytorch', 'tensorflow', 'mxnet', 'jax', 'paddlepaddle']);

/** Applies every rule that holds. */
export function respell(reading: Reading): Reading {
  return spellingRules.reduce((current, rule) => {
    const next = applyRule(rule, current);
    return next === null ? current : { ...next, rules: [...next.rules, rule.name] };
  }, reading);
}

/** A version as a person types it, spelled as this service stores it: `v2306` is 2306, `R2023b` is 2023b. */
export function spellVersion(version: string): string {
  const reading = { name: '', version, variant: '', build: '', scopes: [], keys: [], rules: [] };
  return respell(reading).version;
}

import type { Fact } from '../facts.ts';
import type { Subject } from '../subject.ts';
import { isAtLeast, minorOf } from '../versions.ts';
import { gapOf, labelFact, type Mentioned, packagesOf, settingOf } from './mentions.ts';
import { type Told, told, untold } from './told.ts';

/** The CUDA that a subject brings along. */
export interface Cuda {
  /** `12.4`, or `12` where only the major release is told. */
  version: string;
  /** Libraries of a newer driver came along (cuda-compat); null where that is not known. */
  compat: boolean | null;
  /** Why there may be a newer one in it; '' where all of it was read. */
  gap: string;
}

/** Packages whose own version is that of the toolkit, by manager. */
const BY_VERSION: Record<Mentioned['manager'], RegExp> = {
  conda: /^(?:cuda-version|cudatoolkit|pytorch-cuda|cuda-cudart|cuda-toolkit)$/,
  python: /^nvidia[-_]cuda[-_]runtime(?:[-_]cu\d+)?$/,
  // Debian's and Ubuntu's own build; NVIDIA's repositories have the version in the name.
  system: /^libcudart\d+(?:\.\d+)?$/,
};

/** What names a toolkit in the name or in the local part of the version: `cuda-cudart-12-4`, `2.1.0+cu121`. */
function versionIn(one: Mentioned): string {
  const name = one.name.replaceAll('_', '-');
  if (BY_VERSION[one.manager].test(one.name)) return minorOf(one.version);
  if (one.manager === 'system') {
    const [, major = '', minor = ''] =
      /^cuda-(?:cudart|libraries|toolkit|runtime)-(\d+)-(\d+)$/.exec(name) ?? [];
    return major === '' ? '' : `${major}.${minor}`;
  }
  const [, major = '', minor = ''] =
    /\+cu(\d\d)(\d)$/.exec(one.version) ?? /^cupy-cuda(\d\d)(\d)$/.exec(name) ?? [];
  if (major !== '') return `${major}.${minor}`;
  // Of jaxlib `0.4.23+cuda12.cudnn89`.
  const [, only = ''] =
    /\+cuda(\d\d)\.cudnn\d+$/.exec(one.version) ??
    /^(?:cupy-cuda|jax-cuda)(\d\d)(?:x|-plugin|-pjrt)?$/.exec(name) ??
    [];
  return only;
}

const COMPAT = /^cuda-compat(?:-\d+-\d+)?$/;

/** The newest CUDA that anything in the subject speaks of; null where all was read and nothing does. */
export function cudaOf(subject: Subject): Told<Cuda | null> {
  const packages = packagesOf(subject);
  const mentions = packages.map((one): [string, Fact] => [versionIn(one), one.fact]);
  if (subject.kind === 'image') {
    const declared = [settingOf(subject, 'CUDA_VERSION'), labelFact(subject, /(?:^|\.)cuda[._-]?version$/i)];
    for (const fact of declared) if (fact) mentions.push([minorOf(fact.value), fact]);
  }
  const gap = gapOf(subject);
  const newest = mentions
    .filter(([version]) => version !== '')
    .reduce<[string, Fact] | null>((best, one) => (best && isAtLeast(best[0], one[0]) ? best : one), null);
  if (newest === null) return gap === '' ? told(null, []) : untold(gap);
  const compat = packages.find((one) => COMPAT.test(one.name));
  const facts = [newest[1], ...(compat ? [compat.fact] : [])];
  const unread = subject.kind === 'image' && subject.inside === null;
  return told({ version: newest[0], compat: compat ? true : unread ? null : false, gap }, facts);
}

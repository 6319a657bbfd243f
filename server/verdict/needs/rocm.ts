import type { Fact } from '../facts.ts';
import type { Subject } from '../subject.ts';
import { isAtLeast, minorOf } from '../versions.ts';
import { gapOf, type Mentioned, packagesOf, settingOf } from './mentions.ts';
import { type Told, told, untold } from './told.ts';

export interface Rocm {
  version: string;
  /** Why there may be a newer one in it; '' where all of it was read. */
  gap: string;
}

/** rocm-core carries the release; PyTorch's wheels have it in the local part of the version. */
function versionIn(one: Mentioned): string {
  if (one.manager !== 'python' && /^rocm-core\d*$/.test(one.name)) return minorOf(one.version);
  return /\+rocm(\d+\.\d+)/.exec(one.version)?.[1] ?? '';
}

/** The newest ROCm that anything in the subject speaks of; null where all was read and nothing does. */
export function rocmOf(subject: Subject): Told<Rocm | null> {
  const mentions = packagesOf(subject).map((one): [string, Fact] => [versionIn(one), one.fact]);
  const declared = subject.kind === 'image' ? settingOf(subject, 'ROCM_VERSION') : null;
  if (declared) mentions.push([minorOf(declared.value), declared]);
  const gap = gapOf(subject);
  const newest = mentions
    .filter(([version]) => version !== '')
    .reduce<[string, Fact] | null>((best, one) => (best && isAtLeast(best[0], one[0]) ? best : one), null);
  if (newest === null) return gap === '' ? told(null, []) : untold(gap);
  return told({ version: newest[0], gap }, [newest[1]]);
}

import type { Fact } from '../facts.ts';
import { factOf } from '../facts.ts';
import type { Subject } from '../subject.ts';
import { majorOf } from '../versions.ts';
import { type Distribution, distributionOf, nameOf } from './distribution.ts';
import { gapOf, packagesOf } from './mentions.ts';
import { type Told, told, untold } from './told.ts';

/** What the processors must at least have. */
export interface Baseline {
  /** x86-64 psABI level, 1 to 4. */
  level: number;
  /** It may be one level lower: AlmaLinux builds its version 10 twice. */
  perhapsLower: boolean;
  /** Flags of Arm processors, as Linux names them. */
  arm: string[];
  why: string;
}

const PLAIN: Baseline = { level: 1, perhapsLower: false, arm: [], why: '' };

/** ARMv8.2-A with cryptography, by what Linux shows of it (Documentation/arch/arm64/elf_hwcaps.rst). */
const ARM_82 = ['aes', 'asimdrdm', 'atomics', 'crc32', 'dcpop', 'sha2'];

/** Baselines of distributions; null for one whose baseline is not known here. */
function ofDistribution(found: Distribution): Baseline | null {
  const why = nameOf(found);
  const version = majorOf(found.version);
  switch (found.id) {
    case 'el':
      if (version <= 8) return { ...PLAIN, why };
      if (version === 9) return { ...PLAIN, level: 2, why };
      return version === 10 ? { ...PLAIN, level: 3, perhapsLower: found.alma, why } : null;
    case 'amazon':
      if (version === 2) return { ...PLAIN, why };
      return version === 2023 ? { ...PLAIN, level: 2, arm: ARM_82, why } : null;
    case 'suse':
      if (version <= 15) return { ...PLAIN, why };
      return version === 16 ? { ...PLAIN, level: 2, why } : null;
    default:
      return { ...PLAIN, why };
  }
}

/** Every baseline that the distribution, the variant and conda's marker packages set, with the facts for each. */
export function baselinesOf(subject: Subject): { found: [Baseline, Fact[]][]; gap: string } {
  const found: [Baseline, Fact[]][] = packagesOf(subject)
    .filter((one) => one.manager === 'conda' && MARKER.test(one.name))
    .map((one) => [{ ...PLAIN, level: majorOf(one.version), why: one.name }, [one.fact]]);
  if (subject.kind === 'environment') return { found, gap: gapOf(subject) };
  const variant = /^v([1-4])$/.exec(subject.variant);
  if (variant && subject.architectures.includes('x86_64')) {
    const why = `amd64/${subject.variant}`;
    found.push([{ ...PLAIN, level: Number(variant[1]), why }, [factOf('variant', subject.variant, subject)]]);
  }
  const told = ofImage(distributionOf(subject));
  if (told.known) found.push([told.value, told.facts]);
  return { found, gap: told.known ? gapOf(subject) : told.why };
}

/** conda-forge's package that is installed where a build is for a level; its version is that level. */
const MARKER = /^_?x86_64-microarch-level$/;

function ofImage(found: Told<Distribution>): Told<Baseline> {
  if (!found.known) return untold(found.why, found.facts);
  const baseline = ofDistribution(found.value);
  if (baseline) return told(baseline, found.facts);
  return untold(`the baseline of ${nameOf(found.value)} is not known here`, found.facts);
}

import { createHash } from 'node:crypto';
import { mulledCombinations } from './tables/mulled.ts';

export interface MulledPackage {
  name: string;
  /** '' when the request named none. */
  version: string;
}

/** Known combinations of packages, by the hashes that a mulled image is called after. */
export class MulledTable {
  /** By name: what is inside whatever the versions. */
  readonly #packages = new Map<string, readonly string[]>();
  /** By name and version hash. */
  readonly #versions = new Map<string, readonly MulledPackage[]>();

  constructor(combinations: Iterable<string>) {
    for (const text of combinations) {
      const packages = parseCombination(text);
      const { name, tag } = hashesOf(packages);
      this.#packages.set(
        name,
        packages.map((one) => one.name),
      );
      this.#versions.set(`${name}:${tag}`, packages);
    }
  }

  /** What a mulled image holds; without versions where only its name is known, null where that is not. */
  find(name: string, tag: string): readonly MulledPackage[] | null {
    const exact = this.#versions.get(`${name}:${tag}`);
    if (exact !== undefined) return exact;
    return this.#packages.get(name)?.map((one) => ({ name: one, version: '' })) ?? null;
  }
}

/** `bwa=0.7.17,samtools=1.17`, sorted as the hashes want it. */
export function parseCombination(text: string): MulledPackage[] {
  return text
    .split(',')
    .map((one) => {
      const [name = '', version = ''] = one.trim().split('=', 2);
      return { name, version };
    })
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

/**
 * Version 2 of mulled names (galaxy-tool-util, mulled/util.py, v2_image_name): sha1 over the sorted package names,
 * one a line, and sha1 over their versions in that order, `null` where there is none.
 */
export function hashesOf(packages: readonly MulledPackage[]): { name: string; tag: string } {
  const name = sha1(packages.map((one) => one.name));
  const versioned = packages.some((one) => one.version !== '');
  return {
    name: `mulled-v2-${name}`,
    tag: versioned ? sha1(packages.map((one) => one.version || 'null')) : '',
  };
}

function sha1(lines: readonly string[]): string {
  return createHash('sha1').update(lines.join('\n')).digest('hex');
}

let shipped: MulledTable | undefined;

/** Made at first use: most processes never see a mulled image. */
export function shippedMulled(): MulledTable {
  shipped ??= new MulledTable(mulledCombinations);
  return shipped;
}

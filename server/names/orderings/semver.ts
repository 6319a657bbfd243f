import { compareDigits, compareText, trimZeros } from './lists.ts';

/**
 * Semantic Versioning 2.0.0, section 11. Texts that are not quite semantic versions get a place too:
 * a leading v is dropped, missing numbers are zero, further ones count, build metadata never does.
 */
export function compareSemver(a: string, b: string): number {
  const [one, two] = [semverParts(a), semverParts(b)];
  return compareLists(one.core, two.core, '0') || comparePre(one.pre, two.pre);
}

export function semverParts(text: string): { core: string[]; pre: string[] } {
  const plain = text.trim().replace(/^[vV=]+(?=\d)/, '');
  const withoutBuild = plain.split('+', 1)[0] ?? '';
  const dash = withoutBuild.indexOf('-');
  const core = dash < 0 ? withoutBuild : withoutBuild.slice(0, dash);
  return { core: core.split('.'), pre: dash < 0 ? [] : withoutBuild.slice(dash + 1).split('.') };
}

/** A release comes behind its own pre-releases; of two, the one with more parts is later. */
function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Number(a.length === 0) - Number(b.length === 0);
  return compareLists(a, b, undefined);
}

function compareLists(a: readonly string[], b: readonly string[], missing: string | undefined): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const [left, right] = [a[i] ?? missing, b[i] ?? missing];
    if (left === undefined || right === undefined)
      return Number(left !== undefined) - Number(right !== undefined);
    const order = compareIdentifiers(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers come before words. */
function compareIdentifiers(a: string, b: string): number {
  const [first, second] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (first !== second) return first ? -1 : 1;
  return first ? compareDigits(trimZeros(a), trimZeros(b)) : compareText(a, b);
}

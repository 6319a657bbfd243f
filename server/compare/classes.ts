import { providerNumber, type TierName, tierOf } from '../store/providers.ts';
import { buildOf, digestKinds, recipeOf, release } from './label.ts';
import type { Comparable } from './match.ts';

export const TIERS = ['1a', '1b', '2', '3', '4'] as const satisfies readonly TierName[];

/** Numbers of one entry. Equal numbers of one field mean equal in that; 0 means that nothing is known. */
export const FIELDS = ['version', 'label', 'release', 'build', 'recipe', 'digest', 'mark', 'kinds'] as const;
export const WIDTH = FIELDS.length;

/** The mark of a place whose bytes somebody can change: nobody's promise, so the last tier. */
export const WRITABLE = 'writable';

/** An offering as a cluster has it, with one of its marks, or none (''). */
export interface Marked extends Omit<Comparable, 'tool' | 'marks'> {
  id: number;
  mark: string;
  /** All of them: what is known of its bytes is known whichever mark is looked at. */
  marks: readonly string[];
}

/** Of the number of kinds, behind the tier: which kinds of digests are known, and whether the recipe is. */
export const DIGEST_KINDS = (1 << digestKinds.length) - 1;
export const RECIPE_KIND = 1 << digestKinds.length;
/** The mark is that recipe: it equals others in the recipe, and not in bytes. */
export const IS_RECIPE = RECIPE_KIND << 1;
const RECIPE = 'recipe:';

/**
 * What `matchOf` needs to know of the offerings of one tool, as numbers, so that all pairs of sites can be counted without
 * looking at a text. A test holds the two against each other.
 */
export function classesOf(entries: readonly Marked[]): Uint32Array {
  const classes = new Uint32Array(entries.length * WIDTH);
  const known = new Map<string, number>();
  const numberOf = (...key: string[]) => {
    const text = key.join('\0');
    const number = known.get(text) ?? known.size + 1;
    known.set(text, number);
    return number;
  };
  for (const [at, entry] of entries.entries()) {
    const { version, variant, digest, mark } = entry;
    const said = version !== '';
    const [build, recipe] = [buildOf(entry), said ? recipeOf(entry) : ''];
    classes.set(
      [
        said ? numberOf('version', version) : 0,
        said ? numberOf('label', version, variant) : 0,
        said ? numberOf('release', release(version)) : 0,
        said && build !== '' ? numberOf('build', version, variant, build) : 0,
        recipe !== '' ? numberOf('recipe', version, variant, recipe) : 0,
        digest === '' ? 0 : numberOf('bytes', digest),
        recipe !== '' && mark.startsWith(RECIPE)
          ? numberOf('recipe', version, variant, recipe, mark)
          : identity(entry, numberOf),
        TIERS.indexOf(tierOfEntry(entry)) |
          (kindsOf(entry, recipe) << 8) |
          (providerNumber(entry.provider) << 16),
      ],
      at * WIDTH,
    );
  }
  return classes;
}

/** Digests stand for bytes whatever they are called; a place only for this very row in it. */
function identity({ id, mark }: Marked, numberOf: (...key: string[]) => number): number {
  if (kindBit(mark) !== 0) return numberOf('bytes', mark);
  return mark.startsWith('place:') ? numberOf('place', mark, String(id)) : 0;
}

function kindsOf({ digest, mark, marks }: Marked, recipe: string): number {
  const digests = [digest, ...marks].reduce((bits, one) => bits | kindBit(one), 0);
  if (recipe === '' || !marks.some((one) => one.startsWith(RECIPE))) return digests;
  return digests | RECIPE_KIND | (mark.startsWith(RECIPE) ? IS_RECIPE : 0);
}

function kindBit(digest: string): number {
  const kind = digest.slice(0, Math.max(0, digest.indexOf(':')));
  const at = digestKinds.indexOf(kind);
  return at < 0 ? 0 : 1 << at;
}

export function tierOfEntry({ provider, marks }: Pick<Comparable, 'provider' | 'marks'>): TierName {
  return tierOf(provider, marks?.includes(WRITABLE));
}

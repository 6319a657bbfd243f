import type { Row } from './compare.ts';
import { bitOf } from './gapFacets.ts';
import type { Gap } from './gaps.ts';
import { buildOf, isDigest, recipeOf } from './label.ts';
import type { Offered } from './offered.ts';

/** What a match rests on, in words. */
export function evidenceOf(row: Row, gaps: readonly Gap[]): string {
  const { match, a, b } = row;
  if (match === 'missing') return 'every place that it may be in was read';
  if (b === null) return unreadText(gaps.filter(({ facet }) => (bitOf(facet) & row.relevant) !== 0));
  switch (match) {
    case 'identical':
      return sharedDigest(a, b) ?? 'the same row of the same place';
    case 'same-build':
      return buildOf(a) === '' ? `build ${a.build} of one channel` : `build ${a.build} and ${b.build}`;
    case 'same-recipe':
      return `EasyBuild ${recipeOf(a)}${easyconfigs(a, b) === 'same' ? ', one easyconfig' : ''}`;
    case 'same-version':
      if (recipeOf(a) !== '' && recipeOf(a) === recipeOf(b) && easyconfigs(a, b) === 'other')
        return `EasyBuild ${recipeOf(a)}, another easyconfig`;
      return row.otherBytes ? 'the same label, other bytes' : `${builtAs(a)} and ${builtAs(b)}`;
    case 'near-version':
      return a.version === b.version
        ? `variants ${a.variant || 'none'} and ${b.variant || 'none'}`
        : versions(a, b);
    default:
      return versions(a, b);
  }
}

function versions(a: Offered, b: Offered): string {
  if (a.version === '' && b.version === '') return 'neither says its version';
  return `${a.version || 'no version'} and ${b.version || 'no version'}`;
}
const builtAs = ({ provider, build }: Offered) => (build === '' ? provider : `${provider} ${build}`);

/** Whether both were built from one easyconfig, as far as it is known of both. */
function easyconfigs(a: Offered, b: Offered): 'same' | 'other' | 'unknown' {
  const own = ({ marks = [] }: Offered) => marks.filter((mark) => mark.startsWith('recipe:'));
  const known = own(b);
  if (own(a).length === 0 || known.length === 0) return 'unknown';
  return own(a).some((mark) => known.includes(mark)) ? 'same' : 'other';
}

/** The digest that both have. */
function sharedDigest(a: Offered, b: Offered): string | undefined {
  const known = [b.digest, ...(b.marks ?? [])];
  const shared = [a.digest, ...(a.marks ?? [])].find((one) => one !== '' && known.includes(one));
  if (shared === undefined) return undefined;
  return isDigest(shared)
    ? `${shared.slice(0, shared.indexOf(':') + 13)}…`
    : 'the same revision of one repository';
}

function unreadText(gaps: readonly Gap[]): string {
  const [first] = gaps;
  if (first === undefined) return 'not everything was read';
  const where = [first.node, first.root].filter((one) => one !== '').join(' ');
  const more = gaps.length > 1 ? `, and ${gaps.length - 1} more` : '';
  return `${first.facet}: ${first.reason}${where === '' ? '' : ` on ${where}`}${more}`;
}

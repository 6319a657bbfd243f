import { release } from '../compare/label.ts';
import { type Comparable, type Match, matchOf } from '../compare/match.ts';
import { marksOf } from './recordsSeen.ts';
import type { Requirement } from './requirement.ts';
import { acceptsVersion } from './versions/accepts.ts';
import { isLike } from './versions/glob.ts';

/** How well something offered answers, and whether it is what is asked for. */
export interface Answer {
  match: Match;
  fits: boolean;
}

const FITTING: ReadonlySet<Match> = new Set(['identical', 'same-build', 'same-recipe', 'same-version']);

/** The version that `=1.17`, `1.17.*` and `~=1.17` are about, so that 1.18 is near; '' for other ranges. */
function baseOf(constraint: string): string {
  return /^(?:=|==|~=)?\s*(\d[^=<>!~,|*\s]*)$/.exec(constraint.replace(/\.?\*$/, ''))?.[1] ?? '';
}

/**
 * Of one requirement: how each offering answers it. A version that is taken counts as the version asked for, 1.17.0 as 1.17.
 * Python has thousands of offerings in hundreds of versions, so each version is looked at once.
 */
export function answersTo(asked: Requirement): (offered: Comparable) => Answer {
  const { version, constraint, build, digest, variant } = asked;
  // An image without a version (`latest`, a digest alone) is one image, and not any of that name.
  const isUntold = asked.asked === 'apptainer' && version === '';
  const isAny = version === '' && constraint === '' && !isUntold;
  const isPattern = build.includes('*');
  const provider = asked.asked === 'pip' ? 'conda' : asked.asked;
  const marks = marksOf(asked);
  const accepts = acceptsVersion(asked);
  const wantedOf = remembered((text) => (accepts(text) && !isUntold ? text : version || baseOf(constraint)));
  const elsewise = remembered((text): Answer => {
    const wanted = wantedOf(text);
    const near = text !== '' && wanted !== '' && release(text) === release(wanted);
    return { match: near ? 'near-version' : 'other-version', fits: false };
  });
  return (offered) => {
    if (isAny && offered.version === '') return { match: 'same-version', fits: true };
    // Tags such as NVIDIA's 23.10-py3, which are no version of the tool: the same name in full.
    if (isUntold && variant !== '' && offered.version === '' && offered.variant === variant && digest === '')
      return { match: 'same-version', fits: true };
    const wanted = wantedOf(offered.version);
    // Without a digest in common, offerings of two versions are told apart by their versions alone.
    if (wanted !== offered.version && digest === '') return elsewise(offered.version);
    const match = matchOf(
      {
        tool: offered.tool,
        version: wanted,
        variant: isAny ? offered.variant : variant,
        build: isPattern ? '' : build,
        provider,
        digest,
        // Where nothing is known of the other's, they say nothing, and take time.
        ...(offered.marks ? { marks } : {}),
      },
      offered,
    );
    if (isPattern && FITTING.has(match) && !isLike(offered.build, build))
      return { match: 'near-version', fits: false };
    return { match, fits: FITTING.has(match) };
  };
}

function remembered<Value>(of: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const have = known.get(text);
    if (have !== undefined) return have;
    const value = of(text);
    known.set(text, value);
    return value;
  };
}

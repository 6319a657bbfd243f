import type { Accepts } from './condaConstraint.ts';
import { comparePep440, comparePublic, compareRelease, type Pep440, parsePep440 } from './pep440.ts';

const MOST_PARTS = 200;
const SPECIFIER = /^(===|==|!=|~=|<=|>=|<|>)\s*(\S+)$/;

/** Version specifiers of PEP 440, all of which must hold; null for what is none. */
export function pep440Constraint(text: string): Accepts | null {
  const parts = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (parts.length > MOST_PARTS) return null;
  const tests: Accepts[] = [];
  for (const part of parts) {
    const test = single(part);
    if (test === null) return null;
    tests.push(test);
  }
  return (version) => tests.every((accepts) => accepts(version));
}

function single(part: string): Accepts | null {
  const [, operator, text = ''] = SPECIFIER.exec(part) ?? [];
  if (operator === undefined) return null;
  if (operator === '===') return (version) => version.toLowerCase() === text.toLowerCase();
  const isPrefix = text.endsWith('.*');
  if (isPrefix && operator !== '==' && operator !== '!=') return null;
  const wanted = parsePep440(isPrefix ? text.slice(0, -2) : text);
  if (wanted === null || (operator === '~=' && wanted.release.length < 2)) return null;
  const test = isPrefix ? prefixed(operator, wanted) : compared(operator, wanted);
  return (version) => {
    const other = parsePep440(version);
    return other !== null && test(other);
  };
}

type Test = (version: Pep440) => boolean;

/** Without pre- and post-release only the release is looked at, padded with zeros. */
function hasPrefix(version: Pep440, { epoch, release }: Pep440): boolean {
  const own = release.map((_, at) => version.release[at] ?? 0);
  return version.epoch === epoch && compareRelease(own, release) === 0;
}

function prefixed(operator: string, wanted: Pep440): Test {
  return operator === '=='
    ? (version) => hasPrefix(version, wanted)
    : (version) => !hasPrefix(version, wanted);
}

const isSameRelease = (a: Pep440, b: Pep440) =>
  a.epoch === b.epoch && compareRelease(a.release, b.release) === 0;

function compared(operator: string, wanted: Pep440): Test {
  // A local label counts only where one is asked for.
  const equal: Test = (version) =>
    (wanted.local.length > 0 ? comparePep440(version, wanted) : comparePublic(version, wanted)) === 0;
  switch (operator) {
    case '==':
      return equal;
    case '!=':
      return (version) => !equal(version);
    case '<=':
      return (version) => comparePublic(version, wanted) <= 0;
    case '>=':
      return (version) => comparePublic(version, wanted) >= 0;
    case '<':
      // <3.1 does not take 3.1's own pre-releases, unless it names one itself.
      return (version) => {
        const isOwnPre = (version.pre !== null || version.dev !== null) && isSameRelease(version, wanted);
        return (
          comparePublic(version, wanted) < 0 && !(isOwnPre && wanted.pre === null && wanted.dev === null)
        );
      };
    case '>':
      // >1.7 takes no post-release of 1.7 itself, unless it names one.
      return (version) => {
        const isOwnPost =
          version.post !== null && comparePublic({ ...version, post: null, dev: null }, wanted) === 0;
        return comparePublic(version, wanted) > 0 && !isOwnPost;
      };
    default: {
      const family = { ...wanted, release: wanted.release.slice(0, -1) };
      return (version) => comparePublic(version, wanted) >= 0 && hasPrefix(version, family);
    }
  }
}

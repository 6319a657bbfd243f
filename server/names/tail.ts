import { continuesVersion, looksLikeCondaBuild, looksLikeVersion } from './looks.ts';
import { isHashAfterCompiler, isHashAfterVersion } from './spack.ts';
import { isBinutils, kitOf, type ToolchainWord, toolchainAt } from './toolchains.ts';

/** What follows a tool's name, taken apart: `2.1.2-foss-2023a-CUDA-12.1.1`. */
export interface TailText {
  version: string;
  /** Suffixes with their leading dash, as EasyBuild writes them: `-CUDA-12.1.1`. */
  variant: string;
  build: string;
}

type Mark = 'easybuild' | 'compiler' | 'hash' | 'variant';

export interface Tail extends TailText {
  /** What was seen on the way; decides which rule is named. */
  seen: ReadonlySet<Mark>;
}

type Place = 'version' | 'build' | 'variant';

/** What has been seen of EasyBuild's toolchain so far. */
interface Walk {
  place: Place;
  /** Text that does not look like a version (`stable_29Sep2021`, `jdk-17`) is one up to its toolchain. */
  worded: boolean;
  /** The toolchain word that stands last, of EasyBuild's kind; '' for none. */
  toolchain: string;
  /** Numbers behind that word so far: the first is its version. */
  numbers: number;
  seen: Set<Mark>;
}

/**
 * Walks the dash-separated tokens once. Each token continues the place it stands in or opens another:
 * a toolchain word opens the build wherever it comes, so that both orders of toolchain and suffix
 * read the same; any other word opens the variant; numbers belong to the word before them
 * (`-GCC-4.9.3-2.25`, `-CUDA-12.1.1`).
 */
export function splitTail(text: string): Tail {
  if (text !== last.text) last = { text, tail: walked(text) };
  return last.tail;
}

/** Five rules look at one tail in a row. */
let last: { text: string; tail: Tail } = { text: '', tail: walked('') };

function walked(text: string): Tail {
  const tokens = text.split('-');
  const parts: Record<Place, string[]> = { version: [], build: [], variant: [] };
  const worded = !looksLikeVersion(tokens[0] ?? '');
  const walk: Walk = { place: 'version', worded, toolchain: '', numbers: 0, seen: new Set() };
  const { seen } = walk;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    const isLast = at === tokens.length - 1;
    if (isLast && at > 0 && !seen.has('easybuild') && isHash(token, walk.place, seen.has('compiler'))) {
      parts.build.push(token);
      seen.add('hash');
      continue;
    }
    const found = at === 0 && !worded ? null : toolchainAt(tokens, at);
    const toolchain = found !== null && opensBuild(found, tokens, at, walk) ? found : null;
    if (toolchain !== null) {
      const word = tokens.slice(at, at + toolchain.length);
      parts.build.push(...word);
      seen.add(toolchain.kind);
      at += toolchain.length - 1;
      walk.place = 'build';
      walk.toolchain = toolchain.kind === 'easybuild' ? word.join('-') : '';
      walk.numbers = 0;
      continue;
    }
    walk.place = placeOf(tokens, at, walk);
    if (walk.place === 'build' && /^\d/.test(token)) walk.numbers += 1;
    if (walk.place === 'variant') seen.add('variant');
    parts[walk.place].push(token);
  }
  return {
    version: parts.version.join('-'),
    variant: parts.variant.length === 0 ? '' : `-${parts.variant.join('-')}`,
    build: parts.build.join('-'),
    seen,
  };
}

/**
 * Behind EasyBuild's toolchain and its version a compiler's name without a version is a suffix: an AMS
 * `iimpi-2022a-intelmpi` comes with another MPI, a HOOMD-blue `foss-2023a-llvm` uses LLVM.
 */
function opensBuild(found: ToolchainWord, tokens: readonly string[], at: number, walk: Walk): boolean {
  if (found.kind === 'easybuild' || !walk.seen.has('easybuild') || walk.numbers === 0) return true;
  return !found.versioned && /^\d/.test(tokens[at + found.length] ?? '');
}

/** EasyBuild writes no hashes, so behind its toolchains a word of seven letters is a word. */
function isHash(token: string, place: Place, isCompiled: boolean): boolean {
  if (place === 'build') return isHashAfterCompiler(token);
  return (place === 'version' || isCompiled) && isHashAfterVersion(token);
}

function placeOf(tokens: readonly string[], at: number, walk: Walk): Place {
  const token = tokens[at] ?? '';
  if (at === 0) return 'version';
  if (walk.place === 'build' && walk.toolchain !== '') return placeBehindToolchain(token, walk);
  if (/^\d/.test(token)) return walk.place;
  if (walk.place === 'version' && (walk.worded || continuesVersion(token) || isMonth(tokens, at)))
    return 'version';
  return 'variant';
}

/** Of the numbers behind a toolchain only its version and binutils' are its own: `foss-2022a-20230119` has a dated suffix. */
function placeBehindToolchain(token: string, walk: Walk): Place {
  if (token === kitOf(walk.toolchain)) {
    walk.numbers = 0;
    return 'build';
  }
  if (!/^\d/.test(token)) return 'variant';
  if (walk.numbers === 0) return /^\d+bit$/.test(token) ? 'variant' : 'build';
  return isBinutils(token) ? 'build' : 'variant';
}

/** The month of a dated release: `36.3.8i-may-2023`. */
function isMonth(tokens: readonly string[], at: number): boolean {
  return (
    /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}$/i.test(tokens[at] ?? '') &&
    /^20\d\d/.test(tokens[at + 1] ?? '')
  );
}

/** `1.17--h00cdaf9_0`: the tag of a biocontainer. Conda versions hold no dash, so the split is exact. */
export function splitCondaTag(text: string): { version: string; build: string } | null {
  const at = text.indexOf('--');
  if (at < 1) return null;
  const version = text.slice(0, at);
  const build = text.slice(at + 2);
  if (version.includes('-') || !looksLikeCondaBuild(build)) return null;
  return { version, build };
}

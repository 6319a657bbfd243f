import { continuesVersion, looksLikeCondaBuild, looksLikeVersion } from './looks.ts';
import { isHashAfterCompiler, isHashAfterVersion } from './spack.ts';
import { toolchainAt } from './toolchains.ts';

/** What follows a tool's name, taken apart: `2.1.2-foss-2023a-CUDA-12.1.1`. */
export interface TailText {
  version: string;
  /** Suffixes with their leading dash, as EasyBuild writes them: `-CUDA-12.1.1`. */
  variant: string;
  build: string;
}

export interface Tail extends TailText {
  /** What was seen on the way; decides which rule is named. */
  seen: ReadonlySet<'easybuild' | 'compiler' | 'hash' | 'variant'>;
}

type Place = 'version' | 'build' | 'variant';

/**
 * Walks the dash-separated tokens once. Each token continues the place it stands in or opens another:
 * a toolchain word opens the build wherever it comes, so that both orders of toolchain and suffix
 * read the same; any other word opens the variant; numbers belong to the word before them
 * (`-GCC-4.9.3-2.25`, `-CUDA-12.1.1`).
 */
export function splitTail(text: string): Tail {
  const tokens = text.split('-');
  const parts: Record<Place, string[]> = { version: [], build: [], variant: [] };
  const seen = new Set<'easybuild' | 'compiler' | 'hash' | 'variant'>();
  // `stable_29Sep2021` or `jdk-17`: text that does not look like a version is one up to its toolchain.
  const worded = !looksLikeVersion(tokens[0] ?? '');
  let place: Place = 'version';
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    const isLast = at === tokens.length - 1;
    if (isLast && at > 0 && !seen.has('easybuild') && isHash(token, place, seen.has('compiler'))) {
      parts.build.push(token);
      seen.add('hash');
      continue;
    }
    const toolchain = at === 0 && !worded ? null : toolchainAt(tokens, at);
    if (toolchain !== null) {
      parts.build.push(...tokens.slice(at, at + toolchain.length));
      seen.add(toolchain.kind);
      at += toolchain.length - 1;
      place = 'build';
      continue;
    }
    place = placeOf(token, place, at === 0, worded);
    if (place === 'variant') seen.add('variant');
    parts[place].push(token);
  }
  return {
    version: parts.version.join('-'),
    variant: parts.variant.length === 0 ? '' : `-${parts.variant.join('-')}`,
    build: parts.build.join('-'),
    seen,
  };
}

/** EasyBuild writes no hashes, so behind its toolchains a word of seven letters is a word. */
function isHash(token: string, place: Place, isCompiled: boolean): boolean {
  if (place === 'build') return isHashAfterCompiler(token);
  return (place === 'version' || isCompiled) && isHashAfterVersion(token);
}

function placeOf(token: string, place: Place, isFirst: boolean, worded: boolean): Place {
  if (isFirst) return 'version';
  if (/^\d/.test(token)) return place;
  if (place === 'version' && (worded || continuesVersion(token))) return 'version';
  return 'variant';
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

/**
 * Spack appends the first characters of the DAG hash (base 32, lower case) to module names: seven by
 * default (`hash_length`), 32 in full.
 * https://spack.readthedocs.io/en/latest/module_file_support.html
 */

/** Words of seven letters that stand in the same place in names made by people. */
const words: ReadonlySet<string> = new Set([
  ...[
    'openmpi',
    'minimal',
    'threads',
    'openacc',
    'generic',
    'haswell',
    'skylake',
    'icelake',
    'release',
    'dynamic',
  ],
  ...[
    'profile',
    'pthread',
    'develop',
    'nightly',
    'testing',
    'default',
    'classic',
    'mvapich',
    'offload',
    'threaded',
  ],
  ...[
    'private',
    'project',
    'network',
    'gpudirect',
    'complex',
    'shared',
    'patched',
    'verbose',
    'desktop',
    'without',
  ],
]);

/** The hash behind a compiler: any seven letters and digits that are no word and no number. */
export function isHashAfterCompiler(token: string): boolean {
  if (/^[a-z2-7]{32}$/.test(token)) return true;
  return /^[a-z0-9]{7}$/.test(token) && /[a-z]/.test(token) && !words.has(token) && !isCountedWord(token);
}

/**
 * The hash directly behind a version (Spack's Lmod names, and `{name}/{version}-{hash:7}`). Nothing else says that
 * this is Spack, so the token must be base 32 with digits inside, not a word with a number (`intel22`).
 */
export function isHashAfterVersion(token: string): boolean {
  if (/^[a-z2-7]{32}$/.test(token)) return true;
  return /^[a-z2-7]{7}$/.test(token) && /[2-7]/.test(token) && /[a-z]/.test(token) && !isCountedWord(token);
}

/** Known words followed by a number only: `python3`, `cuda112`. */
function isCountedWord(token: string): boolean {
  return /^(?:python|cuda|openmp|mpich|gcc|intel|boost|nvhpc|rocm|clang|java|perl|qt|ofed|avx|linux)\d+$/.test(
    token,
  );
}

/** The hash inside a module's build (`gcc-12.2.0-abcdefg`), to hold against a full DAG hash; '' when there is none. */
export function spackHash(build: string): string {
  const last = build.slice(build.lastIndexOf('-') + 1);
  return isHashAfterCompiler(last) ? last : '';
}

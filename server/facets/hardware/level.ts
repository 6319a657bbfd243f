/**
 * What each x86-64 level adds, in the names of /proc/cpuinfo (System V psABI for x86-64, table 3.1;
 * arch/x86/include/asm/cpufeatures.h). SCE is `syscall`, SSE3 is `pni`, LZCNT is `abm`, LAHF-SAHF is
 * `lahf_lm`. OSFXSR has no flag: a 64-bit kernel always sets it. OSXSAVE has none either: a
 * kernel that leaves it off clears `xsave` and all that need it.
 */
const LEVELS: readonly string[][] = [
  ['lm', 'cmov', 'cx8', 'fpu', 'fxsr', 'mmx', 'syscall', 'sse', 'sse2'],
  ['cx16', 'lahf_lm', 'popcnt', 'pni', 'sse4_1', 'sse4_2', 'ssse3'],
  ['avx', 'avx2', 'bmi1', 'bmi2', 'f16c', 'fma', 'abm', 'movbe', 'xsave'],
  ['avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'],
];

/** `x86-64-v3` from processor flags; '' when they are not those of an x86-64 processor. */
export function x86Level(flags: readonly string[]): string {
  const has = new Set(flags);
  const missed = LEVELS.findIndex((needed) => !needed.every((flag) => has.has(flag)));
  const level = missed === -1 ? LEVELS.length : missed;
  return level === 0 ? '' : `x86-64-v${level}`;
}

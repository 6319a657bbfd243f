/** e_machine (elf(5), Linux include/uapi/linux/elf-em.h), class and byte order, as `uname -m` names them. */
const MACHINES: Record<string, string> = {
  '2/32/big': 'sparc',
  '3/32/little': 'i686',
  '8/32/big': 'mips',
  '8/32/little': 'mipsel',
  '8/64/big': 'mips64',
  '8/64/little': 'mips64el',
  '20/32/big': 'ppc',
  '21/64/big': 'ppc64',
  '21/64/little': 'ppc64le',
  '22/32/big': 's390',
  '22/64/big': 's390x',
  '40/32/big': 'armeb',
  '40/32/little': 'arm',
  '43/64/big': 'sparc64',
  '50/64/little': 'ia64',
  '62/32/little': 'x86_64',
  '62/64/little': 'x86_64',
  '183/64/big': 'aarch64_be',
  '183/64/little': 'aarch64',
  '243/32/little': 'riscv32',
  '243/64/little': 'riscv64',
  '258/64/little': 'loongarch64',
  '36902/64/little': 'alpha',
};

/** The architecture of a program from the first 20 bytes of its file; '' when they say none. */
export function elfArchitecture(bytes: readonly number[]): string {
  const [a, b] = bytes.slice(18, 20);
  if (bytes.slice(0, 4).join() !== '127,69,76,70' || a === undefined || b === undefined) return '';
  const width = bytes[4] === 2 ? 64 : 32;
  const isLittle = bytes[5] === 1;
  return MACHINES[`${isLittle ? a + b * 256 : a * 256 + b}/${width}/${isLittle ? 'little' : 'big'}`] ?? '';
}

/** Bytes from hex digits; spaces between them are skipped. */
export function bytesOfHex(text: string): number[] {
  const digits = text.replace(/\s+/g, '');
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) return [];
  return (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

/** Other names of the same architectures, as packagers, BSD and Go write them. */
const SPELLINGS = new Map<string, string>(
  Object.entries({ amd64: 'x86_64', arm64: 'aarch64', x64: 'x86_64' }),
);

/** The name that Linux' `uname -m` has for it. */
export function unameArchitecture(name: string): string {
  return SPELLINGS.get(name) ?? name;
}

/**
 * The architecture that flags are of, for text that does not name it. POWER stays '': its cpuinfo
 * reads the same in both byte orders.
 */
export function flagArchitecture(flags: readonly string[]): string {
  const has = new Set(flags);
  if (has.has('fpu') && has.has('tsc')) return has.has('lm') ? 'x86_64' : 'i686';
  // A 64-bit kernel names the SIMD unit asimd, and lists the 32-bit names only for 32-bit programs.
  if (has.has('asimd')) return 'aarch64';
  if (has.has('half') && has.has('swp')) return 'armv7l';
  if (has.has('half') && has.has('thumb')) return 'arm';
  if (has.has('esan3') || has.has('zarch')) return has.has('zarch') ? 's390x' : 's390';
  if (has.has('cpucfg')) return 'loongarch64';
  const isa = flags.find((flag) => /^rv(?:32|64|128)/.test(flag));
  return isa ? `riscv${/^rv(\d+)/.exec(isa)?.[1] ?? ''}` : '';
}

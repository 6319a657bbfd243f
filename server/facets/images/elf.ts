/** e_machine (elf(5), Linux include/uapi/linux/elf-em.h) by class and byte order, as Go names them. */
const MACHINES: Record<string, string> = {
  '3/32/little': '386',
  '62/64/little': 'amd64',
  '62/32/little': 'amd64',
  '40/32/little': 'arm',
  '183/64/little': 'arm64',
  '21/64/big': 'ppc64',
  '21/64/little': 'ppc64le',
  '22/64/big': 's390x',
  '243/64/little': 'riscv64',
  '258/64/little': 'loong64',
  '8/32/big': 'mips',
  '8/32/little': 'mipsle',
  '8/64/big': 'mips64',
  '8/64/little': 'mips64le',
};

/** The architecture of a program, from its first 20 bytes as `od -A d -t x1` prints them. */
export function elfArchitecture(dump: string): string {
  const bytes = dump
    .slice(0, 400)
    .split('\n')
    .flatMap((line) => line.trim().split(/ +/).slice(1))
    .filter((word) => /^[0-9a-f]{2}$/.test(word))
    .map((word) => Number.parseInt(word, 16));
  const [a = 0, b = 0] = bytes.slice(18, 20);
  if (bytes.slice(0, 4).join() !== '127,69,76,70' || bytes.length < 20) return 'unknown';
  const width = bytes[4] === 2 ? 64 : 32;
  const little = bytes[5] === 1;
  const machine = little ? a + b * 256 : a * 256 + b;
  return MACHINES[`${machine}/${width}/${little ? 'little' : 'big'}`] ?? 'unknown';
}

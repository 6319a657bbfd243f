/**
 * How many numbers a list of the kernel names: `0-3,8`, `0-62:2`, `0-61:1/4` (cpulist, see
 * Documentation/admin-guide/kernel-parameters.rst, and lscpu's own shorter form `first-last:step`).
 * null when it is none.
 */
export function countOfList(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  let count = 0;
  for (const piece of trimmed.split(',')) {
    const found = /^(\d{1,9})(?:-(\d{1,9})(?::(\d{1,9})(?:\/(\d{1,9}))?)?)?$/.exec(piece.trim());
    if (!found) return null;
    count += countOfRange(found.slice(1).map((digits) => (digits === undefined ? null : Number(digits))));
  }
  return count;
}

function countOfRange([first = 0, last = null, used = null, group = null]: (number | null)[]): number {
  if (last === null) return 1;
  const length = Math.max(0, last - (first ?? 0) + 1);
  if (used === null) return length;
  if (group === null) return Math.ceil(length / Math.max(1, used));
  const size = Math.max(1, group);
  return Math.floor(length / size) * Math.min(used, size) + Math.min(length % size, used);
}

/** How many bits are set in a mask, `0xf` or `00000000,0000000f`; null when it is none. */
export function countOfMask(text: string): number | null {
  const digits = text.trim().replace(/^0x/, '').replaceAll(',', '');
  if (!/^[0-9a-fA-F]{1,4096}$/.test(digits)) return null;
  return [...digits].reduce((sum, digit) => sum + (BITS[Number.parseInt(digit, 16)] ?? 0), 0);
}

const BITS = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4];

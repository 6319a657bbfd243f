/**
 * How much arrived, to the next power of ten: `nothing`, `up to 1000 bytes`. Reasons are stored once
 * each, and an exact number would make one of every failed visit.
 */
export function roughly(bytes: number): string {
  if (bytes === 0) return 'nothing';
  return `up to ${10 ** Math.max(1, Math.ceil(Math.log10(bytes)))} bytes`;
}

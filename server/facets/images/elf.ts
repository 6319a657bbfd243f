import { elfArchitecture as ofBytes } from '../hardware/architecture.ts';

/** The architecture of a program, from its first 20 bytes as `od -A d -t x1` prints them. */
export function elfArchitecture(dump: string): string {
  const bytes = dump
    .slice(0, 400)
    .split('\n')
    .flatMap((line) => line.trim().split(/ +/).slice(1))
    .filter((word) => /^[0-9a-f]{2}$/.test(word))
    .map((word) => Number.parseInt(word, 16));
  return (bytes.length < 20 ? '' : ofBytes(bytes)) || 'unknown';
}

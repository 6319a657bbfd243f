import { elfArchitecture as ofBytes } from '../hardware/architecture.ts';

/** Programs of an unpacked image that tell its architecture, as the agent looks for them. */
export const PROGRAMS = [
  'usr/bin/env',
  'usr/bin/bash',
  'usr/bin/dash',
  'usr/bin/busybox',
  'bin/busybox',
  'bin/bash',
  'bin/dash',
];

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

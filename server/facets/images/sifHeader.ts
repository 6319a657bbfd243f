import { architectureOf } from './sifCodes.ts';
import type { ByteSource } from './source.ts';
import { nulText, timeOf } from './values.ts';

/** The global header of a SIF file: 128 bytes, little-endian (github.com/sylabs/sif, pkg/sif/sif.go). */
export interface SifHeader {
  launch: string;
  version: string;
  architecture: string;
  uuid: string;
  created: string;
  modified: string;
  descriptorsFree: number;
  descriptorsTotal: number;
  descriptorsOffset: number;
  descriptorsLength: number;
}

export const HEADER_LENGTH = 128;
const MAGIC = Buffer.from('SIF_MAGIC', 'latin1');

/** The launch line before the magic may hold anything, or nothing but NULs. */
export function isSif(source: ByteSource): boolean {
  return source.read(32, MAGIC.length)?.equals(MAGIC) ?? false;
}

/** The header; null when a number in it cannot be: the file is corrupt. */
export function sifHeader(source: ByteSource): SifHeader | null {
  const bytes = source.read(0, HEADER_LENGTH);
  if (!bytes) return null;
  const number = (at: number) => Number(bytes.readBigInt64LE(at));
  const header = {
    launch: nulText(bytes.subarray(0, 32)).trimEnd(),
    version: nulText(bytes.subarray(42, 45)),
    architecture: architectureOf(nulText(bytes.subarray(45, 48))),
    uuid: uuidOf(bytes.subarray(48, 64)),
    created: timeOf(bytes.readBigInt64LE(64)),
    modified: timeOf(bytes.readBigInt64LE(72)),
    descriptorsFree: number(80),
    descriptorsTotal: number(88),
    descriptorsOffset: number(96),
    descriptorsLength: number(104),
  };
  const counts = [
    header.descriptorsFree,
    header.descriptorsTotal,
    header.descriptorsOffset,
    header.descriptorsLength,
  ];
  return counts.every((count) => count >= 0 && Number.isSafeInteger(count)) ? header : null;
}

/** All zero, as reproducible builds leave it, is none. */
function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  if (/^0+$/.test(hex)) return '';
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

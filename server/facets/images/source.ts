/** A file of which perhaps only some ranges are known. */
export interface ByteSource {
  /** Bytes the whole file has; null when nobody said. */
  size: number | null;
  /** The bytes from `at`; null when any of them is not known. */
  read: (at: number, length: number) => Buffer | null;
}

/** A file that is in memory as a whole. */
export function wholeSource(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    read: (at, length) =>
      at >= 0 && length >= 0 && at + length <= bytes.length ? bytes.subarray(at, at + length) : null,
  };
}

interface Extent {
  at: number;
  bytes: Buffer;
}

/** More than the agent ever sends of one file. */
const MOST = 4 * 1024 * 1024;
const SIZE = /^size ([0-9]{1,15})$/;
const EXTENT = /^extent ([0-9]{1,15}) ([0-9]{1,8})$/;
const ROW = /^([0-9]{1,15}) ((?:[0-9a-f]{2})+)$/;

export interface HeadProblem {
  line: number;
  text: string;
}

/**
 * The agent's "head" part (agents/facets/images/heads.sh): "size BYTES", then "extent OFFSET LENGTH" for each
 * range that was read, each followed by "OFFSET HEX" for what in it is not zero.
 */
export function headSource(text: string): { source: ByteSource; problems: HeadProblem[] } {
  const extents: Extent[] = [];
  const problems: HeadProblem[] = [];
  let size: number | null = null;
  let total = 0;
  text.split('\n').forEach((line, at) => {
    const extent = EXTENT.exec(line);
    const row = extent ? null : ROW.exec(line);
    if (extent) {
      const length = Number(extent[2]);
      total += length;
      if (total <= MOST) extents.push({ at: Number(extent[1]), bytes: Buffer.alloc(length) });
      else problems.push({ line: at + 1, text: line });
      return;
    }
    if (row) {
      if (!fill(extents.at(-1), Number(row[1]), Buffer.from(row[2] ?? '', 'hex')))
        problems.push({ line: at + 1, text: line });
      return;
    }
    const told = SIZE.exec(line);
    if (told) size = Number(told[1]);
    else if (line !== '') problems.push({ line: at + 1, text: line });
  });
  return { source: { size, read: (at, length) => readExtents(extents, at, length) }, problems };
}

function fill(extent: Extent | undefined, at: number, bytes: Buffer): boolean {
  if (!extent || at < extent.at || at + bytes.length > extent.at + extent.bytes.length) return false;
  bytes.copy(extent.bytes, at - extent.at);
  return true;
}

function readExtents(extents: Extent[], at: number, length: number): Buffer | null {
  const extent = extents.find((one) => at >= one.at && at + length <= one.at + one.bytes.length);
  return extent && length >= 0 ? extent.bytes.subarray(at - extent.at, at - extent.at + length) : null;
}

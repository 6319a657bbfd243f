const HEADER = 32;
const PAGE = 4096;
const SLOT = 16;
const BLOCK = 16;
const BLOB_HEAD = 16;

export const isNdb = (bytes: Buffer) => bytes.toString('latin1', 0, 4) === 'RpmP';

/**
 * The blobs of a Packages.db, which SUSE uses (rpm, lib/backend/ndb/rpmpkg.c): slots of 16 bytes in the first pages, each
 * with number, first block and count of blocks of a blob, which has a head of 16 bytes. Null where the file is not whole.
 */
export function ndbBlobs(bytes: Buffer): Buffer[] | null {
  if (bytes.length < HEADER || bytes.readUInt32LE(4) !== 0) return null;
  const end = bytes.readUInt32LE(12) * PAGE;
  if (end === 0 || end > bytes.length) return null;
  const blobs: Buffer[] = [];
  let total = 0;
  for (let at = HEADER; at < end; at += SLOT) {
    if (bytes.toString('latin1', at, at + 4) !== 'Slot') return null;
    const [start, size] = [bytes.readUInt32LE(at + 8) * BLOCK, bytes.readUInt32LE(at + 12) * BLOCK];
    if (start === 0) continue;
    if (start < end || size < BLOB_HEAD || start + size > bytes.length) return null;
    const length = bytes.readUInt32LE(start + 12);
    // No two blobs share a block.
    total += size;
    if (total > bytes.length) return null;
    const sound = bytes.toString('latin1', start, start + 4) === 'BlbS' && BLOB_HEAD + length <= size;
    blobs.push(sound ? bytes.subarray(start + BLOB_HEAD, start + BLOB_HEAD + length) : Buffer.alloc(0));
  }
  return blobs;
}

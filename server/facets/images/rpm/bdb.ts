const MAGIC = 0x061561;
const PAGE_HEAD = 26;
/** Page types of hash tables: without order, which is older, and with it; and what does not fit into one. */
const HASH_UNSORTED = 2;
const HASH = 13;
const OVERFLOW = 7;
const KEY_DATA = 1;
const OFF_PAGE = 3;

export const isBerkeley = (bytes: Buffer) =>
  bytes.length > 512 && (bytes.readUInt32LE(12) === MAGIC || bytes.readUInt32BE(12) === MAGIC);

/**
 * The values of a file Packages of EL 6 to 8, a hash table of Berkeley DB (its dbinc/db_page.h; rpm,
 * lib/backend/bdb_ro.c): a page has a head of 26 bytes and offsets of keys and values in turn. Keys are package numbers;
 * number 0 counts. Null where the file is not whole.
 */
export function berkeleyBlobs(bytes: Buffer): Buffer[] | null {
  const isLittle = bytes.readUInt32LE(12) === MAGIC;
  const u32 = (at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const u16 = (at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const [size, last] = [u32(20), u32(32)];
  if (size < 512 || size > 65_536 || (last + 1) * size > bytes.length) return null;
  const overflow = (first: number, length: number): Buffer => {
    const parts: Buffer[] = [];
    let missing = length;
    for (let page = first; missing > 0; page = u32(page * size + 16)) {
      const start = page * size;
      if (page < 1 || page > last || bytes[start + 25] !== OVERFLOW) return Buffer.alloc(0);
      const taken = Math.min(u16(start + 22), size - PAGE_HEAD, missing);
      if (taken === 0) return Buffer.alloc(0);
      parts.push(bytes.subarray(start + PAGE_HEAD, start + PAGE_HEAD + taken));
      missing -= taken;
    }
    return Buffer.concat(parts);
  };
  const blobs: Buffer[] = [];
  let total = 0;
  for (let page = 1; page <= last; page += 1) {
    const start = page * size;
    const type = bytes[start + 25];
    if (type !== HASH && type !== HASH_UNSORTED) continue;
    const entries = Math.min(u16(start + 20), Math.floor((size - PAGE_HEAD) / 2));
    const offsets = Array.from({ length: entries }, (_, at) => u16(start + PAGE_HEAD + 2 * at));
    for (let at = 0; at + 1 < entries; at += 2) {
      const [before = size, key = 0, value = 0] = [offsets[at - 1], offsets[at], offsets[at + 1]];
      if (value < PAGE_HEAD || key <= value || before < key || start + before > bytes.length) return null;
      if (bytes.subarray(start + key + 1, start + before).every((byte) => byte === 0)) continue;
      const item = start + value;
      if (bytes[item] === KEY_DATA) blobs.push(bytes.subarray(item + 1, start + key));
      else if (bytes[item] === OFF_PAGE && value + 12 <= size) {
        const length = u32(item + 8);
        // No two values share a page of overflow.
        total += length;
        if (total > bytes.length) return null;
        blobs.push(overflow(u32(item + 4), length));
      } else blobs.push(Buffer.alloc(0));
    }
  }
  return blobs;
}

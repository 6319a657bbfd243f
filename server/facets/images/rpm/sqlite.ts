const MAGIC = Buffer.from('SQLite format 3\0');
const TABLE_LEAF = 0x0d;
const TABLE_INTERIOR = 0x05;

export const isSqlite = (bytes: Buffer) => bytes.subarray(0, 16).equals(MAGIC);

/**
 * The blobs of the table Packages of an rpmdb.sqlite (sqlite.org, "Database File Format"; rpm, lib/backend/sqlite.c).
 * Null where the file is not whole. A row that is damaged is an empty buffer.
 */
export function sqliteBlobs(bytes: Buffer): Buffer[] | null {
  const size = bytes.readUInt16BE(16) === 1 ? 65_536 : bytes.readUInt16BE(16);
  const pages = bytes.readUInt32BE(28);
  const file = { bytes, size, usable: size - (bytes[20] ?? 0) };
  if (size < 512 || pages === 0 || pages * size > bytes.length) return null;
  const schema = rowsOf(file, 1)?.map((payload) => valuesOf(payload));
  const table = schema?.find((row) => textOf(row[0]) === 'table' && textOf(row[1]) === 'Packages');
  const root = table && numberOf(table[3]);
  if (root === undefined) return null;
  return rowsOf(file, root)?.map((payload) => valuesOf(payload)[1]?.bytes ?? Buffer.alloc(0)) ?? null;
}

interface File {
  bytes: Buffer;
  size: number;
  /** Bytes of a page that are not reserved. */
  usable: number;
}

/** The payloads of a table, whose tree begins at a page. Null where the tree leads out of the file or in a circle. */
function rowsOf(file: File, root: number): Buffer[] | null {
  const rows: Buffer[] = [];
  const seen = new Set<number>();
  const left = [root];
  let total = 0;
  for (let page = left.pop(); page !== undefined; page = left.pop()) {
    const start = (page - 1) * file.size;
    if (page < 1 || start + file.size > file.bytes.length || seen.has(page)) return null;
    seen.add(page);
    // The first page begins with the header of the file.
    const head = start + (page === 1 ? 100 : 0);
    const kind = file.bytes[head];
    if (kind !== TABLE_LEAF && kind !== TABLE_INTERIOR) return null;
    const cells = file.bytes.readUInt16BE(head + 3);
    const pointers = head + (kind === TABLE_LEAF ? 8 : 12);
    if (pointers + 2 * cells > start + file.size) return null;
    if (kind === TABLE_INTERIOR) left.push(file.bytes.readUInt32BE(head + 8));
    for (let cell = cells - 1; cell >= 0; cell -= 1) {
      const at = start + file.bytes.readUInt16BE(pointers + 2 * cell);
      if (at + 4 > start + file.size) return null;
      if (kind === TABLE_INTERIOR) left.push(file.bytes.readUInt32BE(at));
      else {
        const row = payloadOf(file, at);
        // No two rows share a page of overflow.
        total += row.length;
        if (total > file.bytes.length) return null;
        rows.push(row);
      }
    }
  }
  return rows;
}

/** The payload of a leaf's cell with its overflow pages; empty where these do not hold it. */
function payloadOf(file: File, cell: number): Buffer {
  const length = varint(file.bytes, cell);
  const rowid = varint(file.bytes, length.next);
  const most = file.usable - 35;
  const least = Math.floor(((file.usable - 12) * 32) / 255) - 23;
  const even = least + ((length.value - least) % (file.usable - 4));
  const local = length.value <= most ? length.value : even <= most ? even : least;
  if (length.value > file.bytes.length) return Buffer.alloc(0);
  const parts = [file.bytes.subarray(rowid.next, rowid.next + local)];
  let missing = length.value - local;
  let page = missing > 0 ? file.bytes.readUInt32BE(Math.min(rowid.next + local, file.bytes.length - 4)) : 0;
  while (missing > 0) {
    const start = (page - 1) * file.size;
    if (page < 1 || start + file.size > file.bytes.length) return Buffer.alloc(0);
    const taken = Math.min(missing, file.usable - 4);
    parts.push(file.bytes.subarray(start + 4, start + 4 + taken));
    missing -= taken;
    page = file.bytes.readUInt32BE(start);
  }
  return Buffer.concat(parts);
}

interface Value {
  type: number;
  bytes: Buffer;
}

/** The values of a record: serial types, then their bytes. */
function valuesOf(payload: Buffer): Value[] {
  const head = varint(payload, 0);
  const values: Value[] = [];
  let at = head.value;
  for (let next = head.next; next < head.value && next < payload.length; ) {
    const type = varint(payload, next);
    next = type.next;
    const length = lengthOf(type.value);
    values.push({ type: type.value, bytes: payload.subarray(at, at + length) });
    at += length;
  }
  return values;
}

function lengthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}

const textOf = (value: Value | undefined) => value?.bytes.toString('utf8') ?? '';

function numberOf(value: Value | undefined): number | undefined {
  if (value?.type === 9) return 1;
  const length = value?.bytes.length ?? 0;
  return value && value.type >= 1 && value.type <= 4 && length > 0
    ? value.bytes.readUIntBE(0, length)
    : undefined;
}

/** Big-endian in groups of seven bits, nine bytes at most, of which the last one has eight. */
function varint(bytes: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  for (let count = 0; count < 9; count += 1) {
    const byte = bytes[at + count] ?? 0;
    if (count === 8) return { value: value * 256 + byte, next: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + count + 1 };
  }
  return { value, next: at + 9 };
}

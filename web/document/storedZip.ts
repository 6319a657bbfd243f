/** A file of an archive. */
export interface ZipPart {
  name: string;
  text: string[];
}

/** 1 January 1980: equal content gives equal bytes. */
const DAY = 0x0021;
const UTF8 = 0x0800;
const VERSION = 20;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 255] ?? 0);
  return ~crc >>> 0;
}

/** Numbers of two and four bytes, the lowest first. */
function fields(...numbers: [size: 2 | 4, value: number][]): Uint8Array<ArrayBuffer> {
  const bytes = numbers.flatMap(([size, value]) =>
    Array.from({ length: size }, (_, at) => (value >>> (8 * at)) & 255),
  );
  return Uint8Array.from(bytes);
}

/** A ZIP archive (APPNOTE.TXT 6.3) whose parts are stored as they are: what a page holds is small, and done at once. */
export function storedZip(parts: ZipPart[], type: string): Blob {
  const encoder = new TextEncoder();
  const files: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = encoder.encode(part.name);
    const bytes = encoder.encode(part.text.join(''));
    const about = fields(
      [2, VERSION],
      [2, UTF8],
      [2, 0],
      [2, 0],
      [2, DAY],
      [4, crcOf(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    );
    const head = fields([4, 0x04034b50]);
    directory.push(fields([4, 0x02014b50], [2, VERSION]), about);
    directory.push(fields([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
    files.push(head, about, name, bytes);
    offset += head.length + about.length + name.length + bytes.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, parts.length],
    [2, parts.length],
    [4, length],
    [4, offset],
    [2, 0],
  );
  return new Blob([...files, ...directory, end], { type });
}

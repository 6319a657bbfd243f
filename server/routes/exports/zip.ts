import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file of an archive; its text is made while it is read. */
export interface ZipEntry {
  name: string;
  text: AsyncIterable<string> | Iterable<string>;
}

interface Written {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** Everything an archive tells of sizes is 32 bits wide here, as all programs read it. */
const MOST = 0xffffffff;
/** 1 January 1980: equal content gives equal bytes. */
const DAY = 0x0021;
/** Sizes come after the content, and names are UTF-8 (APPNOTE.TXT, 4.4.4). */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;

/** A ZIP archive (APPNOTE.TXT 6.3) as it grows; nothing of its content is kept. */
export async function* zipped(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for await (const entry of entries) {
    const one: Written = { name: Buffer.from(entry.name), crc: 0, packed: 0, size: 0, offset };
    const head = localHeader(one);
    yield head;
    for await (const chunk of deflated(entry.text, one)) yield chunk;
    const tail = descriptor(one);
    yield tail;
    offset += head.length + one.packed + tail.length;
    if (offset > MOST || one.size > MOST) throw new RangeError(`${entry.name} makes the archive too large`);
    written.push(one);
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  yield directoryEnd(written.length, directory.length, offset);
}

async function* deflated(text: ZipEntry['text'], one: Written): AsyncGenerator<Uint8Array> {
  const counted = async function* () {
    for await (const part of text) {
      const bytes = Buffer.from(part);
      one.crc = crc32(bytes, one.crc);
      one.size += bytes.length;
      yield bytes;
    }
  };
  const packer = createDeflateRaw({ level: 4 });
  const fed = pipeline(Readable.from(counted(), { highWaterMark: 1 }), packer);
  // What goes wrong while it is fed is thrown where the packer is read.
  fed.catch(() => {});
  for await (const chunk of packer) {
    one.packed += chunk.length;
    yield chunk;
  }
  await fed;
}

function localHeader({ name }: Written): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DEFLATED, 8);
  head.writeUInt16LE(DAY, 12);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor({ crc, packed, size }: Written): Buffer {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(0x08074b50, 0);
  tail.writeUInt32LE(crc, 4);
  tail.writeUInt32LE(packed, 8);
  tail.writeUInt32LE(size, 12);
  return tail;
}

function directoryEntry({ name, crc, packed, size, offset }: Written): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(VERSION, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(DEFLATED, 10);
  head.writeUInt16LE(DAY, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(packed, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, name]);
}

function directoryEnd(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

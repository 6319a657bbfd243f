/** Builds SIF files for tests from the layout in github.com/sylabs/sif, pkg/sif. */
export interface MadeObject {
  type: number;
  id: number;
  text: string | Buffer;
  name?: string;
  group?: number;
  link?: number;
  partition?: { fs: number; use: number; arch: string };
  signature?: { hash: number; key: string };
  digest?: string;
}

export interface MadeSif {
  arch?: string;
  launch?: string;
  created?: bigint;
  objects?: MadeObject[];
}

const TABLE = 4096;
const DESCRIPTOR = 585;
const DATA = TABLE + 48 * DESCRIPTOR;

export function sifFile({ arch = '02', launch = '', created = 0n, objects = [] }: MadeSif): Buffer {
  const texts = objects.map(({ text }) => Buffer.from(text));
  const bytes = Buffer.alloc(DATA + texts.reduce((sum, text) => sum + text.length, 0));
  bytes.write(launch, 0, 32, 'latin1');
  bytes.write('SIF_MAGIC\x0001\0', 32, 'latin1');
  bytes.write(arch, 45, 'latin1');
  for (let at = 0; at < 16; at += 1) bytes[48 + at] = at + 1;
  bytes.writeBigInt64LE(created, 64);
  bytes.writeBigInt64LE(created, 72);
  const numbers = [48 - objects.length, 48, TABLE, 48 * DESCRIPTOR, DATA, bytes.length - DATA];
  numbers.forEach((number, at) => {
    bytes.writeBigInt64LE(BigInt(number), 80 + at * 8);
  });
  let at = DATA;
  objects.forEach((object, index) => {
    const text = texts[index] ?? Buffer.alloc(0);
    text.copy(bytes, at);
    descriptor(object, at, text.length).copy(bytes, TABLE + index * DESCRIPTOR);
    at += text.length;
  });
  return bytes;
}

function descriptor(object: MadeObject, offset: number, size: number): Buffer {
  const bytes = Buffer.alloc(DESCRIPTOR);
  bytes.writeInt32LE(object.type, 0);
  bytes[4] = 1;
  bytes.writeUInt32LE(object.id, 5);
  bytes.writeUInt32LE(object.group ?? 0xf0000001, 9);
  bytes.writeUInt32LE(object.link ?? 0, 13);
  bytes.writeBigInt64LE(BigInt(offset), 17);
  bytes.writeBigInt64LE(BigInt(size), 25);
  bytes.write(object.name ?? '', 73, 128, 'utf8');
  if (object.partition) {
    bytes.writeInt32LE(object.partition.fs, 201);
    bytes.writeInt32LE(object.partition.use, 205);
    bytes.write(object.partition.arch, 209, 'latin1');
  }
  if (object.signature) {
    bytes.writeInt32LE(object.signature.hash, 201);
    Buffer.from(object.signature.key, 'hex').copy(bytes, 205);
  }
  if (object.digest) bytes.write(object.digest, 201, 'latin1');
  return bytes;
}

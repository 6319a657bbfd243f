import type { ImageObject } from './schema.ts';
import {
  architectureOf,
  fileSystemOf,
  hashOf,
  messageFormatOf,
  objectTypeOf,
  partitionUseOf,
  sbomFormatOf,
} from './sifCodes.ts';
import { HEADER_LENGTH, type SifHeader } from './sifHeader.ts';
import type { ByteSource } from './source.ts';
import { nulText } from './values.ts';

/** Bytes of one descriptor (github.com/sylabs/sif, pkg/sif/descriptor.go, rawDescriptor). */
const DESCRIPTOR_LENGTH = 585;
const GROUP_MARK = 0xf0000000;
/** SIF writers make 48; nobody needs more than this. */
const MOST_DESCRIPTORS = 2000;

/** The used descriptors; a text says why the table cannot be right. */
export function sifObjects(source: ByteSource, header: SifHeader): ImageObject[] | string {
  const { descriptorsOffset: offset, descriptorsLength: length, descriptorsTotal: total } = header;
  const count = Math.min(total, Math.floor(length / DESCRIPTOR_LENGTH));
  if (total === 0) return [];
  if (offset < HEADER_LENGTH || total > MOST_DESCRIPTORS) {
    return `a table of ${total} descriptors at ${offset}`;
  }
  if (count < total) return `${total} descriptors in ${length} bytes`;
  const table = source.read(offset, count * DESCRIPTOR_LENGTH);
  if (!table)
    return `the descriptor table ends at ${offset + count * DESCRIPTOR_LENGTH}, behind the file's end`;
  const objects: ImageObject[] = [];
  for (let at = 0; at < table.length; at += DESCRIPTOR_LENGTH) {
    const bytes = table.subarray(at, at + DESCRIPTOR_LENGTH);
    if (bytes[4] === 0) continue;
    const object = sifObject(bytes);
    if (!object) return `descriptor ${at / DESCRIPTOR_LENGTH + 1} has an impossible place`;
    objects.push(object);
  }
  return objects;
}

function sifObject(bytes: Buffer): ImageObject | null {
  const [offset, size] = [Number(bytes.readBigInt64LE(17)), Number(bytes.readBigInt64LE(25))];
  if (offset < 0 || size < 0 || !Number.isSafeInteger(offset + size)) return null;
  const type = objectTypeOf(bytes.readInt32LE(0));
  const link = bytes.readUInt32LE(13);
  return {
    id: bytes.readUInt32LE(5),
    group: bytes.readUInt32LE(9) & ~GROUP_MARK,
    link: link & ~GROUP_MARK,
    linksGroup: (link & GROUP_MARK) >>> 0 === GROUP_MARK,
    type,
    name: nulText(bytes.subarray(73, 201)),
    offset,
    size,
    ...extraOf(type, bytes.subarray(201)),
  };
}

type Extra = Pick<
  ImageObject,
  'fileSystem' | 'use' | 'architecture' | 'hash' | 'fingerprint' | 'digest' | 'format'
>;

const NO_EXTRA: Extra = {
  fileSystem: '',
  use: '',
  architecture: '',
  hash: '',
  fingerprint: '',
  digest: '',
  format: '',
};

/** The 384 bytes whose meaning depends on the object's type. */
function extraOf(type: ImageObject['type'], bytes: Buffer): Extra {
  const code = bytes.readInt32LE(0);
  switch (type) {
    case 'partition':
      return {
        ...NO_EXTRA,
        fileSystem: fileSystemOf(code),
        use: partitionUseOf(bytes.readInt32LE(4)),
        architecture: architectureOf(nulText(bytes.subarray(8, 11))),
      };
    case 'signature':
      return { ...NO_EXTRA, hash: hashOf(code), ...signerOf(bytes.subarray(4, 24)) };
    case 'message':
      return { ...NO_EXTRA, format: messageFormatOf(code) };
    case 'sbom':
      return { ...NO_EXTRA, format: sbomFormatOf(code) };
    case 'oci-index':
    case 'oci-blob':
      return { ...NO_EXTRA, digest: nulText(bytes) };
    default:
      return NO_EXTRA;
  }
}

/**
 * A PGP signature, in clear text, carries its key's fingerprint; the envelope of a DSSE signature (X.509 or a
 * bare key) names its keys itself (sylabs/sif, pkg/integrity/sign.go).
 */
function signerOf(bytes: Buffer): Pick<ImageObject, 'fingerprint' | 'format'> {
  return bytes.every((byte) => byte === 0)
    ? { fingerprint: '', format: 'dsse' }
    : { fingerprint: bytes.toString('hex'), format: 'pgp' };
}

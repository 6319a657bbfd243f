/** A package as the header of rpm names it. */
export interface RpmPackage {
  name: string;
  /** `epoch:version-release`, without the epoch where there is none. */
  version: string;
}

const NAME = 1000;
const VERSION = 1001;
const RELEASE = 1002;
const EPOCH = 1003;
const INT32 = 4;
const STRING = 6;
const ENTRY = 16;

/**
 * The header of an installed package as its database keeps it (rpm, "Header format"): number of entries and length of the
 * data, big-endian, then entries of tag, type, offset and count, then the data. Null where it is damaged.
 */
export function packageOfHeader(header: Buffer): RpmPackage | null {
  if (header.length < 8) return null;
  const [entries, length] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const data = 8 + entries * ENTRY;
  if (data + length > header.length) return null;
  const told = new Map<number, string>();
  for (let at = 8; at < data; at += ENTRY) {
    const tag = header.readUInt32BE(at);
    if (tag < NAME || tag > EPOCH) continue;
    const [type, offset] = [header.readUInt32BE(at + 4), header.readUInt32BE(at + 8)];
    if (offset >= length) return null;
    if (type === STRING) {
      const end = header.indexOf(0, data + offset);
      if (end === -1 || end >= data + length) return null;
      told.set(tag, header.toString('utf8', data + offset, end));
    } else if (type === INT32 && offset + 4 <= length)
      told.set(tag, String(header.readUInt32BE(data + offset)));
  }
  const [name = '', version = '', release = ''] = [NAME, VERSION, RELEASE].map((tag) => told.get(tag));
  if (name === '' || version === '' || release === '') return null;
  const epoch = told.get(EPOCH);
  return { name, version: `${epoch === undefined ? '' : `${epoch}:`}${version}-${release}` };
}

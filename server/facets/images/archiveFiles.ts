import { gunzipSync } from 'node:zlib';
import type { NativeInput } from '../facet.ts';
import { type ByteSource, wholeSource } from './source.ts';
import { isTar, tarFiles } from './tar.ts';

export type Files = Map<string, Buffer>;

/** A longer archive has to be given as it is. */
const MOST_UNPACKED = 256 * 1024 * 1024;
const known = new WeakMap<NativeInput['files'], Files>();

/** The files of an image archive: of a folder, or the small ones in a tar file. */
export function archiveFiles(input: NativeInput): Files {
  const before = known.get(input.files);
  if (before) return before;
  const [only] = input.files;
  const tar = input.files.length === 1 && only !== undefined ? tarOf(only) : null;
  // One file by itself, called manifest.json or so, is no archive.
  const list = tar ? tarFiles(tar) : input.files.length > 1 ? input.files : [];
  const files = new Map(list.map(({ path, bytes }) => [path.replace(/^\.\//, ''), bytes]));
  known.set(input.files, files);
  return files;
}

function tarOf({ bytes, whole }: NativeInput['files'][number]): ByteSource | null {
  if (isTar(bytes)) return whole ?? wholeSource(bytes);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return null;
  try {
    const packed = whole?.read(0, whole.size) ?? bytes;
    const unpacked = gunzipSync(packed, { maxOutputLength: MOST_UNPACKED });
    return isTar(unpacked) ? wholeSource(unpacked) : null;
  } catch {
    return null;
  }
}

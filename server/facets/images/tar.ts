import type { ByteSource } from './source.ts';
import { nulText } from './values.ts';

/** What is read of an archive: layers are gigabytes, manifests and configurations are not. */
const LARGEST = 4 * 1024 * 1024;
const BLOCK = 512;

export function isTar(bytes: Buffer): boolean {
  return bytes.toString('latin1', 257, 262) === 'ustar';
}

/** More entries than any image has, and the bytes that are kept of all. */
const MOST_ENTRIES = 100_000;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The small plain files of a tar archive (POSIX pax, tar(5)), with the long names of pax and GNU. Ends quietly where
 * it is cut.
 */
export function tarFiles(source: ByteSource): { path: string; bytes: Buffer }[] {
  const files: { path: string; bytes: Buffer }[] = [];
  let longName = '';
  let kept = 0;
  let at = 0;
  for (let entry = 0; entry < MOST_ENTRIES; entry += 1) {
    const head = source.read(at, BLOCK);
    if (!head) break;
    const size = Number.parseInt(nulText(head.subarray(124, 136)).trim() || '0', 8);
    if (head[0] === 0 || !Number.isSafeInteger(size) || size < 0) break;
    const type = String.fromCharCode(head[156] ?? 0);
    const prefix = nulText(head.subarray(345, 500));
    const path = nulText(head.subarray(0, 100));
    const bytes = size <= LARGEST && kept + size <= MOST_BYTES ? source.read(at + BLOCK, size) : null;
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'L' || type === 'x') {
      longName = bytes === null ? '' : type === 'L' ? nulText(bytes) : paxPath(bytes);
      continue;
    }
    const own = longName || (prefix === '' ? path : `${prefix}/${path}`);
    longName = '';
    if ((type !== '0' && type !== '\0') || bytes === null) continue;
    kept += size;
    files.push({ path: own, bytes });
  }
  return files;
}

/** The path in the records of a pax header, `LENGTH path=VALUE` each; '' without one. */
function paxPath(bytes: Buffer): string {
  return /^\d+ path=(.*)$/m.exec(nulText(bytes))?.[1] ?? '';
}

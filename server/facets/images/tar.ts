import { nulText } from './values.ts';

/** What is read of an archive: layers are gigabytes, manifests and configurations are not. */
const LARGEST = 4 * 1024 * 1024;
const BLOCK = 512;

export function isTar(bytes: Buffer): boolean {
  return bytes.toString('latin1', 257, 262) === 'ustar';
}

/** The small plain files of a tar archive (POSIX pax, tar(5)). Ends quietly where it is cut. */
export function tarFiles(bytes: Buffer): { path: string; bytes: Buffer }[] {
  const files: { path: string; bytes: Buffer }[] = [];
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const head = bytes.subarray(at, at + BLOCK);
    const size = Number.parseInt(nulText(head.subarray(124, 136)).trim() || '0', 8);
    if (head[0] === 0 || !Number.isSafeInteger(size) || size < 0) break;
    const type = String.fromCharCode(head[156] ?? 0);
    const prefix = nulText(head.subarray(345, 500));
    const path = nulText(head.subarray(0, 100));
    const start = at + BLOCK;
    if ((type === '0' || type === '\0') && size <= LARGEST && start + size <= bytes.length) {
      files.push({
        path: prefix === '' ? path : `${prefix}/${path}`,
        bytes: bytes.subarray(start, start + size),
      });
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import type { NativeInput } from '../facets/facet.ts';

/** Longer files that are no text are read where somebody looks: an image has gigabytes, and its head says all. */
const MOST_IN_MEMORY = 64 * 1024 * 1024;
const HEAD = 1024 * 1024;

/** The file at `full`, called `path`. */
export function inputFile(full: string, path: string): NativeInput['files'][number] {
  const fd = openSync(full, 'r');
  try {
    const { size } = fstatSync(fd);
    if (size > MOST_IN_MEMORY) {
      const bytes = readRange(fd, 0, HEAD) ?? Buffer.alloc(0);
      // No text has a NUL.
      if (bytes.includes(0))
        return { path, bytes, whole: { size, read: (at, length) => reopened(full, at, length) } };
    }
    return { path, bytes: readFileSync(fd) };
  } finally {
    closeSync(fd);
  }
}

function reopened(full: string, at: number, length: number): Buffer | null {
  const fd = openSync(full, 'r');
  try {
    return readRange(fd, at, length);
  } finally {
    closeSync(fd);
  }
}

/** Null when the file does not reach so far. */
function readRange(fd: number, at: number, length: number): Buffer | null {
  if (at < 0 || length < 0 || length > MOST_IN_MEMORY || at + length > fstatSync(fd).size) return null;
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const count = readSync(fd, bytes, done, length - done, at + done);
    if (count === 0) return null;
    done += count;
  }
  return bytes;
}

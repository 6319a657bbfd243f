import { readLegacy } from './legacy.ts';
import { readSif } from './sif.ts';
import { isSif } from './sifHeader.ts';
import type { ByteSource } from './source.ts';
import type { FileReading } from './unreadable.ts';

/** What an image file is, by its content; its name only decides what to call a file that is none. */
export function readImageFile(source: ByteSource, name: string): FileReading {
  return isSif(source) ? readSif(source, name) : readLegacy(source, name);
}

/** The last part of a path: what an image file is called. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

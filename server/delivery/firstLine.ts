import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { GazetteerError } from '../errors.ts';

/** More than any password or secret has. */
const MOST_BYTES = 4096;

/**
 * The first line of a file that holds a secret. Paths may come from pages: what is no file, such as a pipe or a device, is not read,
 * since it may never end and the reading of it could not be broken off.
 */
export async function firstLineOf(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw new GazetteerError('no-file', 'it is no file');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    const [line = ''] = buffer.toString('utf8', 0, bytesRead).split('\n');
    return line.replace(/\r$/, '');
  } finally {
    await file.close();
  }
}

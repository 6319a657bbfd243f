import { createWriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';

/** Writes while it is made: to standard output, or to a file, which has its name only when it is whole. */
export async function written(
  parts: AsyncIterable<string> | Iterable<Uint8Array>,
  file: string | undefined,
): Promise<void> {
  if (file === undefined) {
    await pipeline(Readable.from(parts), process.stdout, { end: false });
    return;
  }
  const path = await replaceable(file);
  if (path === null) return named(file, () => pipeline(Readable.from(parts), createWriteStream(file)));
  const unfinished = `${path}.${process.pid}.part`;
  await named(file, async () => {
    try {
      await pipeline(Readable.from(parts), createWriteStream(unfinished));
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  });
}

/** Where a link leads to; null for what is no file, such as a pipe or /dev/null: what took its place would break it. */
async function replaceable(file: string): Promise<string | null> {
  try {
    return (await stat(file)).isFile() ? await realpath(file) : null;
  } catch {
    return file;
  }
}

/** What the system says of a path says which. */
async function named(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!/^E[A-Z]+$/.test(codeOf(error))) throw error;
    throw new GazetteerError(
      'unwritable',
      `${file} cannot be written: ${messageOf(error)}`,
      'Check the path',
    );
  }
}

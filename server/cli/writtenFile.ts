import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';

/** Writes a text while it is made: to standard output, or to a file, which has its name only when it is whole. */
export async function written(text: AsyncIterable<string>, file: string | undefined): Promise<void> {
  if (file === undefined) {
    await pipeline(Readable.from(text), process.stdout, { end: false });
    return;
  }
  const unfinished = `${file}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(text), createWriteStream(unfinished));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    if (!/^E[A-Z]+$/.test(codeOf(error))) throw error;
    throw new GazetteerError(
      'unwritable',
      `${file} cannot be written: ${messageOf(error)}`,
      'Check the path',
    );
  }
}

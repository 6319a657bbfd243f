import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { DAMAGED, type DumpFile } from './manifest.ts';

/**
 * Writes a file of a dump, compressed, under a name that may say its hash: two tables with the same rows are one file.
 * What is there under its name is whole: it is written under another one and flushed first.
 */
export async function writeCompressed(
  folder: string,
  source: Readable | AsyncIterable<string | Uint8Array>,
  named: (sha256: string) => string,
): Promise<DumpFile> {
  const unfinished = join(folder, `unfinished-${process.pid}.gz`);
  const meter = new Meter();
  try {
    await pipeline(source, createGzip(), meter, createWriteStream(unfinished, { mode: 0o600 }));
    const made = { file: named(meter.sha256()), bytes: meter.bytes, sha256: meter.sha256() };
    const path = join(folder, made.file);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // One that was named by its content and cut since then is written anew.
    if (made.file.includes(made.sha256.slice(0, 16)) && isThere(folder, made)) await rm(unfinished);
    else await keep(unfinished, path);
    return made;
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw unwritable(folder, error);
  }
}

/** Whether a file of an earlier dump can be referred to; that its bytes are the same `gazetteer restore --verify` sees. */
export function isThere(folder: string, { file, bytes }: DumpFile): boolean {
  return statSync(join(folder, file), { throwIfNoEntry: false })?.size === bytes;
}

/** Writes a small file so that it is there whole or not at all. */
export async function writeWhole(path: string, text: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    await keep(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw unwritable(dirname(path), error);
  }
}

export async function makeDumpFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
}

async function keep(unfinished: string, path: string): Promise<void> {
  const file = await open(unfinished, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}

function unwritable(folder: string, error: unknown): unknown {
  if (!['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT', 'ENOTDIR', 'EEXIST', 'EIO'].includes(codeOf(error)))
    return error;
  return new GazetteerError(
    'dump-unwritable',
    `nothing can be written to ${folder}: ${messageOf(error)}`,
    'The dumps that were there stand as they were',
  );
}

/** What a file of a dump holds. Ends with an error where it is not the file that was written. */
export async function* readCompressed(
  folder: string,
  { file, bytes, sha256 }: DumpFile,
): AsyncGenerator<Buffer> {
  const meter = new Meter();
  const text = createGunzip();
  const reading = pipeline(createReadStream(join(folder, file)), meter, text);
  reading.catch(() => {});
  try {
    for await (const chunk of text) yield chunk;
    await reading;
  } catch (error) {
    throw damaged(folder, file, messageOf(error));
  }
  if (meter.bytes !== bytes) throw damaged(folder, file, `it has ${meter.bytes} bytes instead of ${bytes}`);
  if (meter.sha256() !== sha256)
    throw damaged(folder, file, 'its sha256 is not the one that was written down');
}

/** The lines of a file of a dump: what stands between newlines, and nothing else ends a line (RFC 8259 lets U+2028 stand in text). */
export async function* readLines(folder: string, file: DumpFile): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const chunk of readCompressed(folder, file)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

const damaged = (folder: string, file: string, why: string) =>
  new GazetteerError('dump-damaged', `${join(folder, file)} is damaged: ${why}`, DAMAGED);

/** Counts and hashes what goes through. */
class Meter extends Transform {
  bytes = 0;
  private readonly hash = createHash('sha256');
  private hex = '';

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.bytes += chunk.length;
    this.hash.update(chunk);
    done(null, chunk);
  }

  sha256(): string {
    this.hex ||= this.hash.digest('hex');
    return this.hex;
  }
}

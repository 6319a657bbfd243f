import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { check } from '../check/answer.ts';
import { countAsked } from '../check/asked.ts';
import { isImageReference } from '../check/inputs/imageReference.ts';
import { type InputReading, readInput } from '../check/inputs/read.ts';
import { isImagePath } from '../check/inputs/requirements.ts';
import { SIF_HEAD } from '../check/inputs/sifFile.ts';
import { GazetteerError, messageOf } from '../errors.ts';
import { isSif } from '../facets/images/sifHeader.ts';
import { wholeSource } from '../facets/images/source.ts';
import type { CheckAnswer } from '../routes/schemas/check.ts';
import { checkText } from './checkText.ts';
import { withStore } from './open.ts';
import { print } from './output.ts';
import { standardInput } from './parse.ts';

interface Options {
  on?: string;
  block?: boolean;
  json?: boolean;
  digest: boolean;
}

export function checkVerb(program: Command): void {
  program
    .command('check')
    .description('where everything is that an environment, a job script, a workflow or an image needs')
    .argument(
      '<file>',
      "what is needed, in any form of docs/check.md; - for standard input; or an image's reference, or its path on a cluster",
    )
    .option('--on <site/cluster>', 'this cluster in full; the best one when left out')
    .option('--block', 'only the lines to paste there')
    .option('--no-digest', 'of an image file, do not compute its digest, which says where the same bytes are')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Exit code 0 when everything was read and is there somewhere (with --on: there), 1 when it is not.

Examples:
  gazetteer check environment.yml
  gazetteer check job.sh --on alpine/edelweiss
  conda list --explicit | gazetteer check - --json
  gazetteer check samtools_1.17.sif
  gazetteer check quay.io/biocontainers/samtools:1.17--h00cdaf9_0
  gazetteer check /shared/images/samtools_1.17.sif --on beta/hpc2`,
    )
    .action(async (file: string, options: Options) => {
      const input = await readArgument(file, options.digest);
      await withStore(async ({ db, config }) => {
        const answer = await check(db, input, { on: options.on ?? '', staleDays: config.compare.staleDays });
        if (config.countAsked) await countAsked(db, answer.nowhere, new Date());
        print(options.json, answer, () => (options.block ? answer.block : checkText(answer)));
        if (!isThere(answer, options.on !== undefined)) process.exitCode = 1;
      });
    });
}

/** Whether everything is at one cluster: of what could not be read, and of nothing, nobody can say that. */
function isThere(answer: CheckAnswer, isNamed: boolean): boolean {
  if (answer.unread.length > 0) return false;
  if (!isNamed) return answer.everywhere > 0;
  return answer.rows.length > 0 && answer.rows.every((row) => row.fits);
}

async function readArgument(file: string, withDigest: boolean): Promise<InputReading> {
  if (file === '-')
    return readInput('standard input', (await standardInput()).files[0]?.bytes ?? Buffer.alloc(0));
  if (existsSync(file) && !(isImagePath(file) && statSync(file).isDirectory())) {
    if (statSync(file).isDirectory())
      throw new GazetteerError(
        'unreadable',
        `${file} is a folder`,
        'Name a file; an unpacked image is named by its whole path',
      );
    const bytes = bytesOf(file);
    const isImage = withDigest && isSif(wholeSource(bytes));
    return readInput(basename(file), bytes, isImage ? await digestOf(file) : '');
  }
  if (isImageReference(file) || isImagePath(file)) return readInput(file, Buffer.from(file));
  throw new GazetteerError(
    'unreadable',
    `there is no file ${file}`,
    'Check the path; an image is named with its tag',
  );
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(part);
  } catch (error) {
    throw new GazetteerError(
      'unreadable',
      `${file} cannot be read: ${messageOf(error)}`,
      'Try it with --no-digest',
    );
  }
  return hash.digest('hex');
}

/** A file, or the beginning of an image: of the rest only its digest says something. */
function bytesOf(file: string): Buffer {
  try {
    if (statSync(file).size <= SIF_HEAD) return readFileSync(file);
    const head = Buffer.alloc(SIF_HEAD);
    const fd = openSync(file, 'r');
    try {
      readSync(fd, head, 0, SIF_HEAD, 0);
    } finally {
      closeSync(fd);
    }
    // No text has a NUL.
    return head.includes(0) ? head : readFileSync(file);
  } catch (error) {
    throw new GazetteerError('unreadable', `${file} cannot be read: ${messageOf(error)}`, 'Check the path');
  }
}

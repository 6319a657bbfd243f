import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type Dumped, dump, type Progress as Step } from '../backup/dump.ts';
import type { Manifest } from '../backup/manifest.ts';
import { thinDumps } from '../backup/thin.ts';
import { namesFileOf } from '../names/names-file.ts';
import { withStore } from './open.ts';
import { Progress, print } from './output.ts';

export function dumpVerb(program: Command): void {
  program
    .command('dump')
    .description('save everything to a folder, from which it can be restored into an empty installation')
    .argument('<folder>', 'a folder for dumps; made if there is none')
    .option('--keep <number>', 'then remove all but the newest so many dumps of the folder', count)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
The service may run meanwhile: the dump is of one moment. A later dump into the same folder writes only documents,
evidence and reports that are new, so that a dump a night costs little. docs/backup.md tells the form.

Exit code 1 when something that the database holds is damaged; the dump is made all the same, and names it.

Examples:
  gazetteer dump /backup/gazetteer
  gazetteer dump /backup/gazetteer --keep 30`,
    )
    .action((folder: string, options: { keep?: number; json?: boolean }) =>
      withStore(async ({ url, config }) => {
        const progress = new Progress();
        const path = resolve(folder);
        const dumped = await dump(url, path, {
          dataFolder: config.dataFolder,
          namesFile: namesFileOf(process.env, config.dataFolder),
          now: new Date(),
          onProgress: (step) => progress.update(stepText(step)),
        }).finally(() => progress.done());
        const removed = options.keep === undefined ? [] : await thinDumps(path, options.keep);
        print(options.json, answer(dumped, removed), () => text(path, dumped, removed));
        if (dumped.manifest.damaged.length > 0) process.exitCode = 1;
      }),
    );
}

function count(value: string): number {
  if (/^[1-9][0-9]{0,5}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It is a number from 1 on.');
}

export const stepText = ({ what, done, of }: Step) => (of > 0 ? `${what}: ${done} of ${of}` : what);

function answer({ manifest, written }: Dumped, removed: Manifest[]) {
  const { name, madeAt, tables, packs, damaged } = manifest;
  return {
    name,
    madeAt,
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    bytes: [...tables, ...packs].reduce((sum, { bytes }) => sum + bytes, 0),
    written,
    damaged,
    removed: removed.map((one) => one.name),
  };
}

function text(folder: string, dumped: Dumped, removed: Manifest[]): string {
  const { name, rows, bytes, written, damaged } = answer(dumped, removed);
  const lines = [
    `Dump ${name} in ${folder}: ${rows} rows, ${size(bytes)}, of which ${size(written)} were written now.`,
    ...removed.map((one) => `Removed dump ${one.name}.`),
    ...damaged.map((hash) => `Damaged in the database: ${hash}, whose content is not what its hash says.`),
  ];
  return lines.join('\n');
}

/** In units of 1000, as disks are sold. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

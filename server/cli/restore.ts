import { resolve } from 'node:path';
import type { Command } from 'commander';
import { dumpsIn, type Manifest } from '../backup/manifest.ts';
import { chosenDump, type Restored, restore, verifyDump } from '../backup/restore.ts';
import { configFrom } from '../config.ts';
import { namesFileOf } from '../names/names-file.ts';
import { startEmbedded } from '../postgres/embedded.ts';
import { size, stepText } from './dump.ts';
import { Progress, print, table } from './output.ts';

export function restoreVerb(program: Command): void {
  program
    .command('restore')
    .description('fill an empty installation from a dump')
    .argument('<folder>', 'the folder that gazetteer dump wrote to')
    .option('--dump <name>', 'which dump; the newest unless told')
    .option('--list', 'only list the dumps of the folder')
    .option('--verify', 'only read the dump to its end, and say whether every file is as it was written')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
It goes into the data folder of GAZETTEER_DATA, or into the database of DATABASE_URL, where nothing may have been
collected yet: restore before the first start. All of a dump is restored, or nothing. A dump of an older version
is brought to this one.

Examples:
  gazetteer restore /backup/gazetteer --list
  gazetteer restore /backup/gazetteer --verify
  GAZETTEER_DATA=/srv/gazetteer gazetteer restore /backup/gazetteer`,
    )
    .action((folder: string, options: Options) => restoreFrom(resolve(folder), options));
}

interface Options {
  dump?: string;
  list?: boolean;
  verify?: boolean;
  json?: boolean;
}

async function restoreFrom(folder: string, options: Options): Promise<void> {
  if (options.list) {
    const all = await dumpsIn(folder);
    print(options.json, all.map(listed), () => listText(folder, all));
    return;
  }
  const manifest = await chosenDump(folder, options.dump);
  const progress = new Progress();
  const onProgress = (step: Parameters<typeof stepText>[0]) => progress.update(stepText(step));
  if (options.verify) {
    const read = await verifyDump(folder, manifest, onProgress).finally(() => progress.done());
    print(
      options.json,
      { ...listed(manifest), ...read },
      () => `Dump ${manifest.name} is whole: ${read.files} files, ${size(read.bytes)}.`,
    );
    return;
  }
  const { databaseUrl, dataFolder } = configFrom(process.env);
  const embedded =
    databaseUrl === undefined ? await startEmbedded(dataFolder, (line) => console.error(line)) : undefined;
  try {
    const url = databaseUrl ?? embedded?.url ?? '';
    const namesFile = namesFileOf(process.env, dataFolder);
    const restored = await restore(url, folder, manifest, { dataFolder, namesFile, onProgress }).finally(() =>
      progress.done(),
    );
    print(options.json, { ...listed(manifest), migrations: restored.migrations, kept: restored.kept }, () =>
      text(restored),
    );
  } finally {
    await embedded?.stop();
  }
}

function listed({ name, madeAt, gazetteer, tables, packs, damaged }: Manifest) {
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  const bytes = [...tables, ...packs].reduce((sum, one) => sum + one.bytes, 0);
  return { name, madeAt, gazetteer, rows, bytes, damaged };
}

function listText(folder: string, all: Manifest[]): string {
  if (all.length === 0) return `${folder} holds no dump.`;
  const rows = all
    .map(listed)
    .map((one) => [one.name, one.madeAt, one.gazetteer, String(one.rows), size(one.bytes)]);
  return table([['DUMP', 'MADE', 'GAZETTEER', 'ROWS', 'SIZE'], ...rows]);
}

function text({ manifest, migrations, kept }: Restored): string {
  const { rows } = listed(manifest);
  const lines = [
    `Restored dump ${manifest.name}: ${rows} rows.`,
    ...migrations.map((name) => `Brought to this version by ${name}.`),
    ...kept.map((file) => `${file} was there and stays as it is.`),
    ...manifest.damaged.map((hash) => `Was damaged when it was dumped: ${hash}.`),
  ];
  return lines.join('\n');
}

import pg from 'pg';
import { GazetteerError } from '../errors.ts';
import { migrate, migrationNames } from '../postgres/migrate.ts';
import type { Progress } from './dump.ts';
import { emptied } from './emptied.ts';
import { endSweeps } from './endSweeps.ts';
import { readCompressed } from './files.ts';
import { loadDump } from './load.ts';
import { dumpsIn, type Manifest } from './manifest.ts';
import { restoreSettings, type SettingsFiles } from './settings.ts';

export interface Restored {
  manifest: Manifest;
  /** Migrations that brought it from the version that was dumped to this one. */
  migrations: string[];
  /** Files of the data folder that were there and stay as they are. */
  kept: string[];
}

/** The dump of that name, or the newest. */
export async function chosenDump(folder: string, name?: string): Promise<Manifest> {
  const all = await dumpsIn(folder);
  const found = name === undefined ? all.at(-1) : all.find((one) => one.name === name);
  if (found) return found;
  throw all.length === 0
    ? new GazetteerError('no-dump', `${folder} holds no dump`, 'Give the folder that gazetteer dump wrote to')
    : new GazetteerError(
        'no-dump',
        `${folder} holds no dump "${name}"`,
        `It holds ${all.map((one) => one.name).join(', ')}`,
      );
}

/**
 * Fills the empty database at `url` from a dump: all of it or nothing. A dump of an older version is loaded into that
 * version's tables, which are then brought to this one's.
 */
export async function restore(
  url: string,
  folder: string,
  manifest: Manifest,
  { onProgress, ...files }: SettingsFiles & { onProgress: (progress: Progress) => void },
): Promise<Restored> {
  const known = migrationNames();
  if (manifest.migrations.some((name) => !known.includes(name))) {
    throw new GazetteerError(
      'dump-newer',
      `the dump was made by Gazetteer ${manifest.gazetteer}, which has tables that this version does not know`,
      'Update this installation',
    );
  }
  const client = new pg.Client({ connectionString: url, application_name: 'gazetteer restore' });
  client.on('error', () => {});
  await client.connect();
  try {
    await emptied(client, manifest.migrations);
    await migrate(url, manifest.migrations);
    await client.query('begin');
    try {
      await loadDump(client, folder, manifest, onProgress);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
    onProgress({ what: 'looking at what came', done: 0, of: 0 });
    await client.query('analyze');
  } finally {
    await client.end();
  }
  const migrations = await migrate(url);
  await endSweeps(url);
  return { manifest, migrations, kept: await restoreSettings(manifest, files) };
}

/** Reads every file of a dump to its end; an error names the first that is not as it was written. */
export async function verifyDump(
  folder: string,
  { tables, packs }: Manifest,
  onProgress: (progress: Progress) => void,
): Promise<{ files: number; bytes: number }> {
  const files = [...tables, ...packs];
  let bytes = 0;
  for (const [done, file] of files.entries()) {
    onProgress({ what: file.file, done, of: files.length });
    for await (const _ of readCompressed(folder, file));
    bytes += file.bytes;
  }
  return { files: files.length, bytes };
}

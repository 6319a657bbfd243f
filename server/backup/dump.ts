import { Transform } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { appliedMigrations } from '../postgres/migrate.ts';
import { versionOf } from '../version.ts';
import { makeDumpFolder, writeCompressed, writeWhole } from './files.ts';
import { lockFolder } from './folderLock.ts';
import { removeLeft } from './left.ts';
import { type DumpedTable, dumpsIn, FORMAT, type Manifest, manifestFile } from './manifest.ts';
import { writePacks } from './packs.ts';
import { type SettingsFiles, savedSettings } from './settings.ts';
import { dumpedTables, isContent, plainColumns, quoted, type Table } from './tables.ts';

export interface Progress {
  what: string;
  done: number;
  of: number;
}

export interface Dumped {
  manifest: Manifest;
  /** Bytes of the files that this dump wrote; what earlier dumps had written is only referred to. */
  written: number;
}

/**
 * Writes a dump of the database at `url` to a folder of dumps: everything as it is at one moment, while the service
 * goes on. Documents, evidence and reports that an earlier dump of the folder holds are not written again, nor are tables with
 * the same rows. A dump is there when its manifest is; what one leaves that was broken off, the next one removes.
 */
export async function dump(
  url: string,
  folder: string,
  { now, onProgress, ...files }: SettingsFiles & { now: Date; onProgress: (progress: Progress) => void },
): Promise<Dumped> {
  await makeDumpFolder(folder);
  const unlock = await lockFolder(folder);
  try {
    const earlier = await dumpsIn(folder);
    // First, so that a disk that was too full for the last one has room again.
    await removeLeft(folder, earlier);
    const migrations = await appliedMigrations(url);
    const client = new pg.Client({ connectionString: url, application_name: 'gazetteer dump' });
    client.on('error', () => {});
    await client.connect();
    try {
      await client.query('begin isolation level repeatable read read only');
      const name = nameOf(now, new Set(earlier.map((one) => one.name)));
      const before = new Set(earlier.flatMap((one) => [...one.tables, ...one.packs].map(({ file }) => file)));
      const there = await dumpedTables(client);
      const contents = there.map((table) => table.name).filter(isContent);
      const { packs, damaged } = await writePacks(client, folder, name, contents, earlier, onProgress);
      const tables: DumpedTable[] = [];
      for (const table of there) {
        onProgress({ what: `table ${table.name}`, done: tables.length, of: 0 });
        tables.push(await writeTable(client, folder, table));
      }
      const manifest: Manifest = {
        format: FORMAT,
        name,
        madeAt: now.toISOString(),
        gazetteer: versionOf(),
        migrations,
        tables,
        sequences: await sequences(client),
        packs,
        damaged,
        settings: savedSettings(files),
      };
      await client.query('commit');
      await writeWhole(manifestFile(folder, name), `${JSON.stringify(manifest, null, 1)}\n`);
      const fresh = [...tables, ...packs].filter(({ file }) => !before.has(file));
      return { manifest, written: fresh.reduce((sum, { bytes }) => sum + bytes, 0) };
    } finally {
      await client.end();
    }
  } finally {
    await unlock();
  }
}

/** Names are times, so that they sort; two within a second are numbered. */
function nameOf(now: Date, taken: Set<string>): string {
  const time = now
    .toISOString()
    .replace(/\.[0-9]+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? time : `${time}-${number}`;
    if (!taken.has(name)) return name;
  }
}

/** Rows in the text form of COPY (Postgres manual, "COPY", "Text Format"): a line each. */
async function writeTable(client: pg.Client, folder: string, table: Table): Promise<DumpedTable> {
  const columns = plainColumns(table);
  const order = table.key.length > 0 ? table.key : columns;
  const rows = client.query(
    copyTo(`copy (select ${quoted(columns)} from "${table.name}" order by ${quoted(order)}) to stdout`),
  );
  const lines = new LineCounter();
  rows.on('error', (error) => lines.destroy(error));
  const made = await writeCompressed(
    folder,
    rows.pipe(lines),
    (sha256) => `tables/${table.name}-${sha256.slice(0, 16)}.copy.gz`,
  );
  return { name: table.name, columns, rows: lines.count, ...made };
}

class LineCounter extends Transform {
  count = 0;

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) this.count += 1;
    done(null, chunk);
  }
}

async function sequences(client: pg.Client): Promise<Record<string, string | null>> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    `select sequencename as name, last_value::text as last from pg_sequences where schemaname = 'public' order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

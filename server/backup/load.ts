import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { GazetteerError } from '../errors.ts';
import { canonicalJson } from '../store/canonical.ts';
import type { Progress } from './dump.ts';
import { readCompressed, readLines } from './files.ts';
import { Hashes } from './hashes.ts';
import { DAMAGED, type DumpedTable, type Manifest, type Pack } from './manifest.ts';
import { CONTENT, type ContentTable, dumpedTables, isContent, quoted, TITLES } from './tables.ts';

/** Fills the tables of a dump; the whole of it in the transaction that `client` is in. */
export async function loadDump(
  client: pg.Client,
  folder: string,
  manifest: Manifest,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const dumped = new Map(manifest.tables.map((table) => [table.name, table]));
  const here = await dumpedTables(client);
  const unknown = manifest.tables.find(({ name }) => !here.some((table) => table.name === name));
  if (unknown) throw unlike(unknown.name);
  // Migrations write a row here and there; the dump has them as they became.
  await client.query(`truncate ${quoted(here.map(({ name }) => name))}`);
  for (const [done, { name, columns }] of here.entries()) {
    const table = dumped.get(name);
    if (!table || table.columns.some((column) => !columns.includes(column))) throw unlike(name);
    onProgress({ what: `table ${name}`, done, of: here.length });
    if (isContent(name) && !table.columns.includes(CONTENT[name]))
      await loadContent(client, folder, manifest, table, name, onProgress);
    else await copyRows(client, folder, table, `"${name}"`);
  }
  for (const [name, last] of Object.entries(manifest.sequences)) {
    if (last !== null) await client.query('select setval($1, $2::bigint)', [`public."${name}"`, last]);
  }
}

const unlike = (table: string) =>
  new GazetteerError(
    'dump-damaged',
    `the dump's table ${table} is not one of the version that it names`,
    DAMAGED,
  );

async function copyRows(client: pg.Client, folder: string, table: DumpedTable, into: string): Promise<void> {
  const rows = client.query(copyFrom(`copy ${into} (${quoted(table.columns)}) from stdin`));
  await pipeline(readCompressed(folder, table), rows);
  if (rows.rowCount === table.rows) return;
  throw new GazetteerError(
    'dump-damaged',
    `${table.file} has ${rows.rowCount} rows instead of ${table.rows}`,
    DAMAGED,
  );
}

/** The rows of a table go beside first, then their content, and both together where they belong. */
async function loadContent(
  client: pg.Client,
  folder: string,
  manifest: Manifest,
  table: DumpedTable,
  name: ContentTable,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const content = CONTENT[name];
  await client.query(
    `create temp table rows_of on commit drop as select ${quoted(table.columns)} from "${name}" with no data`,
  );
  await client.query(
    `create temp table content_of on commit drop as select hash, ${content} as content from "${name}" with no data`,
  );
  await copyRows(client, folder, table, 'rows_of');
  const { rows: hashes } = await client.query<{ hash: Buffer }>('select hash from rows_of');
  const wanted = Hashes.of(Buffer.concat(hashes.map(({ hash }) => hash)));
  let done = 0;
  for (const pack of manifest.packs.filter(({ of }) => of === name)) {
    const into = client.query(copyFrom('copy content_of (hash, content) from stdin'));
    await pipeline(contentRows(folder, pack, wanted), into);
    done += into.rowCount ?? 0;
    onProgress({ what: TITLES[name], done, of: wanted.size });
  }
  await client.query('analyze content_of');
  const { rowCount } = await client.query(
    `insert into "${name}" (${quoted(table.columns)}, "${content}")
     select ${quoted(table.columns).replace('"hash"', 'rows_of.hash')}, content_of.content
     from rows_of join (select distinct on (hash) hash, content from content_of) content_of on content_of.hash = rows_of.hash
     order by rows_of.id`,
  );
  await client.query('drop table rows_of, content_of');
  if (rowCount === table.rows) return;
  throw new GazetteerError(
    'dump-damaged',
    `${table.rows - (rowCount ?? 0)} of ${table.rows} rows of ${name} have no content in the dump's packs`,
    DAMAGED,
  );
}

const PackedLine = z.union([
  z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), facts: z.json() }),
  z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), content: z.base64() }),
]);

/** Rows for COPY, of what is wanted in a pack. */
async function* contentRows(folder: string, pack: Pack, wanted: Hashes): AsyncGenerator<string> {
  let line = 0;
  for await (const text of readLines(folder, pack)) {
    line += 1;
    const { hash, content } = packed(text, pack.file, line);
    if (wanted.has(Buffer.from(hash, 'hex'))) yield `\\\\x${hash}\t${content}\n`;
  }
}

/** Backslashes are what COPY reads specially in text that has no control characters; canonical JSON has none. */
function packed(text: string, file: string, line: number): { hash: string; content: string } {
  const read = PackedLine.safeParse(parsed(text));
  if (!read.success)
    throw new GazetteerError(
      'dump-damaged',
      `${file}:${line} is no document, no evidence, no report and no rows of one`,
      DAMAGED,
    );
  const one = read.data;
  if ('content' in one)
    return { hash: one.hash, content: `\\\\x${Buffer.from(one.content, 'base64').toString('hex')}` };
  return { hash: one.hash, content: canonicalJson(one.facts).replaceAll('\\', '\\\\') };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.ts';
import type { Manifest } from './manifest.ts';
import { hashesName } from './packs.ts';

/** Names that `gazetteer dump` makes, by folder; nothing else is ever removed. */
const MADE = {
  '.': /^unfinished-[0-9]+\.gz$/,
  dumps: /^[0-9]{8}T[0-9]{6}Z(?:-[0-9]+)?\.json\.unfinished$/,
  tables: /^[a-z_][a-z0-9_]*-[0-9a-f]{16}\.copy\.gz$/,
  objects:
    /^[0-9]{8}T[0-9]{6}Z(?:-[0-9]+)?\.(?:document|evidence|report|report_rows)\.(?:ndjson\.gz|hashes(?:\.unfinished)?)$/,
};

/** Removes files that no dump of a folder names: what dumps left that were broken off. The folder is locked meanwhile. */
export async function removeLeft(folder: string, dumps: Manifest[]): Promise<void> {
  const named = new Set(
    dumps.flatMap(({ tables, packs }) => [
      ...[...tables, ...packs].map(({ file }) => file),
      ...packs.map(hashesName),
    ]),
  );
  for (const [part, made] of Object.entries(MADE))
    for (const name of await namesIn(join(folder, part)))
      if (made.test(name) && !named.has(join(part, name)))
        await rm(join(folder, part, name), { force: true });
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
}

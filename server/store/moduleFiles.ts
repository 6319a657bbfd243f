import type { FacetReading } from '../facets/facet.ts';
import { type FacetName, facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import { cleanText } from './canonical.ts';
import type { Queryable } from './database.ts';

const MODULES = facetNames.indexOf('modules');

/** Keeps the hashes of modulefiles that came with a visit. What was not computed now keeps what is known of it. */
export async function rememberFiles(
  db: Queryable,
  visit: { nodeId: number; startedAt: Date; readings: { facet: FacetName; reading: FacetReading }[] },
): Promise<void> {
  const roots = visit.readings.flatMap(({ facet, reading }) => (facet === 'modules' ? reading.roots : []));
  const told = roots.flatMap(({ path, files = [] }) =>
    files.map((file) => ({ tree: cleanText(path), file })),
  );
  if (told.length === 0) return;
  await db.query(sql('module-files-remember'), [
    visit.nodeId,
    visit.startedAt,
    MODULES,
    told.map(({ tree }) => tree),
    told.map(({ file }) => cleanText(file.fullName)),
    told.map(({ file }) => Buffer.from(file.sha256, 'hex')),
  ]);
}

/** Hashes by tree and full name: several where nodes see other files under one path. */
export type FileHashes = ReadonlyMap<string, readonly string[]>;

/** Of modules of some clusters, by full names. */
export async function fileHashes(db: Queryable, clusterIds: number[], names: string[]): Promise<FileHashes> {
  const hashes = new Map<string, string[]>();
  if (names.length === 0) return hashes;
  const found = await db.query<{ tree: string; name: string; sha256: string }>(sql('module-files'), [
    clusterIds,
    [...new Set(names)],
  ]);
  for (const { tree, name, sha256 } of found.rows) {
    for (const key of [fileKey(tree, name), name]) {
      const known = hashes.get(key);
      if (!known) hashes.set(key, [sha256]);
      else if (!known.includes(sha256)) known.push(sha256);
    }
  }
  return hashes;
}

/** Of a module in one tree; its full name alone stands for all trees. */
export const fileKey = (tree: string, name: string): string => `${tree}\0${name}`;

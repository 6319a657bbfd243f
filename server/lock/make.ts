import { type Coverage, coverageOf, unread } from '../compare/gaps.ts';
import { isDigest } from '../compare/label.ts';
import { type Offered, offeredNow } from '../compare/offered.ts';
import type { ResolvedScope } from '../compare/scope.ts';
import { GazetteerError } from '../errors.ts';
import { loadedModule } from '../facets/modules/index.ts';
import { nameConda, nameModule } from '../names/index.ts';
import { findRows, type RollupRow } from '../query/findRows.ts';
import type { FindRow } from '../routes/schemas/find.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { fileHashes, fileKey } from '../store/moduleFiles.ts';
import { versionOf } from '../version.ts';
import { lockedEnvironments } from './environments.ts';
import { LOCK_VERSION, type Lock, type LockedImage, type LockedModule } from './schema.ts';

const NO_FILE_HASH =
  'no hash of its modulefile is known: name, version, variant and build are all there is to compare';
const SEVERAL_FILES = 'nodes have different modulefiles of that name';
const NO_DIGEST = 'no digest is known: the file was not hashed yet, and nothing in it tells its origin';
const WRITABLE = 'a folder that can be written to: what is in it now may change';

/** What a cluster has of some tools (of all when none is named), with whatever tells it from other things of that name. */
export async function makeLock(
  db: Queryable,
  scope: ResolvedScope,
  tools: string[],
  { staleDays, now }: { staleDays: number; now: Date },
): Promise<Lock> {
  const [clusterId = 0] = scope.clusterIds;
  const { offered } = await offeredNow(db, [clusterId]);
  const named = namedTools(tools, offered);
  const asked = offered.filter((one) => named === null || named.has(one.tool));
  const located = await locatedAt(db, clusterId, asked.filter(isLocated));
  const coverage = (await coverageOf(db, { clusterIds: [clusterId], nodeIds: null, at: now, staleDays })).get(
    clusterId,
  );
  const environments = await lockedEnvironments(db, clusterId, named === null ? null : [...named]);
  const byChance = asked.filter((one) => one.provider === 'system' || one.provider === 'venv');
  return {
    format: 'gazetteer-lock',
    version: LOCK_VERSION,
    madeAt: now.toISOString(),
    madeBy: versionOf(),
    site: scope.site,
    cluster: scope.cluster,
    tools: named === null ? [] : [...named].sort(),
    environments,
    images: located.filter(([one]) => isImage(one)).map(imageOf),
    modules: await modulesOf(
      db,
      clusterId,
      located.filter(([one]) => !isImage(one)),
    ),
    unread: gapsOf(coverage ?? unread()),
    notes:
      byChance.length === 0
        ? []
        : [
            `${byChance.length} packages of the system and of virtual environments are not locked: they are there by chance.`,
          ],
  };
}

/** The tools that were meant; throws for what the cluster does not have in any form. */
function namedTools(tools: string[], offered: Offered[]): Set<string> | null {
  if (tools.length === 0) return null;
  const known = new Set(offered.map((one) => one.tool));
  return new Set(
    tools.map((text) => {
      const names = [
        text,
        text.toLowerCase(),
        nameModule(text)?.tool,
        nameConda({ name: text, version: '', build: '' })?.tool,
      ];
      const found = names.find((name) => name !== undefined && known.has(name));
      if (found !== undefined) return found;
      throw new GazetteerError(
        'not-found',
        `${text} is not there`,
        `Look for it with: gazetteer find ${text}`,
      );
    }),
  );
}

const isImage = ({ provider }: Offered) =>
  provider === 'apptainer' || provider === 'podman' || provider === 'docker';
const isLocated = (one: Offered) => isImage(one) || one.provider === 'module' || one.provider === 'spack';

type Located = [Offered, FindRow];

async function locatedAt(db: Queryable, clusterId: number, asked: Offered[]): Promise<Located[]> {
  const found = await db.query<RollupRow>(sql('check-rows'), [
    asked.map(() => clusterId),
    asked.map((one) => one.id),
  ]);
  const rows = await findRows(db, found.rows);
  const byId = new Map(found.rows.map((row, at) => [row.offering, rows[at]]));
  return asked
    .flatMap((one): Located[] => {
      const row = byId.get(one.id);
      return row ? [[one, row]] : [];
    })
    .sort(
      ([a, one], [b, other]) =>
        order(a.tool, b.tool) || order(a.version, b.version) || order(one.place, other.place),
    );
}

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function common([one, { place, load, document, confirmedAt }]: Located) {
  const { tool, version, variant, build, provider } = one;
  return { tool, version, variant, build, provider, place, load, document, confirmedAt };
}

function imageOf(located: Located): LockedImage {
  const [one] = located;
  const digests = [...new Set([one.digest, ...(one.marks ?? [])])].filter(isDigest).sort();
  return {
    ...common(located),
    digests,
    note: one.writable ? WRITABLE : digests.length === 0 ? NO_DIGEST : '',
  };
}

async function modulesOf(db: Queryable, clusterId: number, located: Located[]): Promise<LockedModule[]> {
  const hashes = await fileHashes(
    db,
    [clusterId],
    located.map(([one]) => loadedModule(one.locator)),
  );
  const trees = await treesOf(
    db,
    located.map(([one]) => one.item),
  );
  return located.map(([one, row]): LockedModule => {
    const known = { ...common([one, row]), fileHash: '' };
    if (one.provider === 'spack') return { ...known, note: 'the build holds the DAG hash' };
    const key = fileKey(trees.get(one.item) ?? '', loadedModule(one.locator));
    const [only = '', ...others] = hashes.get(key) ?? [];
    if (others.length > 0) return { ...known, note: SEVERAL_FILES };
    return only === '' ? { ...known, note: NO_FILE_HASH } : { ...known, fileHash: only, note: '' };
  });
}

/** The places of items. */
async function treesOf(db: Queryable, items: number[]): Promise<Map<number, string>> {
  const found = await db.query<{ item: number; path: string }>(
    'select root_item.id as item, root.path from root_item join root on root.id = root_item.root_id where root_item.id = any($1)',
    [items],
  );
  return new Map(found.rows.map(({ item, path }) => [item, path]));
}

function gapsOf({ gaps }: Coverage): string[] {
  return gaps.map(({ facet, root, reason, node }) =>
    [`${facet}${root === '' ? '' : ` ${root}`}: ${reason}`, node].filter((part) => part !== '').join(' on '),
  );
}

import { z } from 'zod';
import { relevantFacets } from '../compare/gapFacets.ts';
import { coverageOf, unread } from '../compare/gaps.ts';
import { bestMatch, type Comparable, isOtherBytes, MATCHES } from '../compare/match.ts';
import { type Offered, offeredNow } from '../compare/offered.ts';
import type { ResolvedScope } from '../compare/scope.ts';
import { loadedModule } from '../facets/modules/index.ts';
import type { Queryable } from '../store/database.ts';
import { type FileHashes, fileHashes } from '../store/moduleFiles.ts';
import { lockedEnvironments } from './environments.ts';
import type { Lock, LockedEnvironment } from './schema.ts';
import { label, pipKey, type Wanted, wantedImage, wantedModule, wantedPackage, wantedPip } from './wanted.ts';

export const VerifiedRow = z.object({
  kind: z.enum(['package', 'image', 'module']),
  name: z.string(),
  locked: z.string().describe('version, variant and build in the lock'),
  match: z.enum(MATCHES),
  holds: z.boolean().describe('it is the same as far as the lock can tell'),
  found: z.string().describe("version, variant and build that are there; '' for none"),
  note: z.string(),
});
export type VerifiedRow = z.infer<typeof VerifiedRow>;

export const Verified = z.object({
  on: z.string(),
  holds: z.boolean().describe('every row holds'),
  environments: z.array(
    z.object({
      place: z.string().describe('in the lock'),
      same: z.boolean().describe('an environment with the very same packages is there'),
      packages: z.number().int(),
      holding: z.number().int().describe('packages of it that are there, in whichever environments'),
    }),
  ),
  rows: z.array(VerifiedRow).describe('every package once, then images and modules'),
});
export type Verified = z.infer<typeof Verified>;

/** What a place has of what a lock holds, and whether it is the same. */
export async function verifyLock(
  db: Queryable,
  lock: Lock,
  scope: ResolvedScope,
  { staleDays, now }: { staleDays: number; now: Date },
): Promise<Verified> {
  const { clusterIds } = scope;
  const { offered } = await offeredNow(db, clusterIds);
  const coverage = await coverageOf(db, { clusterIds, nodeIds: null, at: now, staleDays });
  const gaps = clusterIds.reduce((bits, id) => bits | (coverage.get(id) ?? unread()).facets, 0);
  const byTool = new Map<string, Offered[]>();
  for (const one of offered) addTo(byTool, one);
  const wantedTools = lock.environments
    .flatMap((one) => one.packages)
    .map((one) => wantedPackage(one).comparable.tool);
  const there =
    wantedTools.length === 0 ? [] : await environmentsOf(db, clusterIds, [...new Set(wantedTools)]);
  // Records tell channel and platform, which the names of offerings do not.
  const installed = new Map<string, Comparable[]>();
  for (const one of there.flatMap(({ packages: own }) => own))
    addTo(installed, wantedPackage(one).comparable);
  const files = await filesThere(db, clusterIds, lock, byTool);
  const packages = new Map(lock.environments.flatMap((one) => one.packages).map((one) => [one.spec, one]));
  const verified = (one: Wanted) => {
    const { tool } = one.comparable;
    const known = one.row.kind === 'package' ? (installed.get(tool) ?? []) : [];
    return verifiedRow(one, [...known, ...(byTool.get(tool) ?? [])], gaps, files);
  };
  const documents = new Set(there.map(({ document }) => document));
  // Of records that could not be read nobody knows whether they are the same.
  const isSame = ({ document, unreadable }: LockedEnvironment) => unreadable === 0 && documents.has(document);
  const whole = new Set(
    lock.environments.filter((one) => isSame(one)).flatMap((one) => one.packages.map(({ spec }) => spec)),
  );
  const rowOf = new Map(
    [...packages].map(([spec, one]) => [spec, inWhole(verified(wantedPackage(one)), whole.has(spec))]),
  );
  const pip = new Map(lock.environments.flatMap((one) => one.pip).map((one) => [pipKey(one), one]));
  const pipOf = new Map([...pip].map(([key, one]) => [key, verified(wantedPip(one))]));
  const rows = [
    ...rowOf.values(),
    ...pipOf.values(),
    ...lock.images.map((one) => verified(wantedImage(one))),
    ...lock.modules.map((one) => verified(wantedModule(one))),
  ];
  return {
    on: scope.text,
    holds: rows.length > 0 && rows.every((row) => row.holds),
    environments: lock.environments.map((one) => ({
      place: one.place,
      same: isSame(one),
      packages: one.packages.length + one.pip.length,
      holding:
        one.packages.filter(({ spec }) => rowOf.get(spec)?.holds).length +
        one.pip.filter((added) => pipOf.get(pipKey(added))?.holds).length,
    })),
    rows,
  };
}

async function environmentsOf(
  db: Queryable,
  clusterIds: number[],
  tools: string[],
): Promise<LockedEnvironment[]> {
  const all = await Promise.all(clusterIds.map((id) => lockedEnvironments(db, id, tools)));
  return all.flat();
}

function addTo<One extends Comparable>(byTool: Map<string, One[]>, one: One): void {
  const there = byTool.get(one.tool);
  if (there) there.push(one);
  else byTool.set(one.tool, [one]);
}

/** An environment with just the same records is the same, also where one of them tells no channel and no hash. */
function inWhole(row: VerifiedRow, isSame: boolean): VerifiedRow {
  if (row.holds || !isSame) return row;
  return { ...row, match: 'same-build', holds: true, note: 'the whole environment is the same' };
}

/** Hashes of the modulefiles of what is offered there of the locked modules, by full name. */
function filesThere(
  db: Queryable,
  clusterIds: number[],
  { modules }: Lock,
  byTool: Map<string, Offered[]>,
): Promise<FileHashes> {
  const tools = new Set(modules.filter(({ fileHash }) => fileHash !== '').map(({ tool }) => tool));
  const offered = [...tools].flatMap((tool) => byTool.get(tool) ?? []);
  return fileHashes(
    db,
    clusterIds,
    offered.filter(isModule).map(({ locator }) => loadedModule(locator)),
  );
}

const isModule = ({ provider }: Comparable) => provider === 'module';

/** What the hash of a modulefile says of one that has the name; '' where one of the two is not known. */
function sameFile(
  { fileHash }: Wanted,
  offered: Comparable & { locator?: string },
  files: FileHashes,
): '' | 'same' | 'other' {
  const there = files.get(loadedModule(offered.locator ?? '')) ?? [];
  if (fileHash === '' || there.length === 0) return '';
  return there.includes(fileHash) ? 'same' : 'other';
}

function verifiedRow(
  wanted: Wanted,
  there: (Comparable & { locator?: string })[],
  gaps: number,
  files: FileHashes,
): VerifiedRow {
  const { row, comparable, least, andBuild, byName } = wanted;
  // What is locked as an image is not held by a package of that name.
  const isBuild = (one: Comparable) => Number(one.build === comparable.build);
  const isFile = (one: Comparable) => Number(sameFile(wanted, one, files) === 'same');
  // The first of equals is taken: the same build and the same modulefile come first.
  const alike = there
    .filter((one) => tierGroup(one) === tierGroup(comparable))
    .sort((a, b) => isBuild(b) - isBuild(a) || isFile(b) - isFile(a));
  const unversioned = alike.find((one) => isSameWithoutVersion(wanted, one));
  const best = unversioned
    ? ({ match: 'same-version', offered: unversioned } as const)
    : (bestMatch(comparable, alike) ?? bestMatch(comparable, there));
  if (!best) {
    const isKnown = (gaps & relevantFacets([comparable.provider])) === 0;
    return { ...row, match: isKnown ? 'missing' : 'unknown', holds: false, found: '', note: '' };
  }
  const { match, offered } = best;
  const isSameKind = tierGroup(offered) === tierGroup(comparable);
  const isSameLabel = !andBuild || offered.build === comparable.build;
  const isNamed = MATCHES.indexOf(match) <= MATCHES.indexOf(least) && isSameLabel && isSameKind;
  const file = sameFile(wanted, offered, files);
  const holds = isNamed && file !== 'other';
  return {
    ...row,
    match,
    holds,
    found: `${label(offered.version, offered.variant, offered.build)}${isSameKind ? '' : `, as ${offered.provider}`}`,
    note: isOtherBytes(comparable, offered)
      ? 'the same label, other bytes'
      : isNamed
        ? noteOn(file, byName)
        : '',
  };
}

/** A module that has no version is the same by all that its name tells; of an image without one its bytes decide. */
function isSameWithoutVersion({ row, comparable }: Wanted, one: Comparable): boolean {
  if (row.kind !== 'module' || comparable.version !== '' || one.version !== '') return false;
  return one.tool === comparable.tool && one.variant === comparable.variant && one.build === comparable.build;
}

const OTHER_FILE =
  'another modulefile of that name: on another cluster the paths in it may be all that differs';

/** Of something that has the name: what more than the name is known. */
const noteOn = (file: ReturnType<typeof sameFile>, byName: string) =>
  file === 'other' ? OTHER_FILE : file === 'same' ? '' : byName;

const GROUPS: Partial<Record<Comparable['provider'], string>> = {
  apptainer: 'image',
  podman: 'image',
  docker: 'image',
};
const tierGroup = ({ provider }: Comparable) => GROUPS[provider] ?? provider;

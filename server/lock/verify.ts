import { z } from 'zod';
import { relevantFacets } from '../compare/gapFacets.ts';
import { coverageOf, unread } from '../compare/gaps.ts';
import { isDigest } from '../compare/label.ts';
import { bestMatch, type Comparable, isOtherBytes, MATCHES, type Match } from '../compare/match.ts';
import { type Offered, offeredNow } from '../compare/offered.ts';
import type { ResolvedScope } from '../compare/scope.ts';
import { nameConda } from '../names/index.ts';
import type { Queryable } from '../store/database.ts';
import { lockedEnvironments } from './environments.ts';
import type { Lock, LockedCondaPackage, LockedEnvironment } from './schema.ts';

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

interface Wanted {
  row: Pick<VerifiedRow, 'kind' | 'name' | 'locked'>;
  comparable: Comparable;
  /** The least that counts as the same. */
  least: Match;
  /** Said of a row that holds, where names are all that could be compared; '' where bytes or a record were. */
  byName: string;
  /** Whether the build is part of what has to be the same although it decides no match. */
  andBuild: boolean;
}

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
  const packages = new Map(lock.environments.flatMap((one) => one.packages).map((one) => [one.spec, one]));
  const verified = (one: Wanted) => {
    const { tool } = one.comparable;
    const known = one.row.kind === 'package' ? (installed.get(tool) ?? []) : [];
    return verifiedRow(one, [...known, ...(byTool.get(tool) ?? [])], gaps);
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
    ...lock.images.map((one) => verified(wantedOther('image', one, one.digests))),
    ...lock.modules.map((one) => verified(wantedOther('module', one, []))),
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

function wantedPackage(one: LockedCondaPackage): Wanted {
  const { name, version, build, channel, subdir, sha256, md5 } = one;
  const named = nameConda({ name, version, build });
  const digest = sha256 === '' ? md5 && `conda-md5:${md5}` : `conda-sha256:${sha256}`;
  const marks = [md5 && `conda-md5:${md5}`, channel && `channel:${channel}`, subdir && `subdir:${subdir}`];
  return {
    row: { kind: 'package', name, locked: label(version, '', build) },
    comparable: {
      tool: named?.tool ?? name,
      version: named?.version ?? version,
      variant: named?.variant ?? '',
      build: named?.build ?? build,
      provider: 'conda',
      digest,
      marks: marks.filter((mark) => mark !== ''),
    },
    // A record that could not be read tells no more than the name of its file does.
    least: isNamedOnly(one) ? 'same-version' : 'same-build',
    byName: isNamedOnly(one) ? 'by its name, version and build: its record told no channel and no hash' : '',
    andBuild: isNamedOnly(one),
  };
}

const isNamedOnly = ({ channel, sha256, md5 }: LockedCondaPackage) =>
  channel === '' && sha256 === '' && md5 === '';

type Pip = LockedEnvironment['pip'][number];
const pipKey = ({ name, version }: Pip) => `${name} ${version}`;

/** Of what pip added its version is all that is known. */
function wantedPip({ name, version }: Pip): Wanted {
  const named = nameConda({ name, version, build: 'pypi_0' });
  return {
    row: { kind: 'package', name, locked: label(version, '', 'pip') },
    comparable: {
      tool: named?.tool ?? name,
      version: named?.version ?? version,
      variant: named?.variant ?? '',
      build: '',
      provider: 'conda',
      digest: '',
    },
    least: 'same-version',
    byName: 'by its version alone: pip tells no more',
    andBuild: false,
  };
}

function wantedOther(
  kind: 'image' | 'module',
  one: Lock['modules'][number] | Lock['images'][number],
  digests: string[],
): Wanted {
  const { tool, version, variant, build, provider } = one;
  const [digest = '', ...marks] = digests.filter(isDigest);
  return {
    row: { kind, name: tool, locked: label(version, variant, build) },
    comparable: { tool, version, variant, build, provider, digest, marks },
    ...(kind === 'module' ? NAMED_MODULE : imageBy(digest)),
  };
}

/** Of a module nothing but its name is known. */
const NAMED_MODULE = {
  least: 'same-version',
  byName: 'by its name alone: no hash of its file is known',
  andBuild: true,
} as const;

/** An image that no digest tells is no better. */
const imageBy = (digest: string) =>
  ({
    least: 'same-build',
    byName: digest === '' ? 'by its build alone: the lock has no digest' : '',
    andBuild: false,
  }) as const;

/** An environment with just the same records is the same, also where one of them tells no channel and no hash. */
function inWhole(row: VerifiedRow, isSame: boolean): VerifiedRow {
  if (row.holds || !isSame) return row;
  return { ...row, match: 'same-build', holds: true, note: 'the whole environment is the same' };
}

function verifiedRow(wanted: Wanted, there: Comparable[], gaps: number): VerifiedRow {
  const { row, comparable, least, andBuild, byName } = wanted;
  // What is locked as an image is not held by a package of that name.
  const alike = there.filter((one) => tierGroup(one) === tierGroup(comparable));
  const best = bestMatch(comparable, alike) ?? bestMatch(comparable, there);
  if (!best) {
    const isKnown = (gaps & relevantFacets([comparable.provider])) === 0;
    return { ...row, match: isKnown ? 'missing' : 'unknown', holds: false, found: '', note: '' };
  }
  const { match, offered } = best;
  const isSameKind = tierGroup(offered) === tierGroup(comparable);
  const isSameLabel = !andBuild || offered.build === comparable.build;
  const holds = MATCHES.indexOf(match) <= MATCHES.indexOf(least) && isSameLabel && isSameKind;
  return {
    ...row,
    match,
    holds,
    found: `${label(offered.version, offered.variant, offered.build)}${isSameKind ? '' : `, as ${offered.provider}`}`,
    note: isOtherBytes(comparable, offered) ? 'the same label, other bytes' : holds ? byName : '',
  };
}

const GROUPS: Partial<Record<Comparable['provider'], string>> = {
  apptainer: 'image',
  podman: 'image',
  docker: 'image',
};
const tierGroup = ({ provider }: Comparable) => GROUPS[provider] ?? provider;

const label = (version: string, variant: string, build: string) =>
  `${version}${variant}${build === '' ? '' : ` ${build}`}`;

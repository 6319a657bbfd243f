import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';
import { bitOf } from './gapFacets.ts';
import { coverageOf, together } from './gaps.ts';
import { buildOf } from './label.ts';
import { type Comparable, isOtherBytes, type Match } from './match.ts';
import { parseScope, type ResolvedScope, resolveScope } from './scope.ts';

/** A conda environment: it matches by all of its packages, or not at all. */
export interface Environment {
  document: string;
  /** One place of it. */
  place: string;
  places: number;
  /** Ids of the roots that hold it. */
  roots: readonly number[];
  packages: readonly Comparable[];
  /** Records that are there and could not be read: packages of which nobody knows. */
  unreadable: number;
}

export interface MatchedEnvironment {
  environment: Environment;
  /** identical, same-build, same-version, missing or unknown. */
  match: Match;
  there: Environment | null;
}

/** Each environment of A with the one of B that has the same packages, the most exactly. Pure. */
export function matchEnvironments(
  a: readonly Environment[],
  b: readonly Environment[],
  none: Match,
): MatchedEnvironment[] {
  const documents = new Map(b.map((one) => [one.document, one]));
  const byVersions = new Map<string, Environment[]>();
  const whole = b.filter(({ unreadable }) => unreadable === 0);
  for (const one of whole) {
    const key = versionsOf(one);
    const same = byVersions.get(key);
    if (same) same.push(one);
    else byVersions.set(key, [one]);
  }
  return a.map((environment) => {
    const equal = documents.get(environment.document);
    if (
      equal &&
      (sharesRoot(environment, equal) ||
        (environment.unreadable === 0 && environment.packages.every(({ digest }) => digest !== '')))
    )
      return { environment, match: 'identical', there: equal };
    const otherwise = b.some((there) => mayBeSame(environment, there)) ? 'unknown' : none;
    let best: MatchedEnvironment = { environment, match: otherwise, there: null };
    if (environment.unreadable > 0) return best;
    for (const there of byVersions.get(versionsOf(environment)) ?? []) {
      const match = matchOfSets(environment, there);
      if (best.there === null || RANK.indexOf(match) < RANK.indexOf(best.match))
        best = { environment, match, there };
    }
    return best;
  });
}

/** Where a part of one could not be read: what is known of it is in the other. */
function mayBeSame(a: Environment, b: Environment): boolean {
  if (a.unreadable === 0 && b.unreadable === 0) return false;
  if (a.unreadable > 0 && b.unreadable > 0) return true;
  const [part, whole] = a.unreadable > 0 ? [a, b] : [b, a];
  const known = new Set(whole.packages.map(versionOf));
  return part.packages.every((one) => known.has(versionOf(one)));
}

const sharesRoot = (a: Environment, b: Environment) => a.roots.some((root) => b.roots.includes(root));

const RANK: Match[] = ['identical', 'same-build', 'same-version'];

/** The packages in one order, by what they are called, and those of one name by their bytes. */
function ordered({ packages }: Environment): Comparable[] {
  const keyOf = (one: Comparable) => [one.tool, one.version, one.variant, one.build, one.digest].join('\0');
  return [...packages].sort((x, y) => (keyOf(x) < keyOf(y) ? -1 : 1));
}

/** Of two environments with the same tools in the same versions: as exact as the least exact of their packages. */
function matchOfSets(a: Environment, b: Environment): Match {
  const others = ordered(b);
  let match: Match = 'identical';
  for (const [at, one] of ordered(a).entries()) {
    const other = others[at];
    if (other === undefined || one.build !== other.build || isOtherBytes(one, other)) return 'same-version';
    if (one.digest !== '' && one.digest === other.digest) continue;
    if (buildOf(one) === '') return 'same-version';
    match = 'same-build';
  }
  return match;
}

const versionOf = ({ tool, version, variant }: Comparable) => `${tool}\0${version}\0${variant}`;

function versionsOf({ packages }: Environment): string {
  return packages.map(versionOf).sort().join('\n');
}

interface Row {
  document: string;
  place: string;
  places: number;
  roots: number[];
  offerings: number[];
  unreadable: number;
}

interface PackageRow {
  id: number;
  tool: string;
  version: string;
  variant: string;
  build: string;
  provider: number;
  digest: string;
}

/** The environments of scope a, each with the one of scope b that it matches. */
export async function compareEnvironments(
  db: Queryable,
  texts: { a: string; b: string },
  { staleDays, now = new Date() }: { staleDays: number; now?: Date },
): Promise<MatchedEnvironment[]> {
  const [a, b] = [await resolveScope(db, parseScope(texts.a)), await resolveScope(db, parseScope(texts.b))];
  const rows = [await rowsOf(db, a), await rowsOf(db, b)] as const;
  const ids = [...new Set(rows.flat().flatMap(({ offerings }) => offerings))];
  const found = await db.query<PackageRow & Record<string, unknown>>(
    `select offering.id, tool.name as tool, version.text as version, offering.variant, offering.build, offering.provider,
       offering.digest
     from unnest($1::int[]) as wanted (id) join offering on offering.id = wanted.id
     join tool on tool.id = offering.tool_id join version on version.id = offering.version_id`,
    [ids],
  );
  const packageOf = new Map(
    found.rows.map((row): [number, Comparable] => [row.id, { ...row, provider: providerOf(row.provider) }]),
  );
  const environment = ({ document, place, places, roots, offerings, unreadable }: Row): Environment => ({
    unreadable,
    document,
    place,
    places,
    roots,
    packages: offerings.flatMap((id) => packageOf.get(id) ?? []),
  });
  const { clusterIds, nodeIds, at } = b;
  const parts = await coverageOf(db, { clusterIds, nodeIds, at: at ?? now, staleDays });
  const unread = (together([...parts.values()]).facets & bitOf('conda')) !== 0;
  return matchEnvironments(
    rows[0].map(environment),
    rows[1].map(environment),
    unread ? 'unknown' : 'missing',
  );
}

async function rowsOf(db: Queryable, { clusterIds, nodeIds, at }: ResolvedScope): Promise<Row[]> {
  const found = await db.query<Row & Record<string, unknown>>(sql('compare-environments'), [
    clusterIds,
    nodeIds,
    at,
  ]);
  return found.rows;
}

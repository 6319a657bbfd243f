import type { Row } from '../compare/compare.ts';
import { bitOf } from '../compare/gapFacets.ts';
import { MATCHES } from '../compare/match.ts';
import {
  type Able,
  obtainableOf,
  type PackageRecord,
  type Told,
  type Traveller,
} from '../compare/obtainable.ts';
import type { Offered } from '../compare/offered.ts';
import type { SideOf } from '../compare/sides.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { tierOf } from '../store/providers.ts';
import { subjectsOf } from '../verdict/subjects.ts';
import { nodeGroupsIn, type Subject } from '../verdict/verdict.ts';

/** Of a tool in one version: builds and images that are looked at. */
const MOST = 5;

/** Better matches leave nothing to get. */
const FIRST = MATCHES.indexOf('same-recipe');

/** Of rows of a comparison: whether the other side can get what this side has. Null where it has the same build already. */
export async function obtainableFor(
  db: Queryable,
  rows: readonly Row[],
  { own, other }: { own: SideOf; other: SideOf },
): Promise<(row: Row) => Told | null> {
  const asked = rows.filter(({ match }) => MATCHES.indexOf(match) >= FIRST);
  if (asked.length === 0) return () => null;
  const offered = travellingOf(own, asked);
  const [travellerOf, there] = [
    await travellersOf(db, [...offered.values()].flat()),
    await ableOf(db, other),
  ];
  const told = new Map(
    asked.map((row) => {
      const travellers = (offered.get(keyOf(row)) ?? []).map(travellerOf);
      return [row, obtainableOf(travellers, there)];
    }),
  );
  return (row) => told.get(row) ?? null;
}

const keyOf = ({ tool, version }: { tool: string; version: string }) => `${tool}\0${version}`;

/** What of each row travels, images first. */
function travellingOf({ offered }: SideOf, rows: Row[]): Map<string, Offered[]> {
  const found = new Map(rows.map((row): [string, Offered[]] => [keyOf(row), []]));
  for (const one of offered) {
    if (tierOf(one.provider, one.writable) > '2') continue;
    found.get(keyOf(one))?.push(one);
  }
  for (const list of found.values()) {
    list.sort((a, b) => (tierOf(a.provider) < tierOf(b.provider) ? -1 : 1));
    list.splice(MOST);
  }
  return found;
}

interface Found {
  at: number;
  document: number;
  kind: string;
  name: string | null;
  version: string | null;
  build: string | null;
  channel: string | null;
  subdir: string | null;
  sha256: string | null;
  md5: string | null;
}

async function travellersOf(db: Queryable, offered: Offered[]): Promise<(one: Offered) => Traveller> {
  const found = await db.query<Found & Record<string, unknown>>(sql('compare-travels'), [
    offered.map(({ item }) => item),
    offered.map(({ digest }) => digest),
    offered.map(({ version }) => version),
    offered.map(({ build }) => build),
    offered.map(({ tool }) => tool),
  ]);
  const rowOf = new Map(found.rows.map((row) => [offered[row.at - 1], row]));
  const images = found.rows.filter(({ kind }) => kind.startsWith('images.'));
  const subjects = await subjectsById(db, [...new Set(images.map(({ document }) => document))]);
  return (one) => {
    const row = rowOf.get(one);
    if (one.provider === 'conda') return { kind: 'package', record: row ? recordOf(row) : null };
    return { kind: 'image', subject: (row && subjects.get(row.document)) ?? null };
  };
}

function recordOf({ name, version, build, channel, subdir, sha256, md5 }: Found): PackageRecord | null {
  if (name === null) return null;
  return {
    name,
    version: version ?? '',
    build: build ?? '',
    channel: channel ?? '',
    subdir: subdir ?? '',
    sha256: sha256 ?? '',
    md5: md5 ?? '',
  };
}

async function subjectsById(db: Queryable, ids: number[]): Promise<Map<number, Subject>> {
  if (ids.length === 0) return new Map();
  const hashes = await db.query<{ id: number; hash: string }>(
    `select id, encode(hash, 'hex') as hash from document where id = any($1)`,
    [ids],
  );
  const byHash = new Map((await subjectsOf(db, ids)).map((one) => [one.document, one]));
  return new Map(
    hashes.rows.flatMap(({ id, hash }): [number, Subject][] => {
      const subject = byHash.get(hash);
      return subject ? [[id, subject]] : [];
    }),
  );
}

/** What the other side can do now; null where that is not to be known. */
async function ableOf(db: Queryable, { where, at, gaps }: SideOf): Promise<Able | null> {
  if (where === null || at !== null) return null;
  const { clusterIds, nodeIds } = where;
  const groups = await nodeGroupsIn(db, clusterIds, nodeIds);
  const found = await db.query<{ channels: unknown } & Record<string, unknown>>(sql('compare-conda'), [
    clusterIds,
    nodeIds,
  ]);
  return {
    groups: [...groups.values()].flat(),
    installations: found.rows.map(({ channels }) =>
      Array.isArray(channels) ? channels.filter((one): one is string => typeof one === 'string') : [],
    ),
    condaUnread: (gaps & bitOf('conda')) !== 0,
  };
}

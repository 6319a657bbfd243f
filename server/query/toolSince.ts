import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { timeOf, timeOrNull } from './rows.ts';

/** A place that the rollup shows for a version. */
export interface ShownPlace {
  item: number;
  version_id: number;
  provider: number;
}

export interface Begin {
  since: string;
  /** The visit before, which did not see it; null where there was none. */
  sinceAfter: string | null;
}

interface Begun extends Record<string, unknown> {
  item: number;
  since: Date;
  since_after: Date | null;
}

/** Since when places hold a version, without a break. */
export async function sinceWhen(
  db: Queryable,
  tool: number,
  places: ShownPlace[],
): Promise<(place: ShownPlace) => Begin | undefined> {
  const found = await db.query<Begun & { continued: boolean }>(sql('tool-begun'), [
    [...new Set(places.map(({ item }) => item))],
  ]);
  const begun = new Map(
    found.rows.map((row) => [row.item, { begin: beginOf(row), continued: row.continued }]),
  );
  // Few places held something else before, and only of these it has to be looked up whether it had the version, too.
  const before = await beginsBefore(
    db,
    tool,
    places.filter(({ item }) => begun.get(item)?.continued),
  );
  return (place) => {
    const own = begun.get(place.item);
    if (!own) return undefined;
    return own.continued ? before(place) : own.begin;
  };
}

const beginOf = ({ since, since_after }: Begun): Begin => ({
  since: timeOf(since),
  sinceAfter: timeOrNull(since_after),
});

interface BegunVersion extends Begun {
  version: number;
  provider: number;
}

async function beginsBefore(
  db: Queryable,
  tool: number,
  places: ShownPlace[],
): Promise<(place: ShownPlace) => Begin | undefined> {
  if (places.length === 0) return () => undefined;
  const found = await db.query<BegunVersion>(sql('tool-since'), [
    places.map(({ item }) => item),
    places.map(({ version_id }) => version_id),
    places.map(({ provider }) => provider),
    tool,
  ]);
  const keyOf = (item: number, version: number, provider: number) => `${item} ${version} ${provider}`;
  const known = new Map(found.rows.map((row) => [keyOf(row.item, row.version, row.provider), beginOf(row)]));
  return ({ item, version_id, provider }) => known.get(keyOf(item, version_id, provider));
}

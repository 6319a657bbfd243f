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

interface Row extends Record<string, unknown> {
  item: number;
  version: number;
  provider: number;
  since: Date;
  since_after: Date | null;
}

/** Since when places hold a version, without a break. */
export async function sinceWhen(
  db: Queryable,
  tool: number,
  places: ShownPlace[],
): Promise<(place: ShownPlace) => Begin | undefined> {
  const found = await db.query<Row>(sql('tool-since'), [
    places.map(({ item }) => item),
    places.map(({ version_id }) => version_id),
    places.map(({ provider }) => provider),
    tool,
  ]);
  const keyOf = (item: number, version: number, provider: number) => `${item} ${version} ${provider}`;
  const known = new Map(
    found.rows.map((row) => [
      keyOf(row.item, row.version, row.provider),
      { since: timeOf(row.since), sinceAfter: timeOrNull(row.since_after) },
    ]),
  );
  return ({ item, version_id, provider }) => known.get(keyOf(item, version_id, provider));
}

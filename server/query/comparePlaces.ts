import type { Offered } from '../compare/offered.ts';
import { facetNames } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { pastable } from './pasting.ts';

interface PlaceRow {
  item: number;
  facet: number;
  root_kind: string;
  root_path: string;
  item_path: string;
}

export interface OfferedPlace {
  place: string;
  load: string;
}

const NOWHERE: OfferedPlace = { place: '', load: '' };

/** Where each of these offerings is, and the line that loads it. */
export async function placesOf(
  db: Queryable,
  offered: Offered[],
): Promise<(one: Offered | null) => OfferedPlace> {
  const items = [...new Set(offered.map(({ item }) => item))].filter((item) => item !== 0);
  const found = await db.query<PlaceRow>(sql('compare-places'), [items]);
  const byItem = new Map(found.rows.map((row) => [row.item, row]));
  return (one) => {
    const row = one === null ? undefined : byItem.get(one.item);
    const facet = row && facetNames[row.facet];
    if (!one || !row || !facet) return NOWHERE;
    const { root_kind: rootKind, root_path: rootPath, item_path: itemPath } = row;
    const { place, load } = facets[facet].locate({
      rootKind,
      rootPath,
      itemPath,
      provider: one.provider,
      locator: one.locator,
    });
    return { place, load: pastable(load) };
  };
}

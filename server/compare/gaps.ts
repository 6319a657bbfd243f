import type { FacetName } from '../facets/names.ts';
import { facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { bitOf, offeringFacets } from './gapFacets.ts';

/** Something that was not read, or not lately, so that a tool that was not seen may be there all the same. */
export interface Gap {
  facet: FacetName;
  /** A code of docs/reasons.md, or never-read, stale, no-nodes. */
  reason: string;
  nodes: number;
  /** One of the nodes, and a root there; '' where it is about all of it. */
  node: string;
  root: string;
}

export interface Coverage {
  gaps: Gap[];
  /** Bit f: facet number f has a gap. */
  facets: number;
  /** The oldest reading that is relied on; null where there is none. */
  oldest: Date | null;
}

interface Row {
  cluster: number;
  facet: number;
  reason: string;
  nodes: number;
  node: string;
  root: string;
  oldest: Date | null;
}

export interface GapQuery {
  clusterIds: number[];
  /** null: all nodes. */
  nodeIds: number[] | null;
  at: Date;
  /** An older reading no longer says that something is missing. */
  staleDays: number;
}

/** By cluster. One without nodes was not read at all. */
export async function coverageOf(db: Queryable, query: GapQuery): Promise<Map<number, Coverage>> {
  const { clusterIds, nodeIds, at, staleDays } = query;
  const facets = offeringFacets.map((facet) => facetNames.indexOf(facet));
  const found = await db.query<Row>(sql('compare-gaps'), [clusterIds, nodeIds, at, facets, staleDays]);
  const coverage = new Map<number, Coverage>();
  for (const { cluster, reason, oldest } of found.rows)
    if (reason === '') coverage.set(cluster, { gaps: [], facets: 0, oldest });
  for (const id of clusterIds) if (!coverage.has(id)) coverage.set(id, unread());
  for (const { cluster, facet, ...gap } of found.rows) {
    const name = facetNames[facet];
    const one = coverage.get(cluster);
    if (!name || !one) continue;
    one.gaps.push({ facet: name, reason: gap.reason, nodes: gap.nodes, node: gap.node, root: gap.root });
    one.facets |= bitOf(name);
  }
  return coverage;
}

/** Nothing of it was read. */
export function unread(): Coverage {
  const gaps = offeringFacets.map((facet) => ({ facet, reason: 'no-nodes', nodes: 0, node: '', root: '' }));
  return { gaps, facets: offeringFacets.reduce((bits, facet) => bits | bitOf(facet), 0), oldest: null };
}

/** Of several clusters together. */
export function together(parts: Coverage[]): Coverage {
  if (parts.length === 0) return unread();
  const oldest = parts.flatMap((one) => (one.oldest === null ? [] : [one.oldest.getTime()]));
  return {
    gaps: parts.flatMap(({ gaps }) => gaps),
    facets: parts.reduce((bits, one) => bits | one.facets, 0),
    oldest: oldest.length === 0 ? null : new Date(Math.min(...oldest)),
  };
}

import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import type { Area } from './area.ts';
import type { RawChange } from './change.ts';
import type { Window } from './window.ts';

interface Row {
  change: 'new' | 'retired' | 'renamed';
  id: number;
  cluster_id: number;
  /** The name before. */
  before: string;
  at: Date;
}

export interface NodeChanges {
  changes: RawChange[];
  /** Nodes that were not known at the beginning: what they hold is no change of anything. */
  fresh: number[];
}

/** Nodes that became known, left service or were renamed. */
export async function nodeChanges(db: Queryable, area: Area, { since, until }: Window): Promise<NodeChanges> {
  const found = await db.query<Row>(sql('changes-nodes'), [
    since,
    until,
    [...area.clusters.keys()],
    area.nodeIds,
  ]);
  const changes = found.rows.map((row): RawChange => {
    const exact = row.change === 'new' ? null : row.at;
    return {
      category: 'nodes',
      kind: row.change,
      clusterId: row.cluster_id,
      facet: '',
      place: '',
      what: 'node',
      provider: '',
      before: row.before,
      after: '',
      nodes: [row.id],
      since: row.at,
      sinceAfter: exact,
      documentBefore: null,
      documentAfter: null,
    };
  });
  return { changes, fresh: found.rows.filter(({ change }) => change === 'new').map(({ id }) => id) };
}

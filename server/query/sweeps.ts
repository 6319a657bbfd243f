import { windowOf } from '../changes/window.ts';
import { GazetteerError } from '../errors.ts';
import type { Sweep } from '../routes/schemas/places.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { nodesNamed } from './nodesNamed.ts';
import { timeOf, timeOrNull } from './rows.ts';
import { type PageAsked, pageOfList, type SqlList } from './sqlList.ts';

interface SweepRow extends Record<string, unknown> {
  id: number;
  site: string;
  cluster: string;
  started_at: Date;
  finished_at: Date | null;
  state: Sweep['state'];
  expected: number;
  changed: number;
  trigger: Sweep['trigger'];
  full: boolean;
  note: string;
  thinned_total: number;
  complete: number;
  partial: number;
  failed: number;
  not_expected: number;
}

export interface SweepFilter extends PageAsked {
  site: string;
  cluster: string;
  /** Only those that began after the one and not after the other; as a person writes a time, '' for whenever. */
  since?: string;
  until?: string;
  /** A node set: only sweeps of some of these, with their visits alone; '' any. */
  nodes?: string;
}

/** Newest first. */
export const sweepList = {
  statement: 'sweeps',
  columns: {
    id: { by: 'id', type: 'int' },
    site: { by: 'site', type: 'text' },
    cluster: { by: 'cluster', type: 'text' },
    startedAt: { by: 'started_at', type: 'timestamptz' },
    finishedAt: { by: `coalesce(finished_at, 'infinity')`, type: 'timestamptz' },
    state: { by: 'state', type: 'text' },
    expected: { by: 'expected', type: 'int' },
    changed: { by: 'changed', type: 'int' },
    trigger: { by: 'trigger', type: 'text' },
  },
  order: [{ by: 'id', type: 'int', down: true }],
} satisfies SqlList;

export async function listSweeps(db: Queryable, filter: SweepFilter) {
  const { site, cluster, since = '', until = '', nodes = '' } = filter;
  const begin = since === '' ? null : windowOf(since, until).since;
  const end = until === '' ? null : windowOf('', until).until;
  const page = await pageOfList<SweepRow>(
    db,
    sweepList,
    [site, cluster, null, begin, end, nodesNamed(nodes)],
    filter,
  );
  return { ...page, items: page.items.map(sweepOf) };
}

export async function sweepById(db: Queryable, id: number): Promise<Sweep> {
  const sweep = (await sweepsById(db, [id])).get(id);
  if (!sweep) throw new GazetteerError('not-found', `there is no sweep ${id}`);
  return sweep;
}

export async function sweepsById(db: Queryable, ids: number[]): Promise<Map<number, Sweep>> {
  const found = await db.query<SweepRow>(sql('sweeps'), ['', '', ids, null, null, null]);
  return new Map(found.rows.map((row) => [row.id, sweepOf(row)]));
}

function sweepOf(row: SweepRow): Sweep {
  return {
    id: row.id,
    site: row.site,
    cluster: row.cluster,
    startedAt: timeOf(row.started_at),
    finishedAt: timeOrNull(row.finished_at),
    state: row.state,
    expected: row.expected,
    outcomes: {
      complete: row.complete,
      partial: row.partial,
      failed: row.failed,
      notExpected: row.not_expected,
    },
    changed: row.changed,
    trigger: row.trigger,
    full: row.full,
    note: row.note,
    thinned: row.thinned_total,
  };
}

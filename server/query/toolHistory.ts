import type { ToolTime } from '../routes/schemas/toolGrid.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { keptSince } from '../store/prune/kept.ts';
import { keysOf } from './findEntries.ts';
import { resolveTool } from './resolveTool.ts';
import { unknownTool } from './unknownTool.ts';

export interface HistoryQuery {
  tool: string;
  site: string;
  days: number;
  /** Equal steps of an hour or more, of which the last is now. */
  points: number;
}

interface Had extends Record<string, unknown> {
  /** Of the time, from 1. */
  number: number;
  cluster: number;
  version: string;
  sort_key: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whether clusters come together at the newest version of a tool, or drift apart. */
export async function toolHistory(
  db: Queryable,
  { tool: asked, site, days, points }: HistoryQuery,
  now = new Date(),
): Promise<ToolTime[]> {
  const tool = await resolveTool(db, asked);
  if (!tool) throw await unknownTool(db, asked);
  const { closed } = await keptSince(db);
  const first = Math.max(await firstReading(db, site, now), closed?.getTime() ?? 0);
  const begin = Math.max(now.getTime() - days * DAY, first);
  const times = stepsOf(begin, now.getTime(), points);
  const found = await db.query<Had>(sql('tool-history'), [tool.id, times, site]);
  const keyOfVersion = keysOf(tool.name);
  return times.map((at, index) =>
    timeOf(
      at,
      found.rows.filter(({ number }) => number === index + 1),
      keyOfVersion,
    ),
  );
}

/** Before anything was read nobody knows who had what: there the history begins. */
async function firstReading(db: Queryable, site: string, now: Date): Promise<number> {
  const found = await db.query<{ at: Date | null }>(
    `select min(coalesce(sweep.finished_at, sweep.started_at)) as at from sweep
     join cluster on cluster.id = sweep.cluster_id join site on site.id = cluster.site_id
     where $1 = '' or site.name = $1`,
    [site],
  );
  return found.rows[0]?.at?.getTime() ?? now.getTime();
}

function stepsOf(begin: number, end: number, points: number): Date[] {
  // What began at this very moment has no time behind it.
  if (begin >= end) return [new Date(end)];
  const steps = Math.min(points - 1, Math.max(1, Math.floor((end - begin) / HOUR)));
  return Array.from(
    { length: steps + 1 },
    (_, at) => new Date(Math.floor(end - ((end - begin) * (steps - at)) / steps)),
  );
}

function timeOf(at: Date, had: Had[], keyOfVersion: ReturnType<typeof keysOf>): ToolTime {
  // A version that is not told is none that is newer or older.
  const told = had.filter(({ version }) => version !== '').map((row) => ({ ...row, key: keyOfVersion(row) }));
  const newest = told.reduce<(typeof told)[number] | undefined>(
    (best, one) => (best === undefined || one.key > best.key ? one : best),
    undefined,
  );
  const clusters = new Set(told.map(({ cluster }) => cluster)).size;
  const current = new Set(told.filter(({ key }) => key === newest?.key).map(({ cluster }) => cluster)).size;
  return {
    at: at.toISOString(),
    newest: newest?.version ?? '',
    clusters,
    current,
    behind: clusters - current,
    versions: new Set(told.map(({ version }) => version)).size,
  };
}

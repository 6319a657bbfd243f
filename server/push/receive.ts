import { hostname } from 'node:os';
import { setImmediate as others } from 'node:timers/promises';
import { recordSafely } from '../collect/recordSafely.ts';
import { savedVisit } from '../collect/savedOutput.ts';
import { DEFAULT_SUSPECT_SHARE } from '../collect/sweep.ts';
import { GazetteerError } from '../errors.ts';
import { processMark } from '../postgres/processes.ts';
import { sql } from '../sql.ts';
import type { Database, Queryable } from '../store/database.ts';
import { refreshRollup } from '../store/rollup.ts';
import type { VisitResult } from '../store/visit.ts';
import { type PostedNode, readPost } from './posting.ts';
import type { Stamp } from './stamp.ts';
import { takeNodes } from './takeNodes.ts';
import type { Grant } from './tokens.ts';

/** What became of a post. */
export interface PushAnswer {
  sweep: number;
  nodes: { node: string; outcome: VisitResult['outcome']; changed: number; reason: string }[];
  /** Left out: what was read so many seconds later is stored already, or, 0, the same output. */
  older: { node: string; seconds: number }[];
}

type Visit = NonNullable<ReturnType<typeof savedVisit>>;

/** Stores the nodes of a post as the visits of one sweep. All of it is checked before any of it is stored. */
export async function receivePush(
  db: Database,
  grant: Grant,
  stamp: Stamp,
  body: Buffer,
): Promise<PushAnswer> {
  const posted = readPost(body);
  if (typeof posted === 'string') throw new GazetteerError('push-format', posted, 'See docs/push.md');
  const nodes = await nodesOf(db, grant, posted);
  const now = Date.now();
  const all: ReturnType<typeof visitOf>[] = [];
  for (const { node, output, age } of posted) {
    // By differences of the sender's own clock, which may be off. Of whole seconds they may be one too many, and
    // what is dated before it began would stand behind what was read before it.
    const at = new Date(now - Math.max(0, age + stamp.waited - 1) * 1000);
    all.push(visitOf(node, nodes.get(node), output, at));
    // Thousands of nodes take seconds, in which pages are answered, too.
    await others();
  }
  const taken = await takeNodes(
    db,
    grant,
    stamp,
    all.map(({ visit }) => visit.nodeId),
  );
  for (const [id, seconds] of await storedLater(
    db,
    all.map(({ visit }) => visit),
    now,
  ))
    taken.set(id, Math.max(seconds, taken.get(id) ?? 0));
  const visits = all.filter(({ visit }) => !taken.has(visit.nodeId));
  const older = all.flatMap(({ node, visit }) => {
    const seconds = taken.get(visit.nodeId);
    return seconds === undefined ? [] : [{ node, seconds }];
  });
  if (visits.length === 0) throw allOlder(older);
  await db.query('update push_token set used_at = now() where id = $1', [grant.tokenId]);
  // It is no sweep that runs: another one of the cluster may begin.
  const made = await db.query<{ id: number }>(
    `insert into sweep (cluster_id, started_at, finished_at, state, expected, worker, trigger)
     values ($1, now(), now(), 'finished', $2, $3, 'single') returning id`,
    [grant.clusterId, visits.length, `${hostname()} ${processMark(process.pid)}`],
  );
  const sweepId = made.rows[0]?.id ?? 0;
  const answer: PushAnswer = { sweep: sweepId, nodes: [], older };
  const touched = new Set<number>();
  for (const { node, visit } of visits) {
    const report = { ...visit, sweepId, clusterId: grant.clusterId };
    const result = await recordSafely(db, report, {
      suspectShare: DEFAULT_SUSPECT_SHARE,
      alone: true,
    });
    for (const document of result.touched) touched.add(document);
    const reason = (visit.failure ?? result.firstFailure)?.reason ?? '';
    answer.nodes.push({ node, outcome: result.outcome, changed: result.changed, reason });
  }
  await refreshRollup(db, grant.clusterId, [...touched]);
  await db.query('update sweep set finished_at = now() where id = $1', [sweepId]);
  return answer;
}

function visitOf(
  node: string,
  known: Known | undefined,
  output: Buffer,
  at: Date,
): { node: string; visit: Visit } {
  const visit = savedVisit({ id: known?.id ?? 0, shared: known?.shared ?? [] }, output, at);
  if (visit) return { node, visit };
  throw new GazetteerError(
    'push-no-frames',
    `${node}: its ${output.length} bytes hold no agent output`,
    'Make the agent with: gazetteer agent print',
  );
}

/** Two outputs of a node that are dated so near to each other are one: the dates are worked out anew for each post. */
const SAME_SECONDS = 60;

/**
 * Nodes whose output is older than the newest visit of them, or is the one of that visit again, by so many seconds. A folder that is
 * sent every day goes on holding what a node that died left there.
 */
async function storedLater(db: Queryable, visits: Visit[], now: number): Promise<Map<number, number>> {
  const old = visits.filter(({ startedAt }) => now - startedAt.getTime() > SAME_SECONDS * 1000);
  const found = await db.query<{ id: number; startedAt: Date }>(sql('push-stored'), [
    old.map(({ nodeId }) => nodeId),
  ]);
  const newest = new Map(found.rows.map(({ id, startedAt }) => [id, startedAt.getTime()]));
  return new Map(
    old.flatMap(({ nodeId, startedAt }) => {
      const later = ((newest.get(nodeId) ?? 0) - startedAt.getTime()) / 1000;
      return later > -SAME_SECONDS ? [[nodeId, Math.max(0, Math.ceil(later))] as const] : [];
    }),
  );
}

/** What waited for its next try, while later posts of the same nodes came through, would undo them. */
function allOlder(older: PushAnswer['older']): GazetteerError {
  const [first] = older;
  return new GazetteerError(
    'push-older',
    first?.seconds === 0
      ? `${first.node}: the same output is stored already`
      : `${first?.node}: what was read ${first?.seconds} s later is stored already`,
    'What is newer stands; nothing is to be done',
  );
}

interface Known {
  id: number;
  shared: string[];
}

async function nodesOf(db: Queryable, grant: Grant, posted: PostedNode[]): Promise<Map<string, Known>> {
  const found = await db.query<Known & { name: string }>(
    `select id, name, coalesce(settings -> 'shared', '[]') as shared
     from node where cluster_id = $1 and name = any($2) and retired_at is null`,
    [grant.clusterId, posted.map(({ node }) => node)],
  );
  const nodes = new Map(found.rows.map(({ name, ...known }) => [name, known]));
  const others = posted.filter(({ node }) => grant.nodeId !== null && nodes.get(node)?.id !== grant.nodeId);
  if (others.length > 0)
    throw new GazetteerError(
      'push-not-yours',
      `the token is not for ${others[0]?.node}`,
      'See: gazetteer tokens list',
    );
  const missing = posted.filter(({ node }) => !nodes.has(node)).map(({ node }) => node);
  if (missing.length === 0) return nodes;
  throw new GazetteerError(
    'push-no-node',
    `there is no node ${missing.slice(0, 5).join(', ')} in ${grant.cluster}`,
    'Add it to the sites file with "transport: push" and run: gazetteer apply sites.yaml',
  );
}

import { hostname } from 'node:os';
import { recordSafely } from '../collect/recordSafely.ts';
import { savedVisit } from '../collect/savedOutput.ts';
import { DEFAULT_SUSPECT_SHARE } from '../collect/sweep.ts';
import { GazetteerError } from '../errors.ts';
import { processMark } from '../postgres/processes.ts';
import type { Database } from '../store/database.ts';
import { refreshRollup } from '../store/rollup.ts';
import type { VisitResult } from '../store/visit.ts';
import { type PostedNode, readPost } from './posting.ts';
import type { Grant } from './tokens.ts';

/** What became of a post. */
export interface PushAnswer {
  sweep: number;
  nodes: { node: string; outcome: VisitResult['outcome']; changed: number; reason: string }[];
}

type Visit = NonNullable<ReturnType<typeof savedVisit>>;

/** Stores the nodes of a post as the visits of one sweep. All of it is checked before any of it is stored. */
export async function receivePush(db: Database, grant: Grant, body: Buffer): Promise<PushAnswer> {
  const posted = readPost(body);
  if (typeof posted === 'string') throw new GazetteerError('push-format', posted, 'See docs/push.md');
  const ids = await nodesOf(db, grant, posted);
  const visits = posted.map(({ node, output }) => visitOf(node, ids.get(node) ?? 0, output));
  await db.query('update push_token set used_at = now() where id = $1', [grant.tokenId]);
  // It is no sweep that runs: another one of the cluster may begin.
  const made = await db.query<{ id: number }>(
    `insert into sweep (cluster_id, started_at, finished_at, state, expected, worker, trigger)
     values ($1, now(), now(), 'finished', $2, $3, 'single') returning id`,
    [grant.clusterId, visits.length, `${hostname()} ${processMark(process.pid)}`],
  );
  const sweepId = made.rows[0]?.id ?? 0;
  const answer: PushAnswer = { sweep: sweepId, nodes: [] };
  const touched = new Set<number>();
  for (const { node, visit } of visits) {
    const report = { ...visit, sweepId, clusterId: grant.clusterId };
    const result = await recordSafely(db, report, { suspectShare: DEFAULT_SUSPECT_SHARE });
    for (const document of result.touched) touched.add(document);
    const reason = (visit.failure ?? result.firstFailure)?.reason ?? '';
    answer.nodes.push({ node, outcome: result.outcome, changed: result.changed, reason });
  }
  await refreshRollup(db, grant.clusterId, [...touched]);
  await db.query('update sweep set finished_at = now() where id = $1', [sweepId]);
  return answer;
}

function visitOf(node: string, nodeId: number, output: Buffer): { node: string; visit: Visit } {
  const visit = savedVisit(nodeId, output);
  if (visit) return { node, visit };
  throw new GazetteerError(
    'push-no-frames',
    `${node}: its ${output.length} bytes hold no agent output`,
    'Make the agent with: gazetteer agent print',
  );
}

async function nodesOf(db: Database, grant: Grant, posted: PostedNode[]): Promise<Map<string, number>> {
  const found = await db.query<{ id: number; name: string }>(
    'select id, name from node where cluster_id = $1 and name = any($2) and retired_at is null',
    [grant.clusterId, posted.map(({ node }) => node)],
  );
  const ids = new Map(found.rows.map(({ id, name }) => [name, id]));
  const others = posted.filter(({ node }) => grant.nodeId !== null && ids.get(node) !== grant.nodeId);
  if (others.length > 0)
    throw new GazetteerError(
      'push-not-yours',
      `the token is not for ${others[0]?.node}`,
      'See: gazetteer tokens list',
    );
  const missing = posted.filter(({ node }) => !ids.has(node)).map(({ node }) => node);
  if (missing.length === 0) return ids;
  throw new GazetteerError(
    'push-no-node',
    `there is no node ${missing.slice(0, 5).join(', ')} in ${grant.cluster}`,
    'Add it to the sites file with "transport: push" and run: gazetteer apply sites.yaml',
  );
}

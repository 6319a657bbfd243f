import { hostname } from 'node:os';
import { recordSafely } from '../collect/recordSafely.ts';
import { savedVisit } from '../collect/savedOutput.ts';
import { DEFAULT_SUSPECT_SHARE } from '../collect/sweep.ts';
import { GazetteerError } from '../errors.ts';
import { processMark } from '../postgres/processes.ts';
import type { Database, Queryable } from '../store/database.ts';
import { refreshRollup } from '../store/rollup.ts';
import type { VisitResult } from '../store/visit.ts';
import { type PostedNode, readPost } from './posting.ts';
import type { Stamp } from './receipts.ts';
import type { Grant } from './tokens.ts';

/** What became of a post. */
export interface PushAnswer {
  sweep: number;
  nodes: { node: string; outcome: VisitResult['outcome']; changed: number; reason: string }[];
}

type Visit = NonNullable<ReturnType<typeof savedVisit>>;

/** Stores the nodes of a post as the visits of one sweep. All of it is checked before any of it is stored. */
export async function receivePush(
  db: Database,
  grant: Grant,
  { sentAt }: Stamp,
  body: Buffer,
): Promise<PushAnswer> {
  const posted = readPost(body);
  if (typeof posted === 'string') throw new GazetteerError('push-format', posted, 'See docs/push.md');
  const nodes = await nodesOf(db, grant, posted);
  await refuseOlder(db, grant, sentAt, [...nodes.keys()]);
  const visits = posted.map(({ node, output }) => visitOf(node, nodes.get(node), output));
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

function visitOf(node: string, known: Known | undefined, output: Buffer): { node: string; visit: Visit } {
  const visit = savedVisit({ id: known?.id ?? 0, shared: known?.shared ?? [] }, output);
  if (visit) return { node, visit };
  throw new GazetteerError(
    'push-no-frames',
    `${node}: its ${output.length} bytes hold no agent output`,
    'Make the agent with: gazetteer agent print',
  );
}

/** What waited for its next try, while a later post of the same node came through, would undo that. */
async function refuseOlder(
  db: Queryable,
  { clusterId }: Grant,
  sentAt: Date,
  nodes: string[],
): Promise<void> {
  const found = await db.query<{ node: string; seconds: number }>(
    `select told ->> 'node' as node, ceil(extract(epoch from max(sent_at) - $2))::int as seconds
     from push_receipt join push_token on push_token.id = token_id, jsonb_array_elements(answer -> 'nodes') as told
     where cluster_id = $1 and sent_at > $2 and told ->> 'node' = any($3) group by 1 order by 1`,
    [clusterId, sentAt, nodes],
  );
  const [later] = found.rows;
  if (!later) return;
  throw new GazetteerError(
    'push-older',
    `${later.node}: a post that was made ${later.seconds} s later is stored already`,
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

import { createHash, randomBytes } from 'node:crypto';
import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';

export interface TokenRow {
  id: number;
  /** `site/cluster` or `site/cluster/node` */
  scope: string;
  label: string;
  createdAt: string;
  usedAt: string | null;
  revokedAt: string | null;
}

/** What a token allows. */
export interface Grant {
  tokenId: number;
  clusterId: number;
  /** null: every node of the cluster. */
  nodeId: number | null;
  cluster: string;
}

/** 256 random bits need no slow hash: nobody guesses them. */
const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Makes a token for a cluster or a node; it is told now and never again. */
export async function createToken(
  db: Queryable,
  scope: string,
  label: string,
): Promise<{ id: number; token: string }> {
  const [site = '', cluster = '', node] = scope.split('/');
  const found = await db.query<{ id: number; nodeId: number | null }>(
    `select cluster.id, node.id as "nodeId" from cluster join site on site.id = cluster.site_id
     left join node on node.cluster_id = cluster.id and node.name = $3 and node.retired_at is null
     where site.name = $1 and cluster.name = $2 and cluster.retired_at is null and site.retired_at is null`,
    [site, cluster, node ?? ''],
  );
  const [row] = found.rows;
  if (!row || (node !== undefined && row.nodeId === null)) {
    const what = 'there is no such cluster or node';
    throw new GazetteerError('no-node', `${scope}: ${what}`, 'Name it as site/cluster or site/cluster/node');
  }
  const token = `gzp_${randomBytes(32).toString('base64url')}`;
  const made = await db.query<{ id: number }>(
    'insert into push_token (hash, cluster_id, node_id, label) values ($1, $2, $3, $4) returning id',
    [hashOf(token), row.id, row.nodeId, label],
  );
  return { id: made.rows[0]?.id ?? 0, token };
}

export async function listTokens(db: Queryable): Promise<TokenRow[]> {
  const found = await db.query<Record<'id', number> & Record<'scope' | 'label', string> & Times>(
    `select push_token.id, site.name || '/' || cluster.name || coalesce('/' || node.name, '') as scope,
       push_token.label, push_token.created_at, push_token.used_at, push_token.revoked_at
     from push_token join cluster on cluster.id = push_token.cluster_id join site on site.id = cluster.site_id
     left join node on node.id = push_token.node_id order by push_token.id`,
  );
  return found.rows.map(({ id, scope, label, created_at, used_at, revoked_at }) => ({
    id,
    scope,
    label,
    createdAt: created_at.toISOString(),
    usedAt: used_at?.toISOString() ?? null,
    revokedAt: revoked_at?.toISOString() ?? null,
  }));
}

interface Times {
  created_at: Date;
  used_at: Date | null;
  revoked_at: Date | null;
}

/** Takes a token's rights for good; false when there is none with them. */
export async function revokeToken(db: Queryable, id: number): Promise<boolean> {
  const done = await db.query(
    'update push_token set revoked_at = now() where id = $1 and revoked_at is null',
    [id],
  );
  return (done.rowCount ?? 0) > 0;
}

/** What a token allows now; null for one that is none, or none any more. */
export async function grantOf(db: Queryable, token: string): Promise<Grant | null> {
  const found = await db.query<Grant>(
    `select push_token.id as "tokenId", push_token.cluster_id as "clusterId", push_token.node_id as "nodeId",
       site.name || '/' || cluster.name as cluster
     from push_token join cluster on cluster.id = push_token.cluster_id join site on site.id = cluster.site_id
     where push_token.hash = $1 and push_token.revoked_at is null
       and cluster.retired_at is null and site.retired_at is null`,
    [hashOf(token)],
  );
  return found.rows[0] ?? null;
}

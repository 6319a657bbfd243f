import type { FacetReading, RootReading } from '../../server/facets/facet.ts';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { type FacetName, facetNames } from '../../server/facets/names.ts';
import type { Mount } from '../../server/frames/evidence.ts';
import type { Database } from '../../server/store/database.ts';
import { refreshRollup } from '../../server/store/rollup.ts';
import { recordVisit, type VisitResult } from '../../server/store/visit.ts';

/** Readings written by hand, for tests of what the store concludes from them. */

export const NFS: Mount = { point: '/apps', fstype: 'nfs4', source: 'filer:/apps', inode: '7' };
export const LOCAL: Mount = { point: '/', fstype: 'xfs', source: '/dev/sda2', inode: '9' };

export function treeFacts(modules: string[]) {
  return {
    kind: 'modules.tree',
    tool: 'lmod',
    read: 'evaluated',
    use: '',
    modules: modules.map(namedModule),
    aliases: [],
  };
}

/** A module tree as it was read. */
export function tree(modules: string[], more: Partial<RootReading> = {}): RootReading {
  const facts = treeFacts(modules);
  const evidence = { name: 'spider', parts: [{ name: 'spider', bytes: Buffer.from(modules.join('\n')) }] };
  return {
    kind: 'tree',
    path: '/apps/modules',
    mount: NFS,
    key: 'x86_64 lmod 8.7',
    outcome: 'present',
    reason: '',
    message: '',
    items: [{ path: '', facts, evidence }],
    unread: [],
    ...more,
  };
}

/** A place that could not be read. */
export function failedTree(reason: string, more: Partial<RootReading> = {}): RootReading {
  return { ...tree([], more), items: [], outcome: 'failed', reason, message: `because of ${reason}` };
}

export function reading(more: Partial<FacetReading> = {}): FacetReading {
  return { node: null, outcome: 'present', reason: '', message: '', roots: [], problems: [], ...more };
}

/** A kernel document; any facts do, since the store looks into none. */
export function kernel(release: string): FacetReading {
  const facts = { kind: 'kernel', release };
  const parts = [{ name: 'uname', bytes: Buffer.from(release) }];
  return reading({ node: { facts, evidence: { name: 'kernel', parts } } });
}

export const failed = (reason: string): FacetReading =>
  reading({ outcome: 'failed', reason, message: `because of ${reason}` });

export const absent = (): FacetReading =>
  reading({ outcome: 'absent', reason: 'not-installed', message: 'none' });

/** A cluster with nodes, and a clock that moves an hour per sweep. */
export class Cluster {
  private hour = 0;

  private constructor(
    readonly db: Database,
    readonly id: number,
    readonly nodes: number[],
    private readonly start: number,
  ) {}

  static async make(
    db: Database,
    nodes: number,
    name = `c${Math.random().toString(36).slice(2, 8)}`,
    start = Date.UTC(2026, 0, 1),
  ) {
    const site = await db.prisma.site.upsert({
      where: { name: 'alpha' },
      create: { name: 'alpha' },
      update: {},
    });
    const cluster = await db.prisma.cluster.create({ data: { siteId: site.id, name } });
    const ids: number[] = [];
    for (let at = 1; at <= nodes; at += 1) {
      const node = await db.prisma.node.create({ data: { clusterId: cluster.id, name: `cpu${at}` } });
      ids.push(node.id);
    }
    return new Cluster(db, cluster.id, ids, start);
  }

  /** The same cluster with its clock at another time. */
  from(start: number): Cluster {
    return new Cluster(this.db, this.id, this.nodes, start);
  }

  /** One sweep: what each node's visit read. Gives the result of each visit. */
  async sweep(visits: Partial<Record<FacetName, FacetReading>>[], failure: string | null = null) {
    this.hour += 1;
    const startedAt = new Date(this.start + this.hour * 3_600_000);
    const sweep = await this.db.prisma.sweep.create({
      data: { clusterId: this.id, startedAt, expected: visits.length, state: 'finished' },
    });
    const results: VisitResult[] = [];
    for (const [at, readings] of visits.entries()) {
      const asked = facetNames.filter((name) => readings[name] !== undefined);
      const result = await recordVisit(
        this.db,
        {
          sweepId: sweep.id,
          clusterId: this.id,
          nodeId: this.nodes[at] ?? 0,
          startedAt,
          milliseconds: 5,
          bytes: 100,
          agent: failure === null ? 'test' : '',
          asked,
          readings:
            failure === null
              ? asked.map((facet) => ({ facet, reading: readings[facet] as FacetReading }))
              : [],
          failure: failure === null ? null : { reason: failure, message: 'as told' },
        },
        { suspectShare: 0.25 },
      );
      await refreshRollup(this.db, this.id, result.touched);
      results.push(result);
    }
    return results;
  }

  /** Module names that find would show now, from the rollup. */
  async offered(): Promise<string[]> {
    const found = await this.db.query<{ name: string }>(
      `select tool.name || ' ' || version.text as name
       from cluster_tool, unnest(cluster_tool.offerings) as own (id)
       join offering on offering.id = own.id join tool on tool.id = offering.tool_id
       join version on version.id = offering.version_id
       where cluster_tool.cluster_id = $1 order by 1`,
      [this.id],
    );
    return found.rows.map((row) => row.name);
  }

  /** Why things were not present at a node's latest visit. */
  async reasons(node = 0): Promise<string[]> {
    const found = await this.db.query<{ code: string }>(
      `select reason.code from (
         select failures from visit where node_id = $1 order by started_at desc limit 1
       ) as latest, jsonb_array_elements(latest.failures) as failure
       join reason on reason.id = (failure->>3)::int`,
      [this.nodes[node]],
    );
    return found.rows.map((row) => row.code);
  }
}

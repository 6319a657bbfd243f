import { z } from 'zod';
import { FacetOutcome, Hash, Reason, Time, VisitOutcome } from './common.ts';

export const OutcomeCounts = z.object({
  complete: z.number().int(),
  partial: z.number().int(),
  failed: z.number().int(),
  notExpected: z.number().int(),
});
export type OutcomeCounts = z.infer<typeof OutcomeCounts>;

export const Sweep = z.object({
  id: z.number().int(),
  site: z.string(),
  cluster: z.string(),
  startedAt: Time,
  finishedAt: Time.nullable().describe('null while it runs'),
  state: z.enum(['running', 'finished', 'cancelled', 'interrupted']),
  expected: z.number().int().describe('nodes it set out to visit'),
  outcomes: OutcomeCounts,
  changed: z.number().int().describe('observations opened or closed'),
  trigger: z
    .enum(['command', 'schedule', 'single'])
    .describe('who began it: a person, its schedule; single: it came by push or import'),
  full: z.boolean().describe('everything was read, whatever shows that it is unchanged'),
  note: z.string().describe('why it ended before its time; empty otherwise'),
  thinned: z.number().int().describe('of the visits counted in `outcomes`, those that are kept no more'),
});
export type Sweep = z.infer<typeof Sweep>;

export const Cluster = z.object({
  site: z.string(),
  name: z.string(),
  title: z.string(),
  nodes: z.number().int(),
  roles: z.record(z.string(), z.number().int()).describe('nodes by role'),
  latest: OutcomeCounts.describe("outcome of each node's latest visit"),
  neverVisited: z.number().int(),
  lastSweep: Sweep.nullable(),
  newestVisitAt: Time.nullable(),
  oldestVisitAt: Time.nullable().describe("the oldest of the nodes' last good visits"),
  tools: z.number().int(),
  offerings: z.record(z.string(), z.number().int()).describe('tool versions by provider'),
  tiers: z
    .object({ '1a': z.int(), '1b': z.int(), '2': z.int(), '3': z.int(), '4': z.int() })
    .describe('tools by the best tier under which the cluster has them'),
  heldRoots: z.number().int().describe('roots whose last reading is held back as suspect'),
});
export type Cluster = z.infer<typeof Cluster>;

export const ClusterScheduler = z.object({
  product: z.string().describe('slurm, openpbs, IBM Spectrum LSF'),
  version: z.string(),
  name: z.string().describe("the cluster's name in the batch system"),
  nodes: z.number().int().nullable().describe('that the batch system knows'),
  node: z.number().int().describe('id of the node that was asked'),
  nodeName: z.string(),
  confirmedAt: Time.nullable(),
  document: Hash,
  partitions: Hash.nullable().describe('the document of its partitions'),
  nodeTable: Hash.nullable().describe('the document of its nodes as configured'),
  states: Hash.nullable().describe('the document of node states that stay'),
});
export type ClusterScheduler = z.infer<typeof ClusterScheduler>;

export const Collecting = z.object({
  schedule: z.string().describe('five fields as in crontab(5); empty where a person begins each sweep'),
  timezone: z.string().describe('of the schedule'),
  nextAt: Time.nullable().describe('when the next sweep is due; null without a schedule or while paused'),
  closed: z.string().describe('the maintenance window it is in now; empty outside'),
  paused: z.object({ since: Time, why: z.string() }).nullable(),
});
export type Collecting = z.infer<typeof Collecting>;

export const SourcesTrouble = z.object({
  since: z.string().describe('since when exactly these problems are found; empty where there are none'),
  problems: z
    .array(z.string())
    .describe('what of a source could not be read; the nodes known stay as they are'),
  hint: z.string(),
  held: z
    .array(
      z.object({
        source: z.string().describe("such as 'genders /etc/genders compute'"),
        since: Time.describe('when it was found first'),
        nodes: z.string().describe('a node set'),
        lost: z.number().int(),
        total: z.number().int().describe('nodes that it named before'),
      }),
    )
    .describe('nodes that a source names no more and that stay, since so many at once are not believed'),
});
export type SourcesTrouble = z.infer<typeof SourcesTrouble>;

export const ClusterDetail = Cluster.extend({
  collecting: Collecting,
  sources: SourcesTrouble.nullable().describe(
    'what is wrong with where the names of its nodes come from; null where nothing is',
  ),
  scheduler: ClusterScheduler.nullable().describe(
    'null where no node is declared for it, or none told it yet',
  ),
});
export type ClusterDetail = z.infer<typeof ClusterDetail>;

export const Site = z.object({
  name: z.string(),
  title: z.string(),
  timezone: z.string(),
  demonstration: z.boolean().describe('an invented site of `gazetteer demo load`'),
  clusters: z.array(Cluster),
});
export type Site = z.infer<typeof Site>;

const Told = FacetOutcome.nullable().describe(
  'present: read, so that an empty text is of what has none. absent: positively not there. failed: not known. notExpected: never read, on purpose. null: not asked of it yet',
);

export const NodeRow = z.object({
  id: z.number().int(),
  site: z.string(),
  cluster: z.string(),
  name: z.string(),
  role: z.enum(['login', 'compute', 'gpu', 'service']),
  outcome: VisitOutcome.nullable().describe('of the latest visit; null when never visited'),
  reason: Reason.nullable(),
  visitedAt: Time.nullable(),
  lastGoodAt: Time.nullable().describe('last visit that learnt something'),
  architecture: z.string().describe("'' when not known, as `told` says"),
  os: z.string(),
  kernel: z.string(),
  gpus: z.string().describe("such as '4 × NVIDIA A100-SXM4-80GB'; '' when none or not known"),
  told: z
    .object({ architecture: Told, os: Told, kernel: Told, gpus: Told })
    .describe('what is known of each of these texts, and so what an empty one means'),
});
export type NodeRow = z.infer<typeof NodeRow>;

export const DocumentRef = z.object({
  hash: Hash,
  kind: z.string(),
  bytes: z.number().int().describe('of its canonical JSON'),
});

export const RootState = z.object({
  id: z.number().int(),
  facet: z.string(),
  kind: z.string(),
  path: z.string(),
  key: z.string(),
  mount: z.string().describe('file system type and source'),
  shared: z.boolean().describe('on a network file system, seen by other nodes as well'),
  readOn: z
    .string()
    .describe('node that read it last for all nodes that share it; empty where each node reads its own'),
  outcome: FacetOutcome.describe('at the latest visit'),
  reason: Reason.nullable(),
  confirmedAt: Time.nullable().describe('last visit that read it'),
  items: z.array(
    z.object({
      path: z.string(),
      document: DocumentRef,
      since: Time.describe('first seen'),
      sinceAfter: Time.nullable().describe('last visit before that; the change lies between'),
      confirmedAt: Time.nullable().describe(
        "last visit that read it: older than the root's where it could not be read since",
      ),
    }),
  ),
});
export type RootState = z.infer<typeof RootState>;

export const FacetState = z.object({
  facet: z.string(),
  sentence: z.string(),
  outcome: FacetOutcome.nullable().describe('at the latest visit; null when never visited'),
  reason: Reason.nullable(),
  confirmedAt: Time.nullable().describe('last visit that confirmed what is shown: its age'),
  document: DocumentRef.extend({
    facts: z.record(z.string(), z.unknown()).describe('long lists cut; the document itself has all'),
    cut: z.record(z.string(), z.number().int()).describe('how long each list is that was cut'),
    since: Time,
    sinceAfter: Time.nullable(),
  }).nullable(),
  roots: z.array(RootState),
});
export type FacetState = z.infer<typeof FacetState>;

export const NodeDetail = NodeRow.extend({
  address: z.string(),
  transport: z.string(),
  visits: z.array(
    z.object({ sweep: z.number().int(), at: Time, outcome: VisitOutcome, reason: Reason.nullable() }),
  ),
  facets: z.array(FacetState),
});
export type NodeDetail = z.infer<typeof NodeDetail>;

export const Visit = z.object({
  sweep: z.number().int(),
  node: z.number().int(),
  site: z.string(),
  cluster: z.string(),
  name: z.string(),
  startedAt: Time,
  milliseconds: z.number().int(),
  bytes: z.number().int(),
  outcome: VisitOutcome,
  reason: Reason.nullable(),
  failures: z
    .array(z.object({ facet: z.string(), root: z.string(), outcome: FacetOutcome, reason: Reason }))
    .describe('facets and roots that were not present; root is empty for the facet itself'),
});
export type Visit = z.infer<typeof Visit>;

export const DocumentView = DocumentRef.extend({
  facts: z.record(z.string(), z.unknown()),
  derived: z
    .record(z.string(), z.unknown())
    .describe('what the rows add up to, such as the channels of an environment; no part of the facts'),
  columns: z.array(z.object({ name: z.string(), type: z.string(), sentence: z.string() })),
  rows: z.array(z.record(z.string(), z.unknown())).describe('one row per thing described, see columns'),
  offerings: z.array(
    z.object({
      tool: z.string(),
      version: z.string(),
      variant: z.string(),
      build: z.string(),
      provider: z.string(),
    }),
  ),
  heldBy: z.array(
    z.object({
      site: z.string(),
      cluster: z.string(),
      nodes: z.string().describe('folded'),
      path: z.string(),
      readOn: z
        .string()
        .describe('node that read the place last for all that share it; empty where each reads its own'),
      since: Time.describe('when the first of these nodes was seen to have it'),
      confirmedAt: Time.nullable().describe(
        'when it was read there last; where each of these nodes reads its own, of the node that was read longest ago. null where it is not looked up: of more than 200 shared places',
      ),
    }),
  ),
  confirmedAt: Time.nullable().describe(
    'when any of these places was read last; where nobody holds it any more, until when somebody surely did',
  ),
  evidence: z.array(z.object({ hash: Hash, agent: z.string(), bytes: z.number().int() })),
  inside: Hash.nullable().describe(
    'of an image: the document of the packages inside, where it was looked into',
  ),
});
export type DocumentView = z.infer<typeof DocumentView>;

export const HeldRow = z.object({
  id: z.number().int().describe('number of the root'),
  site: z.string(),
  cluster: z.string(),
  facet: z.string(),
  kind: z.string(),
  path: z.string(),
  nodes: z.string().describe('nodes that reported it, folded'),
  node: z.number().int().describe('id of the first of them'),
  reason: z.string().describe('root-missing, root-empty, root-other-mount, root-lesser or root-suspect'),
  sentence: z.string(),
  lost: z.number().int().describe('offerings that would be gone'),
  total: z.number().int().describe('offerings known before'),
  seenAt: Time,
  accepted: z
    .boolean()
    .describe('an operator believes it; it takes effect at the next sweep that finds it again'),
  rejected: z
    .boolean()
    .describe('an operator never believes it; what was known stands until something else is found'),
});
export type HeldRow = z.infer<typeof HeldRow>;

import { z } from 'zod';
import { Time } from './common.ts';

export const DriftRow = z.object({
  site: z.string(),
  cluster: z.string(),
  peers: z
    .string()
    .describe("the administrator's name of the group, or the role of nodes with equal hardware"),
  peerCount: z.number().int().describe('nodes that are compared with each other'),
  facet: z.string(),
  fact: z
    .string()
    .describe("the fact, the row and the fact, or the path of a place; '' for the facet as a whole"),
  status: z
    .enum(['drift', 'rolling', 'reboot-pending'])
    .describe(
      'rolling: they began to differ lately. reboot-pending: a newer kernel is installed on these nodes than runs',
    ),
  majority: z.string().describe('what most of the peers hold'),
  majorityNodes: z.string().describe('folded'),
  majorityCount: z.number().int(),
  value: z.string().describe('what these nodes hold; of lists the members in which both sides differ'),
  nodes: z.string().describe('folded'),
  nodeCount: z.number().int(),
  unknownNodes: z.string().describe('peers of which it is not known; they are no outliers'),
  since: Time.nullable().describe('when the first of these nodes was first seen to hold it'),
  sinceAfter: Time.nullable().describe('the visit before that'),
  sweep: z.number().int().nullable().describe('the sweep that saw it first; null where it is not kept'),
  splitSince: Time.nullable().describe('when the peers began to differ; null where nobody can tell'),
  confirmedAt: Time.nullable().describe('the oldest of the last visits that confirmed it on these nodes'),
  majorityDocument: z.string().describe("hash of a document of the majority; '' for places"),
  document: z.string().describe("hash of a document of these nodes; '' for places"),
});
export type DriftRow = z.infer<typeof DriftRow>;

export const RebootRow = z.object({
  nodes: z.string().describe('folded'),
  nodeCount: z.number().int(),
  running: z.string(),
  newest: z.string().describe('the newest installed kernel of the same flavour'),
  since: Time.nullable(),
  sinceAfter: Time.nullable(),
});
export type RebootRow = z.infer<typeof RebootRow>;

export const PeerRow = z.object({
  peers: z.string(),
  named: z.boolean().describe('by an administrator; otherwise of one role and with equal hardware'),
  nodes: z.string().describe('folded'),
  nodeCount: z.number().int(),
  outliers: z.number().int().describe('nodes that differ from the majority in some fact'),
});
export type PeerRow = z.infer<typeof PeerRow>;

export const DriftAnswer = z.object({
  site: z.string(),
  cluster: z.string(),
  rollingDays: z.number().int(),
  peers: z.array(PeerRow),
  unknown: z.string().describe('nodes whose hardware is not known and that nobody named: they have no peers'),
  unknownCount: z.number().int(),
  outliers: z.number().int().describe('nodes that differ from the majority of their peers in some fact'),
  reboots: z.array(RebootRow),
  facets: z.array(z.string()).describe('in which some node differs'),
  items: z.array(DriftRow),
  total: z.number().int().describe('rows of the whole filtered list'),
  next: z.string().nullable().describe('pass as ?after= for the next page'),
});
export type DriftAnswer = z.infer<typeof DriftAnswer>;

export const ClusterDrift = z.object({
  site: z.string(),
  cluster: z.string(),
  nodes: z.number().int().describe('in service'),
  withoutPeers: z
    .number()
    .int()
    .describe('nodes whose hardware is not known and that nobody named: not judged'),
  outliers: z.number().int().describe('nodes that differ from the majority of their peers in some fact'),
  differences: z.number().int().describe('rows of the cluster: the three that follow together'),
  drift: z.number().int(),
  rolling: z.number().int().describe('they began to differ lately'),
  rebootPending: z.number().int().describe('differences in the kernel that a reboot would end'),
  waiting: z.number().int().describe('nodes on which a newer kernel is installed than runs, outliers or not'),
  oldest: Time.nullable().describe(
    'since when the oldest of the differences is there; null for none, or not known',
  ),
  newest: Time.nullable().describe('the same of the newest'),
  confirmedAt: Time.nullable().describe(
    'the oldest of the visits that confirmed a difference; null where there is none',
  ),
});
export type ClusterDrift = z.infer<typeof ClusterDrift>;

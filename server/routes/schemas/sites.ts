import { z } from 'zod';
import { FacetOutcome, Time } from './common.ts';

export const ConnectionStep = z.object({
  step: z
    .enum(['settings', 'address', 'jump', 'hostKey', 'login', 'job', 'agent', 'facet', 'end'])
    .describe(
      'settings: the file says it. jump: a jump host on the way. job: the batch system starts the agent. facet: one for each that answered',
    ),
  state: z
    .enum(['running', 'done', 'failed', 'passed'])
    .describe('passed: it does not apply to this transport'),
  message: z.string().describe('what was seen; text of the node, not to be trusted'),
  hint: z.string().describe("what to do next; '' when there is nothing to do"),
  reason: z.string().describe("code of what failed, see docs/reasons.md; '' otherwise"),
  milliseconds: z.number().int().describe('since the test began'),
  hostKey: z
    .object({
      host: z.string().describe('address and port, or its alias'),
      type: z.string(),
      fingerprint: z.string().describe('as ssh-keygen -l prints it'),
      state: z.enum(['known', 'unknown', 'changed', 'revoked']),
      jump: z.boolean().describe('it is the key of a jump host'),
    })
    .nullable(),
  facet: z
    .object({
      facet: z.string(),
      outcome: FacetOutcome,
      documents: z.number().int().describe('that were read'),
    })
    .nullable(),
});
export type ConnectionStep = z.infer<typeof ConnectionStep>;

export const SitesProblem = z.object({
  line: z.number().int(),
  column: z.number().int(),
  message: z.string(),
});

/** What a form says of a cluster, as text; null for what is written by hand in a form that it has no field for. */
export const ClusterFields = z.object({
  siteTitle: z.string().nullable(),
  timezone: z.string().nullable(),
  contact: z.string().nullable(),
  title: z.string().nullable(),
  nodes: z.string().nullable().describe('a node set'),
  transport: z.string().nullable(),
  user: z.string().nullable().describe('ssh.user'),
  port: z.string().nullable().describe('ssh.port'),
  identityFile: z
    .string()
    .nullable()
    .describe('ssh.identityFile: the path of a private key on the machine of the service'),
  jump: z.string().nullable().describe('ssh.jump'),
  addresses: z.string().nullable().describe('ssh.addresses, such as %n.cluster.example'),
  scheduler: z.string().nullable().describe('the node that is asked for the batch system'),
  schedule: z.string().nullable().describe('collect.schedule'),
  modules: z.string().nullable().describe('roots.modules, separated by commas'),
  conda: z.string().nullable().describe('roots.conda, separated by commas'),
  images: z.string().nullable().describe('roots.images, separated by commas'),
});
export type ClusterFields = z.infer<typeof ClusterFields>;

export const SitesDraft = z.object({
  text: z.string().describe('the sites file with that, comments kept'),
  problems: z.array(SitesProblem),
  fields: ClusterFields.describe('what the text says of the cluster; null where a form cannot say it'),
  nodes: z.array(z.string()).describe('nodes of the cluster, at most a hundred'),
  nodeCount: z.number().int(),
});
export type SitesDraft = z.infer<typeof SitesDraft>;

/** What a form says of a regular report, as text; null for what is written by hand in a form that it has no field for. */
export const ReportFields = z.object({
  when: z.string().nullable().describe('such as weekly mon 06:00'),
  timezone: z.string().nullable(),
  scope: z.string().nullable().describe('a site or site/cluster'),
  period: z.string().nullable().describe('day, week, month or since'),
  formats: z.string().nullable().describe('separated by commas'),
  missed: z.string().nullable().describe('last or all'),
  mail: z.string().nullable().describe('addresses, separated by commas'),
  folder: z.string().nullable().describe('folders, separated by commas'),
  webhook: z.string().nullable().describe('webhook.url'),
  webhookSecret: z
    .string()
    .nullable()
    .describe('webhook.secretFile: the path of a file on the machine of the service'),
});
export type ReportFields = z.infer<typeof ReportFields>;

export const ReportDraft = z.object({
  text: z.string().describe('the sites file with that, comments kept'),
  problems: z.array(SitesProblem),
  fields: ReportFields.describe('what the text says of the report; null where a form cannot say it'),
});
export type ReportDraft = z.infer<typeof ReportDraft>;

export const AppliedSites = z.object({
  applied: z.array(
    z.object({
      name: z.string().describe('site, site/cluster or site/cluster/node'),
      effect: z.enum(['added', 'changed', 'unchanged', 'removed', 'extra', 'renamed']),
      from: z.string().optional().describe('the name before'),
    }),
  ),
  problems: z.array(z.string()).describe('what could not be discovered'),
});
export type AppliedSites = z.infer<typeof AppliedSites>;

export const SitesFileRow = z.object({
  path: z.string(),
  text: z.string(),
  appliedAt: Time,
  appliedBy: z.string(),
});
export type SitesFileRow = z.infer<typeof SitesFileRow>;

export const AcceptedKey = z.object({ host: z.string(), type: z.string(), fingerprint: z.string() });
export type AcceptedKey = z.infer<typeof AcceptedKey>;

export const Removed = z.object({
  removed: z.array(z.string()).describe('clusters that were taken out of service, as site/cluster'),
  files: z
    .array(z.object({ path: z.string(), text: z.string() }))
    .describe('sites files that named it, as they are kept here now: to be saved where they lie'),
});
export type Removed = z.infer<typeof Removed>;

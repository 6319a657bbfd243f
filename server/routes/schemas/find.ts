import { z } from 'zod';
import { Provider, Tier, Time } from './common.ts';

export const FindRow = z.object({
  tool: z.string(),
  label: z.string(),
  version: z.string(),
  variant: z.string(),
  build: z.string(),
  provider: Provider,
  tier: Tier,
  site: z.string(),
  cluster: z.string(),
  place: z.string().describe('path or reference'),
  load: z.string().describe('the line to paste'),
  restricted: z
    .string()
    .describe(
      "why not everybody can use it: forbidden, nearly-forbidden, licensed, restricted, unreadable, broken; '' otherwise",
    ),
  seenBy: z
    .string()
    .describe("the account of the agent that saw it restricted; '' when it is not, or not known"),
  broken: z
    .string()
    .describe("what a load test says against it, with the node that ran it; '' when nothing does"),
  access: z.string().describe("the administrators' note on how to get access; '' when there is none"),
  places: z
    .number()
    .int()
    .describe('places in the cluster that offer it; the one shown is on the most nodes'),
  nodes: z.string().describe('folded node set'),
  nodeCount: z.number().int(),
  clusterNodes: z.number().int().describe('nodes of the cluster'),
  confirmedAt: Time.nullable().describe('the newest visit that confirmed it'),
  document: z.string().describe('hash of the document it was read from'),
});
export type FindRow = z.infer<typeof FindRow>;

export const FindAnswer = z.object({
  tool: z.string().describe('the tool that was understood; empty when unknown'),
  label: z.string(),
  version: z.string().describe('as asked for; empty for any'),
  match: z
    .enum(['exact', 'closest', 'none'])
    .describe('closest: the version is nowhere, the rows show the nearest ones'),
  items: z.array(FindRow),
  total: z.number().int(),
  next: z.string().nullable(),
  versions: z
    .array(
      z.object({
        version: z.string(),
        clusters: z.number().int(),
        places: z
          .array(z.object({ site: z.string(), cluster: z.string(), tier: Tier }))
          .describe('up to six of these clusters, each with the best tier that it has it as'),
        providers: z.array(Provider),
      }),
    )
    .describe('all versions known anywhere, newest first'),
  didYouMean: z.array(z.string()).describe('closest names when the tool is unknown'),
});
export type FindAnswer = z.infer<typeof FindAnswer>;

export const FindChoices = z.object({
  architectures: z.array(z.string()),
  gpus: z.array(z.string()).describe('models of cards'),
  partitions: z.array(z.string()).describe('of batch systems'),
});
export type FindChoices = z.infer<typeof FindChoices>;

export const ToolSuggestion = z.object({
  tool: z.string(),
  label: z.string(),
  versions: z.number().int(),
  clusters: z.number().int(),
});
export type ToolSuggestion = z.infer<typeof ToolSuggestion>;

export const Suggestion = ToolSuggestion.extend({
  version: z.string().describe("a version that begins as typed; '' where the tool itself is meant"),
  newest: z.string().describe("newest version that is known anywhere; '' where none is, or not yet"),
  description: z.string().describe("what a modulefile says that it is; '' where none does"),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const Attention = z.object({
  kind: z.enum([
    'needs-login',
    'failed-visits',
    'partial-visits',
    'held-roots',
    'never-visited',
    'stale',
    'unread-images',
    'nameless-images',
    'anaconda-defaults',
    'failed-deliveries',
    'broken-schedules',
  ]),
  count: z.number().int(),
  sentence: z.string(),
  link: z.string().describe('the page with exactly these rows'),
});
export type Attention = z.infer<typeof Attention>;

export const Overview = z.object({
  sites: z.number().int(),
  clusters: z.number().int(),
  nodes: z.number().int(),
  tools: z.number().int(),
  attention: z
    .array(Attention)
    .describe('visits that need a look; one of kind failed-visits for each reason'),
});
export type Overview = z.infer<typeof Overview>;

export const Concerns = z.object({ items: z.array(Attention) });
export type Concerns = z.infer<typeof Concerns>;

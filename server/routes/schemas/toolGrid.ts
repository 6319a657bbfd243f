import { z } from 'zod';
import { Provider, Tier, Time } from './common.ts';
import { Match } from './compare.ts';

export const ToolCell = z.object({
  version: z.string().describe("'' where none is told"),
  site: z.string(),
  cluster: z.string().describe("'' where the clusters of a site are put together"),
  providers: z.array(Provider).describe('that which travels best first'),
  tier: Tier.describe('the best of them'),
  clusters: z.number().int().describe('clusters of the site that have it'),
  nodes: z.number().int().describe('nodes that have it, in the provider that most of them have'),
  match: Match.describe('how exactly it is the reference, in the best of its forms'),
  default: z
    .enum(['', 'highest', 'marked'])
    .describe(
      'of a module: marked by the site as the default, or taken as it since it is the highest; in some tree there',
    ),
  since: Time.nullable().describe('since when a place that is shown for it holds it, without a break'),
  sinceAfter: Time.nullable().describe('the visit before, which did not see it; null where there was none'),
});
export type ToolCell = z.infer<typeof ToolCell>;

export const ToolPlace = z.object({
  site: z.string(),
  cluster: z.string(),
  state: z
    .enum(['has', 'missing', 'unknown'])
    .describe('missing: every place that it may be in was read. unknown: something was not, or not lately'),
  newest: z.string().describe("the newest version there; '' where it has none"),
  confirmedAt: Time.nullable().describe('the oldest reading that this rests on'),
});
export type ToolPlace = z.infer<typeof ToolPlace>;

export const ToolGrid = z.object({
  tool: z.string().describe('the tool that was understood'),
  label: z.string(),
  description: z.string().describe("what a modulefile says that it is; '' where none does"),
  homepage: z.string().describe('as that modulefile gives it'),
  by: z.enum(['site', 'cluster']),
  reference: z
    .object({ version: z.string(), site: z.string(), cluster: z.string() })
    .nullable()
    .describe('what the cells are matched with; null where no place has the tool'),
  versions: z.array(z.string()).describe('newest first'),
  places: z.array(ToolPlace),
  items: z.array(ToolCell),
  total: z.number().int(),
  next: z.null(),
});
export type ToolGrid = z.infer<typeof ToolGrid>;

export const ToolTime = z.object({
  at: Time,
  newest: z
    .string()
    .describe("the newest version that any of the clusters had then; '' where none had the tool"),
  clusters: z.number().int().describe('clusters that had the tool'),
  current: z.number().int().describe('of these, that had the newest version'),
  behind: z.number().int().describe('that had only older ones'),
  versions: z.number().int().describe('versions that some cluster had'),
});
export type ToolTime = z.infer<typeof ToolTime>;

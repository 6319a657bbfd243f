import { z } from 'zod';
import { Provider, Tier, Time } from './common.ts';

export const ToolCell = z.object({
  version: z.string().describe("'' where none is told"),
  site: z.string(),
  cluster: z.string().describe("'' where the clusters of a site are put together"),
  providers: z.array(Provider).describe('that which travels best first'),
  tier: Tier.describe('the best of them'),
  clusters: z.number().int().describe('clusters of the site that have it'),
  nodes: z.number().int().describe('nodes that have it, in the provider that most of them have'),
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
  versions: z.array(z.string()).describe('newest first'),
  places: z.array(ToolPlace),
  items: z.array(ToolCell),
  total: z.number().int(),
  next: z.null(),
});
export type ToolGrid = z.infer<typeof ToolGrid>;

import { z } from 'zod';
import { CATEGORIES } from '../../compare/category.ts';
import { MATCHES } from '../../compare/match.ts';
import { OBTAINABLE } from '../../compare/obtainable.ts';
import { Hash, Provider, pageOf, Tier, Time } from './common.ts';

export const Match = z
  .enum(MATCHES)
  .describe('how exactly, best first; unknown: it was not seen, and not everything was read');
export type Match = z.infer<typeof Match>;

export const Category = z.enum(CATEGORIES);
export type Category = z.infer<typeof Category>;

const count = z.number().int();

export const MatchCounts = z.object({
  total: count.describe('tools, one per version'),
  identical: count,
  'same-build': count,
  'same-recipe': count,
  'same-version': count,
  'near-version': count,
  'other-version': count,
  missing: count,
  unknown: count,
});
export type MatchCounts = z.infer<typeof MatchCounts>;

export const Score = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .describe('reproducibility, see docs/reproducibility.md; null where nothing is known');

export const ScoreWeights = z
  .record(z.string(), z.number())
  .describe('what each match is worth in the score');

export const CoverageGap = z.object({
  facet: z.string(),
  reason: z.string().describe('code of a reason, or never-read, stale, no-nodes'),
  nodes: count,
  node: z.string().describe('one of them'),
  root: z.string().describe("a place there; '' where it is about all of the facet"),
});
export type CoverageGap = z.infer<typeof CoverageGap>;

const unknownTools = z.array(z.string()).describe('of the `tools` asked for, what nothing here is called');

export const PairRow = z
  .object({ a: z.string(), b: z.string().describe('where the tools of a are looked for'), score: Score })
  .extend(MatchCounts.shape);
export type PairRow = z.infer<typeof PairRow>;

export const PairCell = z.object({
  score: Score,
  counts: z.array(count).describe('tools by match, from identical to unknown'),
});
export type PairCell = z.infer<typeof PairCell>;

export const Pairs = pageOf(PairRow).extend({
  refreshedAt: Time.nullable().describe(
    'when the counts were brought up to date; null before the first time',
  ),
  at: Time.nullable().describe('as they were then; null: now'),
  kept: z
    .boolean()
    .describe(
      'of the past: as they were counted then. Otherwise counted for this answer, by what is known of then',
    ),
  unknownTools,
  weights: ScoreWeights,
  sides: z.array(
    z.object({ name: z.string(), gaps: z.array(z.string()).describe('facets not read to the end') }),
  ),
  matrix: z
    .array(z.array(PairCell.nullable()))
    .describe(
      'all pairs: a row and a column for each of the sides, null for itself; empty where there are more than 60',
    ),
});
export type Pairs = z.infer<typeof Pairs>;

export const ComparedSide = z.object({
  scope: z.string(),
  at: Time.nullable().describe('null: now'),
  tools: count.describe('tools, one per version'),
  offerings: count,
  oldest: Time.nullable().describe('the oldest reading that is relied on'),
  gaps: z.array(CoverageGap).describe('what was not read, so that what was not seen may be there'),
});
export type ComparedSide = z.infer<typeof ComparedSide>;

export const ComparedDirection = z.object({
  score: Score,
  matches: MatchCounts,
  tiers: z.array(z.object({ tier: Tier, score: Score }).extend(MatchCounts.shape)),
  categories: z.array(z.object({ category: Category, score: Score }).extend(MatchCounts.shape)),
});
export type ComparedDirection = z.infer<typeof ComparedDirection>;

export const ComparedTool = z.object({
  tool: z.string(),
  label: z.string(),
  version: z.string(),
  tier: Tier.describe('the best under which it is offered'),
  category: Category,
  match: Match,
  evidence: z.string().describe('what the match rests on, in words'),
  otherBytes: z.boolean().describe('something there has the same label and other bytes'),
  obtainable: z
    .enum(['', ...OBTAINABLE])
    .describe(
      "whether the other side could run the image, or conda there get the package; '' where it has the same build",
    ),
  how: z.string().describe('why, in words'),
  variant: z.string(),
  build: z.string(),
  provider: Provider,
  digest: z.string(),
  place: z.string(),
  load: z.string().describe('the line to paste'),
  thereVersion: z.string().describe('of the best match on the other side; all empty where there is none'),
  thereVariant: z.string(),
  thereBuild: z.string(),
  thereProvider: z.union([z.literal(''), Provider]),
  thereDigest: z.string(),
  therePlace: z.string(),
  thereLoad: z.string(),
});
export type ComparedTool = z.infer<typeof ComparedTool>;

export const ComparisonAnswer = pageOf(ComparedTool).extend({
  a: ComparedSide,
  b: ComparedSide,
  weights: ScoreWeights,
  there: ComparedDirection.describe('the tools of a, each with its best match in b'),
  back: ComparedDirection.describe('the tools of b, each with its best match in a'),
  obtainable: z
    .object({ yes: count, no: count, unknown: count })
    .nullable()
    .describe(
      'how many of the tools that the other filters let through can be had there; null where nobody asked',
    ),
  unknownTools,
});
export type ComparisonAnswer = z.infer<typeof ComparisonAnswer>;

export const SeriesPoint = z.object({ at: Time, score: Score }).extend(MatchCounts.shape);
export type SeriesPoint = z.infer<typeof SeriesPoint>;

export const SpreadTool = z.object({
  tool: z.string(),
  label: z.string(),
  category: Category,
  tier: Tier.describe('the best under which any site offers it'),
  sites: count.describe('that have it'),
  names: z.array(z.string()).describe('of up to ten of them'),
  versions: count,
  oldest: z.string(),
  newest: z.string(),
  common: z.string().describe('the version that most sites have'),
  commonSites: count.describe('how many have that one'),
  known: z
    .boolean()
    .describe('of what a site would gain: false where not everything was read there, so that it may have it'),
  otherBytes: count.describe('labels that stand for other bytes at other sites'),
});
export type SpreadTool = z.infer<typeof SpreadTool>;

export const OtherBytes = z.object({
  tool: z.string(),
  label: z.string(),
  version: z.string(),
  variant: z.string(),
  build: z.string(),
  provider: Provider,
  digest: z.string(),
  sites: z.array(z.string()).describe('that have these bytes under that label'),
});
export type OtherBytes = z.infer<typeof OtherBytes>;

export const ComparedEnvironment = z.object({
  place: z.string().describe('one place of it'),
  places: count,
  packages: count,
  document: Hash,
  match: Match.describe('identical, same-build, same-version, missing or unknown: of its whole package set'),
  therePlace: z.string().describe("of the environment that it matches; '' where there is none"),
  thereDocument: z.union([z.literal(''), Hash]),
});
export type ComparedEnvironment = z.infer<typeof ComparedEnvironment>;

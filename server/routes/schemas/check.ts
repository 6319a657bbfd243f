import { z } from 'zod';
import { Asked, Unread } from '../../check/requirement.ts';
import { MATCHES } from '../../compare/match.ts';
import { answers } from '../../verdict/verdict.ts';
import { Provider, Tier, Time } from './common.ts';

export const Match = z
  .enum(MATCHES)
  .describe(
    'how exactly the best that is there is what was asked for; unknown: not found, and not everything was read',
  );

const Answer = z.enum(answers);

/** One cluster, in numbers. */
export const CheckCluster = z.object({
  site: z.string(),
  cluster: z.string(),
  rank: z.number().int().describe('1 is the best; equals have one rank'),
  asked: z.number().int().describe('requirements; there, near, other, missing and unknown add up to it'),
  there: z.number().int().describe('requirements that something fits: same version or better'),
  exact: z.number().int().describe('of those that are there: with the same bytes, build or recipe'),
  identical: z.number().int().describe('of those that are exact: the same bytes'),
  near: z.number().int().describe('another patch level or variant is there'),
  other: z.number().int().describe('only other versions are there'),
  missing: z.number().int().describe('everything was read, and it is not there'),
  unknown: z.number().int().describe('not found, and not everything was read'),
  missingTools: z.array(z.string()).describe('what is missing, all of it'),
  unknownTools: z.array(z.string()).describe('what is not known to be there'),
  gaps: z.array(z.string()).describe('what was not read, where something is unknown for that'),
  runs: Answer.nullable().describe(
    'whether the image or environment runs on some of its nodes, of several the one that runs least; null where nothing was judged',
  ),
  oldest: Time.nullable().describe('the oldest reading that is relied on'),
});
export type CheckCluster = z.infer<typeof CheckCluster>;

/** What one cluster has for one requirement. */
export const CheckRow = z.object({
  line: z.number().int().describe('line of the input; 0 where its form tells none'),
  asked: Asked.describe('what it was asked from'),
  name: z.string().describe('as it was asked for'),
  wanted: z.string().describe('version or range, variant and build, as asked for'),
  tool: z.string(),
  match: Match,
  fits: z.boolean().describe('it is what was asked for: same version or better'),
  version: z.string().describe("what is there; '' where nothing is"),
  variant: z.string(),
  build: z.string(),
  provider: z.union([Provider, z.literal('')]),
  tier: z.union([Tier, z.literal('')]),
  place: z.string(),
  load: z.string().describe('the line to paste'),
  restricted: z.string().describe('why not everybody can use it'),
  broken: z.string().describe('what a load test says against it'),
  nodes: z.string().describe('folded node set'),
  nodeCount: z.number().int(),
  clusterNodes: z.number().int(),
  confirmedAt: Time.nullable().describe('the newest visit that confirmed it'),
  document: z.string().describe('hash of the document it was read from'),
  advice: z.string().describe("what else would do; '' for nothing"),
});
export type CheckRow = z.infer<typeof CheckRow>;

export const Judged = z.object({
  subject: z.string().describe('the image by its name, or the form of the environment'),
  nodes: z.string().describe('folded node set'),
  nodeCount: z.number().int(),
  answer: Answer,
  reasons: z.array(
    z.object({
      rule: z.string(),
      answer: Answer,
      message: z.string(),
      document: z.string().describe("hash of the document of the fact that decides; '' for none"),
      confirmedAt: Time.nullable(),
    }),
  ),
});
export type Judged = z.infer<typeof Judged>;

export const DerivedImage = z.object({
  packages: z.array(z.string()),
  reference: z.string(),
  file: z.string().describe('address of the same image as a file'),
  note: z
    .string()
    .describe('that nobody looked; and where the input tells no channel, why it is taken to be of bioconda'),
  runs: Answer.describe('whether it would run on some nodes here'),
  reasons: z.array(z.string()),
});
export type DerivedImage = z.infer<typeof DerivedImage>;

/** A folder of modules that the input adds by `module use` or MODULEPATH. */
export const CheckUse = z.object({
  line: z.number().int(),
  column: z.number().int().describe('place in that line, from 1'),
  directory: z.string().describe('as the input says it'),
  isRead: z.boolean().describe('the cluster that is told in full has it among the trees that were read'),
  others: z.number().int().describe('other clusters that have it'),
  message: z.string().describe('what it means for the modules behind it'),
});
export type CheckUse = z.infer<typeof CheckUse>;

export const CheckAnswer = z.object({
  form: z.string().describe('see docs/check.md'),
  sentence: z.string().describe('the form in words'),
  asked: z.number().int().describe('requirements that were read'),
  notes: z.array(z.string()).describe('what was decided while reading'),
  unread: z.array(Unread).describe('what could not be read'),
  uses: z.array(CheckUse).describe('folders of modules that the input adds'),
  everywhere: z.number().int().describe('clusters where everything is there'),
  nowhere: z.array(z.string()).describe('what no cluster is known to have in any version'),
  clusters: z.array(CheckCluster).describe('best first'),
  on: z.string().describe('site/cluster of what follows; the best one when none was asked for'),
  rows: z.array(CheckRow).describe('every requirement, there'),
  environments: z
    .array(
      z.object({
        place: z.string(),
        load: z.string(),
        there: z.number().int().describe('requirements that this environment has by itself'),
        packages: z.number().int().describe('packages that it has in all'),
        document: z.string(),
      }),
    )
    .describe('environments of conda there that have most of it'),
  block: z.string().describe('lines to paste, with comments; names to replace stand in capitals'),
  verdicts: z.array(Judged).describe('whether each image and the environment runs, by alike nodes'),
  derived: z.array(DerivedImage),
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;

export const AskedTool = z.object({
  tool: z.string().describe('as it was asked for, in lower case'),
  count: z.number().int().describe('checks that asked for it and found it nowhere'),
  first: z.string().describe('month, such as 2026-11'),
  last: z.string(),
});
export type AskedTool = z.infer<typeof AskedTool>;

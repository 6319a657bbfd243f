import { z } from 'zod';
import { pageOf, Time } from './common.ts';

export const VerdictAnswer = z
  .enum(['yes', 'note', 'no', 'unknown'])
  .describe('note: yes, with something to know. unknown: a fact that decides is not known');
export type VerdictAnswer = z.infer<typeof VerdictAnswer>;

export const VerdictFact = z.object({
  name: z.string(),
  value: z.string().describe("'' where it is not known"),
  document: z.string().describe("hash of the document it is from; '' for none"),
  confirmedAt: Time.nullable().describe('the newest visit that confirmed it'),
});
export type VerdictFact = z.infer<typeof VerdictFact>;

/** One verdict: a subject on nodes that are alike. */
export const GroupVerdict = z.object({
  subject: z.string().describe('path or reference of the image or environment'),
  kind: z.enum(['image', 'environment']),
  document: z.string().describe('hash of its document'),
  site: z.string(),
  cluster: z.string(),
  nodes: z.string().describe('folded node set: nodes that are alike in what decides'),
  nodeCount: z.number().int(),
  node: z.number().int().describe('id of one of them'),
  roles: z.array(z.string()),
  verdict: VerdictAnswer.describe(
    'of all reasons together: any no, else any unknown, else any note, else yes',
  ),
});
export type GroupVerdict = z.infer<typeof GroupVerdict>;

/** One reason of one verdict. */
export const VerdictRow = GroupVerdict.extend({
  rule: z.string().describe('name of the rule, see docs/verdicts.md'),
  answer: VerdictAnswer.describe('of this rule'),
  message: z.string(),
  facts: z.array(VerdictFact),
});
export type VerdictRow = z.infer<typeof VerdictRow>;

export const Judged = z.object({
  name: z.string(),
  kind: z.enum(['image', 'environment']),
  document: z.string(),
  confirmedAt: Time.nullable(),
});
export type Judged = z.infer<typeof Judged>;

export const VerdictAnswerPage = pageOf(VerdictRow).extend({
  asked: z.string().describe('as it was asked for'),
  on: z.string().describe("the place that was asked for; '' for every cluster"),
  subjects: z.array(Judged).describe('the images and environments that were meant'),
  groups: z.array(GroupVerdict).describe('every verdict; the items are the reasons for each'),
  more: z.boolean().describe('more than these are known by that name'),
});
export type VerdictAnswerPage = z.infer<typeof VerdictAnswerPage>;

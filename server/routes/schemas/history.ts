import { z } from 'zod';
import { Hash, Time } from './common.ts';

export const HistoryRow = z.object({
  facet: z.string(),
  root: z.string().describe("path of the place that was read; '' for what belongs to a node itself"),
  kind: z.string().describe("kind of that place; '' for what belongs to a node itself"),
  path: z.string().describe('where in it'),
  shared: z.boolean().describe('on a network file system, so that nodes hold it together'),
  nodes: z.string().describe('nodes that held it, folded; of a shared place those that see it'),
  nodeCount: z.number().int(),
  document: Hash,
  documentKind: z.string(),
  bytes: z.number().int().describe('of its canonical JSON'),
  since: Time.describe('first seen, on the node where it began first'),
  sinceAfter: Time.nullable().describe(
    'last visit before that: it began between the two; null where nothing was visited before',
  ),
  lastSince: Time.describe('first seen on the node where it began last'),
  until: Time.nullable().describe('first seen gone, on the node where it ended last; null while it holds'),
  untilAfter: Time.nullable().describe('last confirmed: it ended between the two'),
  before: Hash.nullable().describe('the document of the same kind that stood there before'),
  followedBy: Hash.nullable().describe('the document that stands or stood there after it'),
  gone: z.boolean().describe('it ended, and nothing came after it'),
});
export type HistoryRow = z.infer<typeof HistoryRow>;

export const HistoryAnswer = z.object({
  items: z.array(HistoryRow),
  total: z.number().int(),
  next: z.string().nullable(),
  facets: z
    .array(z.object({ facet: z.string(), rows: z.number().int() }))
    .describe('facets with rows, whichever is asked for'),
  from: Time.nullable().describe(
    'the first visit, or from when on what ended is kept; null where nothing was visited',
  ),
  forgotten: z.boolean().describe('what ended before is not kept any more'),
});
export type HistoryAnswer = z.infer<typeof HistoryAnswer>;

import { z } from 'zod';
import { CATEGORIES, CHANGE_KINDS } from '../../changes/change.ts';
import { Provider, Time } from './common.ts';
import { DocumentRef } from './places.ts';

export const DocumentDiffRow = z.object({
  change: z.enum(['added', 'removed', 'changed']),
  key: z.string().describe("names the row, such as a package; '' for a fact of the document itself"),
  field: z.string().describe("the fact or column; '' for a row that came or went as a whole"),
  before: z.string().describe('of a list, the members that only this side has'),
  after: z.string().describe('of a list, the members that only this side has'),
  unknown: z.enum(['', 'before', 'after']).describe('the side that does not know the fact'),
});
export type DocumentDiffRow = z.infer<typeof DocumentDiffRow>;

export const DocumentDiff = z.object({
  before: DocumentRef,
  after: DocumentRef,
  added: z.number().int().describe('rows that only the second document has'),
  removed: z.number().int().describe('rows that only the first document has'),
  changed: z.number().int().describe('facts and cells that differ'),
  items: z.array(DocumentDiffRow),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type DocumentDiff = z.infer<typeof DocumentDiff>;

export const DocumentDiffText = z.object({
  text: z.string().describe("a unified diff as diff -u writes it; '' where nothing differs"),
});
export type DocumentDiffText = z.infer<typeof DocumentDiffText>;

export const ChangeCategory = z
  .enum(CATEGORIES)
  .describe('offerings: tools. facts: what hosts are. gpus, runtimes: these apart. nodes: nodes themselves');

export const ChangeKindWord = z
  .enum(CHANGE_KINDS)
  .describe(
    'new, gone: it is there now, or was. default: a plain module load takes another version. bytes: the same name with other bytes. content: other facts, the same offers. changed: another value. known, unknown: a value that was not known before, or is not any more. retired, renamed, reimaged: of nodes',
  );

export const Change = z.object({
  category: ChangeCategory,
  kind: ChangeKindWord,
  site: z.string(),
  cluster: z.string(),
  facet: z.string().describe("'' where nodes themselves changed"),
  place: z.string().describe("path of what holds it; '' for what is a node's own"),
  what: z.string().describe('the tool, or the fact with the row it is of'),
  provider: z.union([z.literal(''), Provider]),
  before: z.string().describe("version or value; '' where there was none"),
  after: z.string(),
  nodes: z.string().describe('folded node set'),
  nodeCount: z.number().int(),
  since: Time.describe('first seen as it is now'),
  sinceAfter: Time.nullable().describe(
    'last confirmed as it was before: the change lies between; null where no visit had confirmed it before',
  ),
  documentBefore: z.string().describe("hash of the document that held it; '' for none"),
  documentAfter: z.string().describe("hash of the document that holds it; '' for none"),
});
export type Change = z.infer<typeof Change>;

export const ChangesAnswer = z.object({
  since: Time,
  until: Time,
  counts: z
    .array(z.object({ category: ChangeCategory, kind: ChangeKindWord, count: z.number().int() }))
    .describe('rows of the scope and the window, whatever narrows the list further'),
  apart: z.number().int().describe('rows of /changes/unconfirmed'),
  items: z.array(Change),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type ChangesAnswer = z.infer<typeof ChangesAnswer>;

export const ChangesSummaryRow = z.object({
  key: z
    .string()
    .describe("first day of the week, the day, site/cluster, or the facet; '' for nodes themselves"),
  since: Time.nullable().describe('of a week or day, in UTC'),
  until: Time.nullable(),
  nodes: z.number().int(),
  gpus: z.number().int(),
  runtimes: z.number().int(),
  facts: z.number().int(),
  offerings: z.number().int(),
  total: z.number().int(),
});
export type ChangesSummaryRow = z.infer<typeof ChangesSummaryRow>;

export const UnconfirmedRow = z.object({
  state: z
    .enum(['held', 'failed', 'first', 'reread'])
    .describe(
      'held: what was found is not believed yet. failed: the latest visit could not read it. first: read for the first time. reread: the same raw text, read otherwise. None of these is a change',
    ),
  site: z.string(),
  cluster: z.string(),
  facet: z.string().describe("'' for a visit that learnt nothing"),
  place: z.string(),
  reason: z.string().describe("code, see docs/reasons.md; '' for first and reread"),
  sentence: z.string(),
  nodes: z.string(),
  nodeCount: z.number().int(),
  at: Time.nullable(),
});
export type UnconfirmedRow = z.infer<typeof UnconfirmedRow>;

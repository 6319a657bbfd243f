import { z } from 'zod';
import { DocumentRef } from './places.ts';

export const DocumentDiffRow = z.object({
  change: z.enum(['added', 'removed', 'changed']),
  key: z.string().describe("names the row, such as a package; '' for a fact of the document itself"),
  field: z.string().describe("the fact or column; '' for a row that came or went as a whole"),
  before: z.string().describe("'' where nothing was known"),
  after: z.string().describe("'' where nothing is known"),
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

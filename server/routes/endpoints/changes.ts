import { z } from 'zod';
import { storedDiff, storedDiffText } from '../../changes/diff/stored.ts';
import { keyOfCursor, pageOfRows } from '../cursor.ts';
import { type Endpoint, endpoint, paging } from '../endpoint.ts';
import { DocumentDiff, DocumentDiffRow, DocumentDiffText } from '../schemas/changes.ts';
import { Hash } from '../schemas/common.ts';

/** What changed, and how two documents differ. */
export const changesEndpoints: Endpoint[] = [
  endpoint({
    path: '/documents/{a}/diff/{b}',
    summary: 'What differs between two documents, fact by fact and row by row',
    params: z.object({ a: Hash, b: Hash }),
    query: z.object({ ...paging }),
    response: DocumentDiff,
    item: DocumentDiffRow,
    handle: async ({ db }, { params, query }) => {
      const { differences, before, after } = await storedDiff(db, params.a, params.b);
      const count = (change: string) => differences.filter((one) => one.change === change).length;
      const counts = { added: count('added'), removed: count('removed'), changed: count('changed') };
      return { before, after, ...counts, ...slice(differences, query) };
    },
  }),
  endpoint({
    path: '/documents/{a}/diff/{b}/text',
    summary: 'The same as a unified diff',
    params: z.object({ a: Hash, b: Hash }),
    query: z.object({
      of: z
        .enum(['facts', 'rows'])
        .default('facts')
        .describe('facts: the canonical JSON, indented. rows: a line for each described row'),
    }),
    response: DocumentDiffText,
    handle: async ({ db }, { params, query }) => ({
      text: await storedDiffText(db, params.a, params.b, query.of),
    }),
  }),
];

/** A page of a list that is worked out as a whole: the cursor is how many rows came before. */
export function slice<Item>(items: Item[], { limit, after }: { limit: number; after: string }) {
  const from = Math.max(0, Number(keyOfCursor(after, ['integer'])?.[0] ?? 0));
  const rows = items.slice(from, from + limit + 1).map((item, at) => ({ item, at: from + at + 1 }));
  return pageOfRows(
    rows,
    limit,
    items.length,
    ({ item }) => item,
    ({ at }) => [at],
  );
}

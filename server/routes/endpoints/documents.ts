import { z } from 'zod';
import { documentView } from '../../query/documents.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { Hash, WholeTable } from '../schemas/common.ts';
import { DocumentView } from '../schemas/places.ts';

/** Documents, by their hash. */
export const documentsEndpoints: Endpoint[] = [
  endpoint({
    path: '/documents/{hash}',
    summary: 'One document: facts, table, offerings, holders',
    params: z.object({ hash: Hash }),
    response: DocumentView,
    handle: ({ db }, { params }) => documentView(db, params.hash),
  }),
  endpoint({
    path: '/documents/{hash}/rows',
    summary: "The rows of a document's table; its columns are those of its kind",
    params: z.object({ hash: Hash }),
    response: WholeTable,
    item: z.object({}),
    handle: async ({ db }, { params }) => {
      const { rows, columns } = await documentView(db, params.hash);
      return { items: rows, total: rows.length, next: null, columns: columns.map(({ name }) => name) };
    },
  }),
];

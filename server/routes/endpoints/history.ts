import { z } from 'zod';
import { clusterHistory, type HistoryFilter, nodeHistory } from '../../query/history.ts';
import { type Endpoint, endpoint, filter, idField, paging } from '../endpoint.ts';
import { HistoryAnswer, HistoryRow } from '../schemas/history.ts';

const query = z.object({
  facet: filter('name of a facet'),
  unchanged: z
    .enum(['', 'yes'])
    .default('')
    .describe('yes: also what stands as it was first read, and never was anything else'),
  ...paging,
});

const filterOf = ({ unchanged, ...asked }: z.output<typeof query>): HistoryFilter => ({
  ...asked,
  all: unchanged === 'yes',
});

/** When each document began and ended where it stood. */
export const historyEndpoints: Endpoint[] = [
  endpoint({
    path: '/nodes/{id}/history',
    summary: 'What a node held: each document with when it began and ended, and what stood there before',
    params: z.object({ id: idField }),
    query,
    response: HistoryAnswer,
    item: HistoryRow,
    handle: ({ db }, { params, query: asked }) => nodeHistory(db, params.id, filterOf(asked)),
  }),
  endpoint({
    path: '/clusters/{site}/{cluster}/history',
    summary: 'The same of a cluster: nodes on which one document followed another stand together',
    params: z.object({ site: z.string(), cluster: z.string() }),
    query,
    response: HistoryAnswer,
    item: HistoryRow,
    handle: ({ db }, { params, query: asked }) => clusterHistory(db, params, filterOf(asked)),
  }),
];

import { z } from 'zod';
import { listAsked } from '../../check/asked.ts';
import { pageOfRecords } from '../../query/wholeList.ts';
import { type Endpoint, endpoint, paging, sorting } from '../endpoint.ts';
import { AskedTool } from '../schemas/check.ts';
import { pageOf } from '../schemas/common.ts';

const month = (what: string) =>
  z
    .string()
    .regex(/^(?:\d{4}-(?:0[1-9]|1[0-2]))?$/, 'expected a month such as 2026-11')
    .default('')
    .describe(what);

/** What checks asked for in vain. */
export const askedEndpoints: Endpoint[] = [
  endpoint({
    path: '/check/missing',
    summary: 'Tools that checks asked for and no cluster is known to have, the most asked first',
    query: z.object({
      from: month('first month; empty for all'),
      to: month('last month; empty for now'),
      sort: sorting(Object.keys(AskedTool.shape)),
      ...paging,
    }),
    response: pageOf(AskedTool),
    item: AskedTool,
    handle: async ({ db }, { query }) => pageOfRecords(await listAsked(db, query), query, ['tool']),
  }),
];

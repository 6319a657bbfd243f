import { z } from 'zod';
import { verdicts } from '../../verdict/verdicts.ts';
import { type Endpoint, endpoint, filter } from '../endpoint.ts';
import { VerdictAnswer, VerdictAnswerPage, VerdictRow } from '../schemas/verdicts.ts';

export const verdictsEndpoints: Endpoint[] = [
  endpoint({
    path: '/verdicts',
    summary: 'Whether an image or environment runs on the nodes of a place, with every reason',
    query: z.object({
      subject: z
        .string()
        .max(1000)
        .describe('an image or environment by path, reference, digest, document, or by tool and version'),
      on: filter('site, site/cluster, or nodes of one; empty for every cluster'),
      verdict: z
        .union([z.literal(''), VerdictAnswer])
        .default('')
        .describe('only these verdicts'),
      reasons: z
        .union([z.literal(''), z.enum(['all', 'against'])])
        .default('all')
        .describe('against: without the reasons that say yes'),
    }),
    response: VerdictAnswerPage,
    item: VerdictRow,
    handle: ({ db }, { query }) => verdicts(db, { ...query, reasons: query.reasons || 'all' }),
  }),
];

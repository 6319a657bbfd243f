import { z } from 'zod';
import { pageOfWhole } from '../../query/wholeList.ts';
import { verdicts } from '../../verdict/verdicts.ts';
import { type Endpoint, endpoint, filter, paging, sorting } from '../endpoint.ts';
import { type GroupVerdict, VerdictAnswer, VerdictAnswerPage, VerdictRow } from '../schemas/verdicts.ts';

const OF_GROUP = ['subject', 'verdict', 'site', 'cluster', 'nodes', 'nodeCount'];

/** Answers have an order of their own: yes, note, no, unknown. */
function cellOf(row: GroupVerdict, column: string): unknown {
  const value = Reflect.get(row, column);
  return column === 'verdict' || column === 'answer' ? VerdictAnswer.options.indexOf(value) : value;
}

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
      sort: sorting([...OF_GROUP, 'rule', 'answer', 'message']),
      ...paging,
    }),
    response: VerdictAnswerPage,
    item: VerdictRow,
    handle: async ({ db }, { query }) => {
      const found = await verdicts(db, { ...query, reasons: query.reasons || 'all' });
      const { items, groups } = found;
      const identity = ({ document, site, cluster, nodes, rule, message }: VerdictRow) =>
        [document, site, cluster, nodes, rule, message].join('\0');
      // Verdicts are all there; they come in the order of their reasons where they have that column.
      const sort = OF_GROUP.includes(query.sort.replace('-', '')) ? query.sort : '';
      const asked = { sort, limit: groups.length, after: '' };
      return {
        ...found,
        groups: pageOfWhole(groups, asked, { cell: cellOf, identity: ({ nodes }) => nodes }).items,
        ...pageOfWhole(items, query, { cell: cellOf, identity }),
      };
    },
  }),
];

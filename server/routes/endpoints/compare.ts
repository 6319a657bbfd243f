import { z } from 'zod';
import { Inventory } from '../../compare/inventory.ts';
import { MATCHES } from '../../compare/match.ts';
import { OBTAINABLE } from '../../compare/obtainable.ts';
import { compareCells, compareTwo } from '../../query/compare.ts';
import { listOtherBytes } from '../../query/compareBytes.ts';
import { listEnvironments } from '../../query/compareEnvironments.ts';
import { listPairs, PAIR_ORDERS, pageOfPairs } from '../../query/comparePairs.ts';
import { compareSeries } from '../../query/compareSeries.ts';
import { listSpread, spreadList } from '../../query/compareSpread.ts';
import { placeInventory } from '../../query/inventory.ts';
import { MOST_JUDGED } from '../../query/obtainableCounts.ts';
import { memoOf, pageOfRecords } from '../../query/wholeList.ts';
import { type Endpoint, endpoint, filter, paging, sorting } from '../endpoint.ts';
import { pageOf, Tier } from '../schemas/common.ts';
import {
  Category,
  ComparedEnvironment,
  ComparedTool,
  ComparisonAnswer,
  Match,
  OtherBytes,
  PairRow,
  Pairs,
  SeriesPoint,
  SpreadTool,
} from '../schemas/compare.ts';

const scope = (what: string) =>
  z
    .string()
    .min(1)
    .max(2000)
    .describe(`${what}: site, site/cluster, site/cluster/node or site/cluster:nodes, each with @2026-11-01`);
const tier = z
  .union([z.literal(''), Tier])
  .default('')
  .describe('only tools of this tier');
const category = z
  .union([z.literal(''), Category])
  .default('')
  .describe('only tools of this category');
const q = filter('part of a name');
const tools = z
  .string()
  .max(5000)
  .default('')
  .describe('only these tools, a list with spaces or commas between; counts and scores are of them alone');
const SENT = ' or an inventory that was sent to POST /inventories';
const a = scope(`whose tools${SENT}`);
const b = scope(`where they are looked for${SENT}`);

const BYTES = ['version', 'variant', 'build', 'provider', 'digest'] as const;
const ENVIRONMENT = ['place', 'places', 'packages', 'match', 'therePlace'];

/** How exactly places have what other places have. */
export const compareEndpoints: Endpoint[] = [
  endpoint({
    path: '/compare',
    summary: 'Two places compared: each tool with its best match, and what the match rests on',
    query: z.object({
      a,
      b,
      direction: z
        .enum(['there', 'back'])
        .default('there')
        .describe('there: the tools of a in b; back: those of b in a'),
      match: z
        .union([z.literal(''), Match])
        .default('')
        .describe('only tools that match so'),
      tier,
      category,
      q,
      tools,
      bytes: z
        .enum(['', 'other'])
        .default('')
        .describe('other: only what has other bytes under the same label'),
      obtainable: z
        .enum(['', 'count', ...OBTAINABLE])
        .default('')
        .describe(
          `yes, no, unknown: only what the other side can get, cannot, or nobody knows; count: all. Each counts them, of at most ${MOST_JUDGED} tools`,
        ),
      sort: sorting(Object.keys(compareCells)),
      ...paging,
    }),
    response: ComparisonAnswer,
    item: ComparedTool,
    handle: ({ db, config }, { query }) =>
      compareTwo(db, { ...query, bytes: query.bytes === 'other' }, config.compare),
  }),
  endpoint({
    path: '/compare/pairs',
    summary:
      'Every two sites, or clusters, with score and counts, as counted after the sweeps; with `tools` or `at`, counted for the answer',
    query: z.object({
      of: z.enum(['sites', 'clusters']).default('sites'),
      site: filter('only what is of this site'),
      tier,
      category,
      tools,
      at: filter(
        'a day, a time in UTC, or an age: as they were then; of at most 24 clusters where it was not counted then',
      ),
      sort: sorting(PAIR_ORDERS),
      ...paging,
    }),
    response: Pairs,
    item: PairRow,
    handle: async ({ db, config }, { query }) =>
      pageOfPairs(await listPairs(db, query, config.compare), query),
  }),
  endpoint({
    path: '/compare/tools',
    summary:
      'Tools by which sites have them: in several versions, at one site only, missing at a site, or with other bytes',
    query: z.object({
      list: z
        .enum(['skew', 'only', 'gain', 'bytes'])
        .default('skew')
        .describe(
          'skew: in several versions. only: at one site only. gain: not at `site`, most common elsewhere first. bytes: one label, other bytes',
        ),
      site: filter('name of a site'),
      category,
      q,
      sort: sorting(Object.keys(spreadList.columns)),
      ...paging,
    }),
    response: pageOf(SpreadTool),
    item: SpreadTool,
    handle: ({ db }, { query }) => listSpread(db, query),
  }),
  endpoint({
    path: '/compare/bytes',
    summary: 'What equal labels of one tool stand for at each site, where it is not the same bytes',
    query: z.object({ tool: filter('name of the tool'), sort: sorting(BYTES), ...paging }),
    response: pageOf(OtherBytes),
    item: OtherBytes,
    handle: async ({ db }, { query }) => pageOfRecords(await listOtherBytes(db, query.tool), query, BYTES),
  }),
  endpoint({
    path: '/compare/environments',
    summary: 'The conda environments of one place, each with the one of the other that has the same packages',
    query: z.object({
      a,
      b,
      match: z
        .union([z.literal(''), Match])
        .default('')
        .describe('only environments that match so'),
      tool: filter('only environments with this package'),
      sort: sorting(ENVIRONMENT),
      ...paging,
    }),
    response: pageOf(ComparedEnvironment),
    item: ComparedEnvironment,
    handle: async ({ db, config }, { query }) =>
      pageOfRecords(await listEnvironments(db, query, config.compare), query, ['place', 'document']),
  }),
  endpoint({
    path: '/compare/inventory',
    summary:
      'What a place offers, as one file to compare it at another installation: POST /inventories takes it there',
    query: z.object({ scope: scope('of which place') }),
    response: Inventory,
    handle: ({ db, config }, { query }) => placeInventory(db, query.scope, config.compare),
  }),
  endpoint({
    path: '/compare/series',
    summary: 'The score of one place in another over time',
    query: z.object({
      a,
      b,
      from: filter('a day such as 2026-09-01; empty for 90 days before the end'),
      to: filter('a day; empty for now'),
      points: z.coerce.number().int().min(1).max(60).default(13),
      tools,
      sort: sorting(['at', 'score', 'total', ...MATCHES]),
      ...paging,
    }),
    response: pageOf(SeriesPoint),
    item: SeriesPoint,
    handle: async ({ db, config }, { query }) => {
      // All pages of one series have the same times: the cursor keeps the end.
      const kept = Date.parse(memoOf(query.after));
      const end = Number.isNaN(kept) ? new Date() : new Date(kept);
      const points = await compareSeries(db, query, config.compare, end);
      return pageOfRecords(points, query, ['at'], end.toISOString());
    },
  }),
];

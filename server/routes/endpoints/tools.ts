import { z } from 'zod';
import { find, findOrders } from '../../query/find.ts';
import { findChoices } from '../../query/findNarrow.ts';
import { suggestions } from '../../query/suggestions.ts';
import { toolGrid } from '../../query/toolGrid.ts';
import { toolHistory } from '../../query/toolHistory.ts';
import { listTools, toolList } from '../../query/tools.ts';
import { type Endpoint, endpoint, filter, paging, sorting } from '../endpoint.ts';
import { Provider, pageOf, Tier } from '../schemas/common.ts';
import { FindAnswer, FindChoices, FindRow, Suggestion, ToolSuggestion } from '../schemas/find.ts';
import { ToolCell, ToolGrid, ToolTime } from '../schemas/toolGrid.ts';

const site = filter('name of a site');
const cluster = filter('name of a cluster');

/** Where tools are: find, suggestions, the index, and each of them. */
export const toolsEndpoints: Endpoint[] = [
  endpoint({
    path: '/find',
    summary: 'Where a tool is, as what, and the line that loads it',
    query: z.object({
      tool: filter('name of a tool'),
      version: filter('version; empty for any'),
      site,
      cluster,
      provider: z.union([z.literal(''), Provider]).default(''),
      sort: sorting(findOrders),
      tier: z.union([z.literal(''), Tier]).default(''),
      build: filter('exact build, as a row tells it'),
      architecture: filter('of a node that has it, such as x86_64'),
      gpu: filter('part of the model of a card of that node'),
      partition: filter('partition that the node is in, as the batch system calls it'),
      channel: filter('of the conda package at the place that is shown'),
      ...paging,
    }),
    response: FindAnswer,
    item: FindRow,
    handle: ({ db }, { query }) => {
      const { tier, build, architecture, gpu, partition, channel, ...asked } = query;
      return find(db, { ...asked, narrow: { tier, build, architecture, gpu, partition, channel } });
    },
  }),
  endpoint({
    path: '/find/choices',
    summary: 'Architectures, cards and partitions by which an answer can be narrowed',
    response: FindChoices,
    handle: ({ db }) => findChoices(db),
  }),
  endpoint({
    path: '/suggestions',
    summary: 'What somebody may mean who types: tools, or versions of the tool that is named',
    query: z.object({ q: filter('part of a name'), version: filter('beginning of a version') }),
    response: z.object({ items: z.array(Suggestion) }),
    handle: async ({ db }, { query }) => ({ items: await suggestions(db, query) }),
  }),
  endpoint({
    path: '/tools',
    summary: 'Tools whose name holds a text',
    query: z.object({
      q: filter('part of a name; empty for all'),
      site,
      cluster,
      provider: z.union([z.literal(''), Provider]).default(''),
      best: z
        .union([z.literal(''), Tier])
        .default('')
        .describe('only tools of which this is the best tier there'),
      sort: sorting(Object.keys(toolList.columns)),
      ...paging,
    }),
    response: pageOf(ToolSuggestion),
    item: ToolSuggestion,
    handle: ({ db }, { query }) => listTools(db, query),
  }),
  endpoint({
    path: '/tools/{tool}',
    summary: 'Which versions of a tool are where, and where it is missing or not known',
    params: z.object({ tool: z.string().min(1).max(200) }),
    query: z.object({
      site,
      by: z.enum(['', 'site', 'cluster']).default('').describe('a column for each; empty chooses'),
      against: filter('version that the others are matched with; empty for the newest'),
      at: filter('site or site/cluster whose it is; empty for one that has it as what travels best'),
    }),
    response: ToolGrid,
    item: ToolCell,
    handle: ({ db, config }, { params, query }) =>
      toolGrid(db, { ...params, ...query, staleDays: config.compare.staleDays }),
  }),
  endpoint({
    path: '/tools/{tool}/history',
    summary: 'How many clusters had the newest version of a tool, and how many only older ones, over time',
    params: z.object({ tool: z.string().min(1).max(200) }),
    query: z.object({
      site,
      days: z.coerce
        .number()
        .int()
        .min(1)
        .max(3650)
        .default(90)
        .describe('how far back; no further than anything was read, and what ended is kept'),
      points: z.coerce.number().int().min(2).max(60).default(13).describe('at most, an hour or more apart'),
    }),
    response: pageOf(ToolTime),
    item: ToolTime,
    handle: async ({ db }, { params, query }) => {
      const items = await toolHistory(db, { ...params, ...query });
      return { items, total: items.length, next: null };
    },
  }),
];

import { z } from 'zod';
import { storedDiff, storedDiffText } from '../../changes/diff/stored.ts';
import { driftOf, driftRows } from '../../changes/drift/drift.ts';
import { driftList, driftOverview } from '../../changes/drift/overview.ts';
import { narrowed } from '../../changes/list.ts';
import { recentChanges } from '../../changes/recent.ts';
import { type Window, windowOf } from '../../changes/window.ts';
import { changesSummary } from '../../query/changesSummary.ts';
import { memoOf, pageOfRecords } from '../../query/wholeList.ts';
import { type Endpoint, endpoint, filter, paging, sorting } from '../endpoint.ts';
import {
  Change,
  ChangeCategory,
  ChangeKindWord,
  ChangesAnswer,
  ChangesSummaryRow,
  DocumentDiff,
  DocumentDiffRow,
  DocumentDiffText,
  UnconfirmedRow,
} from '../schemas/changes.ts';
import { Hash, pageOf } from '../schemas/common.ts';
import { ClusterDrift, DriftAnswer, DriftRow } from '../schemas/drift.ts';

const window = {
  scope: filter('site, site/cluster, site/cluster/node or site/cluster:cpu[001-100]; empty for all'),
  since: filter('a day, a time in UTC, or an age such as 24h, 7d or 2w; empty for a week before `until`'),
  until: filter('the same; empty for now'),
};

/** What narrows a list of changes. */
export const changesQuery = {
  ...window,
  category: z.union([z.literal(''), ChangeCategory]).default(''),
  kind: z.union([z.literal(''), ChangeKindWord]).default(''),
  facet: filter('name of a facet'),
  q: filter('part of the tool, the fact or the place'),
};

/** What names a change among those of one window, and by what they can be sorted. */
const CHANGE = [
  ...(['category', 'kind', 'site', 'cluster', 'facet', 'place', 'what', 'provider'] as const),
  ...(['before', 'after', 'nodes', 'since'] as const),
];
const CHANGE_ORDERS = [...CHANGE, 'nodeCount'];
const APART = ['state', 'site', 'cluster', 'facet', 'place', 'reason', 'nodes'] as const;
const APART_ORDERS = [...APART, 'nodeCount', 'at'];

const DRIFT = ['peers', 'facet', 'fact', 'value', 'nodes'] as const;
const DRIFT_ORDERS = [...DRIFT, 'status', 'majority', 'nodeCount', 'since', 'confirmedAt'];

/** What changed, and how two documents differ. */
export const changesEndpoints: Endpoint[] = [
  endpoint({
    path: '/changes',
    summary: 'What began, ended or changed between two times, folded over nodes',
    query: z.object({
      ...changesQuery,
      sort: sorting(CHANGE_ORDERS),
      ...paging,
    }),
    response: ChangesAnswer,
    item: Change,
    handle: async ({ db }, { query }) => {
      const asked = windowOfPage(query);
      const { changes, counts, apart } = await recentChanges(db, query.scope, asked);
      const ends = { since: asked.since.toISOString(), until: asked.until.toISOString() };
      const page = pageOfRecords(narrowed(changes, query), query, CHANGE, ends.until);
      return { ...ends, counts, apart: apart.length, ...page };
    },
  }),
  endpoint({
    path: '/changes/summary',
    summary: 'How changes between two times are spread over weeks, days, clusters or facets',
    query: z.object({
      ...changesQuery,
      by: z.enum(['week', 'day', 'cluster', 'facet']).default('week'),
    }),
    response: pageOf(ChangesSummaryRow),
    item: ChangesSummaryRow,
    handle: async ({ db }, { query }) => {
      const items = await changesSummary(db, query, windowOf(query.since, query.until, new Date()));
      return { items, total: items.length, next: null };
    },
  }),
  endpoint({
    path: '/changes/unconfirmed',
    summary: 'What might be taken for a change and is none: held back, not read, or read for the first time',
    query: z.object({ ...window, sort: sorting(APART_ORDERS), ...paging }),
    response: pageOf(UnconfirmedRow),
    item: UnconfirmedRow,
    handle: async ({ db }, { query }) => {
      const asked = windowOfPage(query);
      const { apart } = await recentChanges(db, query.scope, asked);
      return pageOfRecords(apart, query, APART, asked.until.toISOString());
    },
  }),
  endpoint({
    path: '/drift',
    summary:
      'Every cluster in numbers: nodes that differ from their peers, since when, and what waits for a reboot',
    query: z.object({
      site: filter('name of a site'),
      sort: sorting(Object.keys(driftList.columns)),
      ...paging,
    }),
    response: pageOf(ClusterDrift),
    item: ClusterDrift,
    handle: ({ db, config }, { query }) =>
      driftOverview(db, query, { rollingDays: config.rollingDays, now: new Date() }),
  }),
  endpoint({
    path: '/clusters/{site}/{cluster}/drift',
    summary: 'Where nodes of a cluster differ from their peers, and since when',
    params: z.object({ site: z.string(), cluster: z.string() }),
    query: z.object({
      facet: filter('name of a facet'),
      status: z
        .union([z.literal(''), DriftRow.shape.status])
        .default('')
        .describe('only these differences'),
      nodes: filter(
        'what of it is of these nodes, such as cpu[001-040], who are compared with all of their peers',
      ),
      sort: sorting(DRIFT_ORDERS),
      ...paging,
    }),
    response: DriftAnswer,
    item: DriftRow,
    handle: async ({ db, config }, { params, query }) => {
      const settings = { rollingDays: config.rollingDays, now: new Date() };
      const drift = await driftOf(db, { ...params, nodes: query.nodes }, settings);
      return { ...drift, ...pageOfRecords(driftRows(drift, query), query, DRIFT) };
    },
  }),
  endpoint({
    path: '/documents/{a}/diff/{b}',
    summary: 'What differs between two documents, fact by fact and row by row',
    params: z.object({ a: Hash, b: Hash }),
    query: z.object({ sort: sorting(['change', 'key', 'field']), ...paging }),
    response: DocumentDiff,
    item: DocumentDiffRow,
    handle: async ({ db }, { params, query }) => {
      const { differences, before, after } = await storedDiff(db, params.a, params.b);
      const count = (change: string) => differences.filter((one) => one.change === change).length;
      const counts = { added: count('added'), removed: count('removed'), changed: count('changed') };
      return { before, after, ...counts, ...pageOfRecords(differences, query, ['key', 'field', 'change']) };
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

/** All pages of a list end at the same time: the cursor keeps it. */
function windowOfPage(query: { since: string; until: string; after: string }): Window {
  const kept = memoOf(query.after);
  const ended = kept !== '' && !Number.isNaN(Date.parse(kept));
  return ended
    ? windowOf(query.since, query.until || kept, new Date(kept))
    : windowOf(query.since, query.until, new Date());
}

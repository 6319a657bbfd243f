import { z } from 'zod';
import { storedDiff, storedDiffText } from '../../changes/diff/stored.ts';
import { driftOf } from '../../changes/drift/drift.ts';
import { driftOverview } from '../../changes/drift/overview.ts';
import { narrowed } from '../../changes/list.ts';
import { recentChanges } from '../../changes/recent.ts';
import { type Window, windowOf } from '../../changes/window.ts';
import { cursorOf, keyOfCursor } from '../cursor.ts';
import { type Endpoint, endpoint, filter, paging } from '../endpoint.ts';
import {
  Change,
  ChangeCategory,
  ChangeKindWord,
  ChangesAnswer,
  DocumentDiff,
  DocumentDiffRow,
  DocumentDiffText,
  UnconfirmedRow,
} from '../schemas/changes.ts';
import { Hash, pageOf } from '../schemas/common.ts';
import { ClusterDrift, DriftAnswer, DriftRow } from '../schemas/drift.ts';
import { slice } from '../slice.ts';

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

/** What changed, and how two documents differ. */
export const changesEndpoints: Endpoint[] = [
  endpoint({
    path: '/changes',
    summary: 'What began, ended or changed between two times, folded over nodes',
    query: z.object({
      ...changesQuery,
      ...paging,
    }),
    response: ChangesAnswer,
    item: Change,
    handle: async ({ db }, { query }) => {
      const [asked, from] = windowAndPlace(query);
      const { changes, counts, apart } = await recentChanges(db, query.scope, asked);
      const shown = narrowed(changes, query);
      const rows = shown.slice(from, from + query.limit);
      const next =
        from + rows.length < shown.length ? cursorOf([from + rows.length, asked.until.toISOString()]) : null;
      const ends = { since: asked.since.toISOString(), until: asked.until.toISOString() };
      return { ...ends, counts, apart: apart.length, items: rows, total: shown.length, next };
    },
  }),
  endpoint({
    path: '/changes/unconfirmed',
    summary: 'What might be taken for a change and is none: held back, not read, or read for the first time',
    query: z.object({ ...window, ...paging }),
    response: pageOf(UnconfirmedRow),
    item: UnconfirmedRow,
    handle: async ({ db }, { query }) => {
      const [asked, from] = windowAndPlace(query);
      const { apart } = await recentChanges(db, query.scope, asked);
      const rows = apart.slice(from, from + query.limit);
      const next =
        from + rows.length < apart.length ? cursorOf([from + rows.length, asked.until.toISOString()]) : null;
      return { items: rows, total: apart.length, next };
    },
  }),
  endpoint({
    path: '/drift',
    summary:
      'Every cluster in numbers: nodes that differ from their peers, since when, and what waits for a reboot',
    query: z.object({
      site: filter('name of a site'),
      ...paging,
      limit: paging.limit.default(50),
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
    response: DriftAnswer,
    item: DriftRow,
    handle: ({ db, config }, { params }) =>
      driftOf(db, params, { rollingDays: config.rollingDays, now: new Date() }),
  }),
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

/** All pages of a list end at the same time: the cursor keeps it. */
function windowAndPlace(query: { since: string; until: string; after: string }): [Window, number] {
  const [from = 0, until = query.until] = keyOfCursor(query.after, ['integer', 'text']) ?? [];
  const now = typeof until === 'string' && query.until === '' && until !== '' ? new Date(until) : new Date();
  return [windowOf(query.since, String(until), now), Math.max(0, Number(from))];
}

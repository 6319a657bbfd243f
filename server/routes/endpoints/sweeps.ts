import { z } from 'zod';
import { sweepReasons, sweepSlowest } from '../../query/sweepReasons.ts';
import { listSweeps, sweepById, sweepList } from '../../query/sweeps.ts';
import { listVisits, visitList } from '../../query/visits.ts';
import { type Endpoint, endpoint, filter, idField, paging, sorting } from '../endpoint.ts';
import { pageOf, VisitOutcome } from '../schemas/common.ts';
import { Sweep, Visit } from '../schemas/places.ts';
import { SweepReason, SweepSlowest } from '../schemas/sweeps.ts';

const params = z.object({ id: idField });
const whole = <Item>(items: Item[]) => ({ items, total: items.length, next: null });
const site = filter('name of a site');
const cluster = filter('name of a cluster');
const reason = filter('code of a reason, see docs/reasons.md');
const optionalId = z.union([z.literal(''), idField]).default('');
const idOrNull = (value: '' | number) => (value === '' ? null : value);

/** Sweeps, what went wrong in them and took long, and their visits. */
export const sweepsEndpoints: Endpoint[] = [
  endpoint({
    path: '/sweeps',
    summary: 'Sweeps, newest first',
    query: z.object({
      site,
      cluster,
      nodes: filter(
        'only sweeps of some of these nodes, such as cpu[001-040], with the visits of these nodes alone',
      ),
      since: filter('a day, a time in UTC, or an age such as 7d; only sweeps that began after it'),
      until: filter('the same; only sweeps that began before it'),
      sort: sorting(Object.keys(sweepList.columns)),
      ...paging,
    }),
    response: pageOf(Sweep),
    item: Sweep,
    handle: ({ db }, { query }) => listSweeps(db, query),
  }),
  endpoint({
    path: '/sweeps/{id}',
    summary: 'One sweep',
    params: z.object({ id: idField }),
    response: Sweep,
    handle: ({ db }, { params }) => sweepById(db, params.id),
  }),
  endpoint({
    path: '/sweeps/{id}/reasons',
    summary: 'Why nodes of a sweep were not read whole, grouped, the most frequent reason first',
    params,
    response: pageOf(SweepReason),
    item: SweepReason,
    handle: async ({ db }, { params: { id } }) => whole(await sweepReasons(db, id)),
  }),
  endpoint({
    path: '/sweeps/{id}/slowest',
    summary: 'The ten visits of a sweep that took longest',
    params,
    response: pageOf(SweepSlowest),
    item: SweepSlowest,
    handle: async ({ db }, { params: { id } }) => whole(await sweepSlowest(db, id)),
  }),
  endpoint({
    path: '/visits',
    summary: 'Visits, newest sweep first',
    query: z.object({
      sweep: optionalId.describe('id of a sweep'),
      node: optionalId.describe('id of a node'),
      site,
      cluster,
      outcome: z.union([z.literal(''), VisitOutcome]).default(''),
      reason,
      sort: sorting(Object.keys(visitList.columns)),
      ...paging,
    }),
    response: pageOf(Visit),
    item: Visit,
    handle: ({ db }, { query }) =>
      listVisits(db, { ...query, sweep: idOrNull(query.sweep), node: idOrNull(query.node) }),
  }),
];

import { z } from 'zod';
import { sweepReasons, sweepSlowest } from '../../query/sweepReasons.ts';
import { type Endpoint, endpoint, idField } from '../endpoint.ts';
import { pageOf } from '../schemas/common.ts';
import { SweepReason, SweepSlowest } from '../schemas/sweeps.ts';

const params = z.object({ id: idField });
const whole = <Item>(items: Item[]) => ({ items, total: items.length, next: null });

/** What went wrong in a sweep, and what took long. */
export const sweepsEndpoints: Endpoint[] = [
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
];

import { z } from 'zod';
import { deliveryList, listDeliveries, listSchedules } from '../../query/deliveries.ts';
import { type Endpoint, endpoint, filter, paging, sorting } from '../endpoint.ts';
import { pageOf } from '../schemas/common.ts';
import { DeliveryRow, ScheduleRow } from '../schemas/deliveries.ts';

/** Where reports go by themselves. Addresses of people and of webhooks are for administrators. */
export const deliveriesEndpoints: Endpoint[] = [
  endpoint({
    path: '/deliveries',
    summary: 'Reports on their way to their receivers, the latest first',
    administrators: true,
    query: z.object({
      schedule: filter('name of a regular report'),
      state: z.enum(['', 'waiting', 'done', 'failed']).default('').describe('failed: given up'),
      only: z.enum(['', 'trouble']).default('').describe('trouble: what somebody should look at'),
      sort: sorting(Object.keys(deliveryList.columns)),
      ...paging,
    }),
    response: pageOf(DeliveryRow),
    item: DeliveryRow,
    handle: ({ db }, { query }) => listDeliveries(db, query),
  }),
  endpoint({
    path: '/deliveries/schedules',
    summary: 'Reports that are made regularly, and where they go',
    administrators: true,
    response: pageOf(ScheduleRow),
    item: ScheduleRow,
    handle: async ({ db }) => {
      const items = await listSchedules(db);
      return { items, total: items.length, next: null };
    },
  }),
];

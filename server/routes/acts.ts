import { z } from 'zod';
import { cancelSweep } from '../collect/sweepRow.ts';
import { pauseCluster } from '../inventory/pause.ts';
import { orderSweep } from '../jobs/orderSweep.ts';
import { decideHeld } from '../query/held.ts';
import { type Act, act } from './act.ts';
import { deliveriesActs, deliveriesStatus } from './acts/deliveries.ts';
import { demoActs, demoStatus } from './acts/demo.ts';
import { reportsActs } from './acts/reports.ts';
import { sitesActs, sitesStatus } from './acts/sites.ts';
import { idField } from './endpoint.ts';
import { Decided, Paused, StartedSweep } from './schemas/acts.ts';

const clusterParams = z.object({ site: z.string().max(200), cluster: z.string().max(200) });
const idParams = z.object({ id: idField });

/** Everything that an administrator can do over HTTP, in the order of the documentation. */
export const acts: Act[] = [
  act({
    path: '/sweeps/start',
    summary: 'Have the workers of the service sweep a cluster',
    action: 'sweeps start',
    body: z.strictObject({
      cluster: z.string().max(400).describe('site/cluster'),
      full: z.boolean().default(false).describe('read every place again, also what is shown to be unchanged'),
    }),
    response: StartedSweep,
    deed: ({ body }) => ({ target: body.cluster, detail: body.full ? 'full' : '' }),
    handle: ({ db, config }, { body }) => orderSweep(db, body.cluster, body.full, config.dataFolder),
  }),
  act({
    path: '/sweeps/{id}/cancel',
    summary: 'End a sweep that runs; what it stored stays',
    action: 'sweeps cancel',
    params: idParams,
    response: z.object({ sweep: z.number().int(), cancelled: z.boolean() }),
    deed: ({ params }) => ({ target: `sweep ${params.id}` }),
    handle: async ({ db }, { params }) => {
      await cancelSweep(db, params.id);
      return { sweep: params.id, cancelled: true };
    },
  }),
  act({
    path: '/clusters/{site}/{cluster}/pause',
    summary: 'Start no sweep of a cluster until it is resumed; one that runs goes on',
    action: 'clusters pause',
    params: clusterParams,
    body: z.strictObject({
      why: z.string().max(200).default('').describe('told to who wants to collect it'),
    }),
    response: Paused,
    deed: ({ params, body }) => ({ target: `${params.site}/${params.cluster}`, detail: body.why }),
    handle: ({ db }, { params, body }) => pauseCluster(db, `${params.site}/${params.cluster}`, body.why),
  }),
  act({
    path: '/clusters/{site}/{cluster}/resume',
    summary: 'Let sweeps of a paused cluster start again; one that was missed is made once',
    action: 'clusters resume',
    params: clusterParams,
    response: Paused,
    deed: ({ params }) => ({ target: `${params.site}/${params.cluster}` }),
    handle: ({ db }, { params }) => pauseCluster(db, `${params.site}/${params.cluster}`, null),
  }),
  ...sitesActs,
  ...demoActs,
  ...reportsActs,
  ...deliveriesActs,
  act({
    path: '/held/{id}/accept',
    summary: 'Believe a held change; it takes effect at the next sweep that finds it the same',
    action: 'suspects accept',
    params: idParams,
    response: Decided,
    deed: ({ params }) => ({ target: `place ${params.id}` }),
    handle: async ({ db }, { params: { id } }) => ({ id, nodes: await decideHeld(db, id, 'accepted') }),
  }),
  act({
    path: '/held/{id}/reject',
    summary: 'Never believe a held change; what was known stands until something else is found there',
    action: 'suspects reject',
    params: idParams,
    response: Decided,
    deed: ({ params }) => ({ target: `place ${params.id}` }),
    handle: async ({ db }, { params: { id } }) => ({ id, nodes: await decideHeld(db, id, 'rejected') }),
  }),
];

/** Statuses of what an act can be refused with. */
export const actStatus: Record<string, number> = {
  ...sitesStatus,
  ...demoStatus,
  ...deliveriesStatus,
  paused: 409,
  'sweep-running': 409,
  'not-running': 409,
};

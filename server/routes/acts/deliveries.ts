import { z } from 'zod';
import { orderReport, orderState } from '../../delivery/order.ts';
import { GazetteerError } from '../../errors.ts';
import { type Act, act } from '../act.ts';
import { OrderedReport } from '../schemas/deliveries.ts';

/** Sending by hand what is sent by itself. */
export const deliveriesActs: Act[] = [
  act({
    path: '/deliveries/send',
    summary:
      'Have the last report of a schedule made, where it is not there, and delivered to those who did not get it; or a test',
    action: 'report send',
    body: z.strictObject({
      schedule: z.string().max(200).describe('name of a regular report'),
      test: z.boolean().default(false).describe('a report of its own, marked as a test'),
      to: z.string().max(2000).default('').describe('only this one of its receivers, in a test'),
    }),
    response: OrderedReport,
    deed: ({ body: { schedule, test, to } }) => ({
      target: schedule,
      detail: [test ? 'test' : '', to].filter((one) => one !== '').join(' '),
    }),
    handle: async ({ db }, { body }) => {
      if (body.to !== '' && !body.test)
        throw new GazetteerError(
          'bad-request',
          '"to" is said, and it is no test: that goes to everybody who did not get it',
          'Say "test": true, or leave "to" out',
        );
      const edition = await orderReport(db, body);
      return { schedule: body.schedule, edition, ...(await orderState(db, edition)) };
    },
  }),
];

export const deliveriesStatus: Record<string, number> = {
  'already-delivered': 409,
  'no-receivers': 409,
  'schedule-broken': 409,
};

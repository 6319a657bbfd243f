import { z } from 'zod';
import { Time } from './common.ts';

export const DeliveryKind = z
  .enum(['mail', 'webhook', 'folder', 'report'])
  .describe('report: it is not made yet, and goes to nobody');

export const DeliveryRow = z.object({
  schedule: z.string(),
  kind: DeliveryKind,
  address: z.string().describe('a mail address, the address of a webhook, or a folder'),
  state: z.enum(['waiting', 'done', 'failed']).describe('failed: given up'),
  busy: z.boolean().describe('somebody is at it'),
  attempts: z.number().int(),
  triedAt: Time.nullable().describe('the last time'),
  nextAt: Time.nullable().describe('when it is tried next'),
  code: z.string().describe("why it failed the last time, a stable word; '' when it did not"),
  message: z.string().describe('what was answered or seen; text of others, not to be trusted'),
  test: z.boolean().describe('a person wanted to see whether it arrives'),
  trouble: z
    .boolean()
    .describe('it failed, it is no test, and there is no later report of the schedule: somebody should look'),
  scope: z.string().describe("'' for everything"),
  from: Time.describe('the first moment of the period'),
  to: Time.describe('the first moment after the period'),
  timeZone: z.string(),
  dueAt: Time,
  report: z.number().int().nullable().describe('number of the report; null while it is not made'),
  edition: z.number().int().describe('what all deliveries of one report of a schedule have in common'),
  id: z.number().int().describe('with its kind it names the row'),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

export const ScheduleRow = z.object({
  name: z.string(),
  scope: z.string().describe("'' for everything"),
  cron: z.string().describe('when, as in crontab(5)'),
  timeZone: z.string(),
  period: z.enum(['', 'day', 'week', 'month', 'since']).describe("'' where it is not known"),
  formats: z.array(z.string()),
  missed: z.enum(['', 'last', 'all']),
  to: z.array(z.string()).describe('kind and address of each receiver'),
  nextAt: Time.nullable(),
  lastDueAt: Time.nullable().describe('of its latest report'),
  trouble: z.number().int().describe('what somebody should look at: rows of its deliveries, and its problem'),
  problem: z.string().describe("why it is not followed and makes no report; '' when it is"),
});
export type ScheduleRow = z.infer<typeof ScheduleRow>;

export const OrderedReport = z.object({
  schedule: z.string(),
  edition: z.number().int(),
  waiting: z.number().int().describe('receivers that wait for it now; while it is not made, those that will'),
  workers: z.number().int().describe('that run; with none it waits'),
});
export type OrderedReport = z.infer<typeof OrderedReport>;

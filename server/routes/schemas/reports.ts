import { z } from 'zod';
import { Hash, Time } from './common.ts';

export const ReportRow = z.object({
  id: z.number().int(),
  title: z.string(),
  scope: z.string().describe("'' for everything"),
  from: Time.describe('the first moment of the period'),
  to: Time.describe('the first moment after the period'),
  timeZone: z.string(),
  madeAt: Time,
  madeBy: z.string().describe('version of Gazetteer'),
  firstSweep: z.number().int().nullable().describe('of the period; null where there was none'),
  lastSweep: z.number().int().nullable(),
  coverage: z
    .number()
    .nullable()
    .describe('0 to 1: share of expected visits that read their node; null: none expected'),
  warnings: z.number().int().describe('how many stand on top'),
  bytes: z.number().int().describe('of its JSON as it is kept, without rows that stand beside it'),
  hash: Hash.describe(
    'sha256 of its canonical JSON as it is kept, in which rows after the first 500 of a table are named by their hashes',
  ),
});
export type ReportRow = z.infer<typeof ReportRow>;

export const ReportOrder = z.object({
  order: z.number().int(),
  state: z.enum(['waiting', 'made', 'failed']),
  doing: z.string().describe("what of it is made now; '' while nobody is at it"),
  report: z.number().int().nullable().describe('its number, when it is made'),
  scope: z.string().describe("'' for everything"),
  from: Time,
  to: Time,
  timeZone: z.string(),
  orderedAt: Time,
  code: z.string().describe('why it failed'),
  message: z.string(),
  workers: z.number().int().describe('that run; with none it waits'),
});
export type ReportOrder = z.infer<typeof ReportOrder>;

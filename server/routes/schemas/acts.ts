import { z } from 'zod';
import { Time } from './common.ts';

export const Session = z.object({
  who: z.string().nullable().describe('the administrator who is signed in; null for a reader'),
  expiresAt: Time.nullable().describe('when to sign in again'),
  staleDays: z.number().describe('days after which what was read is marked as old: GAZETTEER_STALE_DAYS'),
});
export type Session = z.infer<typeof Session>;

export const AuditRow = z.object({
  id: z.number().int(),
  at: Time,
  who: z.string().describe('the administrator, or the account and machine of a command'),
  via: z.enum(['page', 'token', 'command']),
  action: z.string().describe('what was done, as the command line says it'),
  target: z.string().describe('what it was done to'),
  detail: z.string().describe('what was said besides, or why it was refused'),
  outcome: z
    .enum(['begun', 'done', 'refused'])
    .describe('begun: it runs, or its process ended before it told the outcome'),
});
export type AuditRow = z.infer<typeof AuditRow>;

export const StartedSweep = z.object({
  sweep: z.number().int().describe('its id'),
  workers: z.number().int().describe('that run; with none it waits'),
});
export type StartedSweep = z.infer<typeof StartedSweep>;

export const Paused = z.object({
  cluster: z.string(),
  paused: z.boolean(),
  changed: z.boolean().describe('false when it was so already'),
});
export type Paused = z.infer<typeof Paused>;

export const Decided = z.object({
  id: z.number().int().describe('number of the place'),
  nodes: z.number().int().describe('nodes that reported it'),
});
export type Decided = z.infer<typeof Decided>;

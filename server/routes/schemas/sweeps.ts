import { z } from 'zod';
import { Reason, VisitOutcome } from './common.ts';

export const SweepReason = z.object({
  outcome: VisitOutcome,
  ...Reason.shape,
  nodes: z.number().int().describe('how many'),
  names: z.string().describe('which, folded'),
});
export type SweepReason = z.infer<typeof SweepReason>;

export const SweepSlowest = z.object({
  node: z.number().int(),
  name: z.string(),
  milliseconds: z.number().int(),
  bytes: z.number().int(),
  outcome: VisitOutcome,
});
export type SweepSlowest = z.infer<typeof SweepSlowest>;

import { z } from 'zod';
import { isReasonCode, reasons } from './reasons.ts';
import type { VisitTarget } from './visitNode.ts';

const Stored = z.object({ notExpected: z.string(), reason: z.string() });

/** Why a node is left alone, from what the batch system last said of it; nothing where it is to be visited. */
export function notExpectedOf(discovered: unknown): Pick<VisitTarget, 'notExpected'> {
  const parsed = Stored.safeParse(discovered);
  if (!parsed.success || !isReasonCode(parsed.data.notExpected)) return {};
  const { notExpected: code, reason } = parsed.data;
  return { notExpected: { reason: code, message: reason === '' ? reasons[code] : reason } };
}

import { isReasonCode, reasons } from '../collect/reasons.ts';
import type { Reason } from '../routes/schemas/common.ts';

/** A reason as stored, with the sentence that its code stands for. */
export function reasonOf(code: string | null, message: string | null): Reason | null {
  if (code === null) return null;
  return { code, sentence: isReasonCode(code) ? reasons[code] : code, message: message ?? '' };
}

export function timeOf(date: Date): string {
  return date.toISOString();
}

export function timeOrNull(date: Date | null): string | null {
  return date ? date.toISOString() : null;
}

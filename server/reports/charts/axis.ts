import { nice, ticks } from 'd3-array';
import type { ReportChart } from '../model.ts';
import { numberText } from '../valueText.ts';

/** Values on a line between two places. */
export interface Axis {
  at: (value: number) => number;
  ticks: { at: number; text: string }[];
}

const MOST_TICKS = 5;
/** Below this a difference is one of arithmetic. */
const LEAST = 1e-9;

/** From nothing, or below, to what all values fit in: shares to the whole. Its ticks are round numbers. */
export function axis({ type }: ReportChart, values: number[], from: number, to: number): Axis {
  const least = Math.min(0, ...values);
  const most = Math.max(type === 'share' ? 1 : 0, ...values);
  // Where all is nothing the axis still has a length.
  const [low, high] = nice(least, most - least > LEAST ? most : least + 1, MOST_TICKS);
  const whole = type === 'number' && values.every(Number.isInteger);
  const at = (value: number) => from + (to - from) * (value / (high - low) - low / (high - low));
  const round = ticks(low, high, MOST_TICKS).filter((tick) => !whole || Number.isInteger(tick));
  return { at, ticks: round.map((tick) => ({ at: at(tick), text: numberText(tick, type) })) };
}

/** What stands beside the ticks: `nodes`. Per cent is in each of them. */
export function unitText({ unit, type }: ReportChart): string {
  return unit ?? (type === 'share' ? 'share' : 'number');
}

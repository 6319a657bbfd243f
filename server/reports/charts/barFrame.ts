import type { ReportChart } from '../model.ts';
import { visibleText } from '../valueText.ts';
import { type Axis, axis, unitText } from './axis.ts';
import type { Folded } from './folded.ts';
import { foot } from './foot.ts';
import { label, textWidth } from './label.ts';
import { legend } from './legend.ts';
import { line, MOST_HEIGHT, type Picture, type Shape, SIZE, WIDTH } from './picture.ts';

const LONGEST_NAME = 230;
/** What the number at the end of the longest bar may take. */
export const BESIDE = 70;
const BELOW = 40;
/** For the legend, the numbers below and remarks. */
const AROUND = 160;

/** So many rows of a height fit on a page. */
export const mostRows = (row: number) => Math.max(1, Math.floor((MOST_HEIGHT - AROUND) / row));

export interface Inside {
  at: Axis['at'];
  left: number;
  top: number;
}

/** The frame of lying bars: names at the left, round numbers below, the legend on top, remarks at the foot. */
export function barFrame(
  chart: ReportChart,
  { categories, series, remarks }: Folded,
  row: number,
  values: number[],
  inside: (place: Inside) => Shape[],
): Picture {
  const names = categories.map((name) => textWidth(visibleText(name.slice(0, 100))));
  const left = Math.min(LONGEST_NAME, Math.max(30, ...names)) + 10;
  const { at, ticks } = axis(chart, values, left, WIDTH - BESIDE - 10);
  const head = legend(series, 'ground');
  const top = head.height;
  const bottom = top + row * categories.length;
  const feet = foot(remarks, bottom + BELOW);
  return {
    width: WIDTH,
    height: bottom + BELOW + feet.height,
    shapes: [
      ...head.shapes,
      ...ticks.map((tick) => line('rule', [tick.at, top], [tick.at, bottom])),
      ...categories.map((name, place) =>
        label(name, {
          x: left - 8,
          y: top + row * place + row / 2 + SIZE / 3,
          room: left - 8,
          anchor: 'end',
        }),
      ),
      ...inside({ at, left, top }),
      line('ink-soft', [at(0), top], [at(0), bottom]),
      ...ticks.map((tick) =>
        label(tick.text, {
          x: tick.at,
          y: bottom + 16,
          room: 90,
          anchor: 'middle',
          ink: 'ink-soft',
          size: 11,
        }),
      ),
      label(unitText(chart), {
        x: WIDTH - BESIDE - 10,
        y: bottom + 32,
        room: 300,
        anchor: 'end',
        ink: 'ink-soft',
        size: 11,
      }),
      ...feet.shapes,
    ],
  };
}

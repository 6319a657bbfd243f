import type { ReportChart } from '../model.ts';
import { amountText, numberText } from '../valueText.ts';
import { BESIDE, barFrame, mostRows } from './barFrame.ts';
import { folded } from './folded.ts';
import { brief, label } from './label.ts';
import { ground, MOST_SERIES } from './look.ts';
import { type Picture, type Shape, SIZE } from './picture.ts';

const BAR = 15;
const BETWEEN = 9;

/** A bar for each value, lying, those of one category below each other; each with its number. */
export function bars(chart: ReportChart): Picture {
  const row = Math.min(chart.series.length, MOST_SERIES) * BAR + BETWEEN;
  const drawn = folded(chart, mostRows(row));
  const values = drawn.series.flatMap((one) => one.values.filter((value) => value !== null));
  return barFrame(chart, drawn, row, values, ({ at, top, left }) =>
    drawn.categories.flatMap((category, place) =>
      drawn.series.flatMap(({ name, look, values }, number): Shape[] => {
        const y = top + place * row + BETWEEN / 2 + number * BAR;
        const value = values[place] ?? null;
        const text = (x: number) =>
          label(numberText(value, chart.type), {
            x: x + 5,
            y: y + SIZE - 1,
            room: BESIDE,
            ink: 'ink-soft',
            size: 11,
          });
        if (value === null) return [text(left)];
        const title = `${brief(category)}, ${brief(name)}: ${amountText(value, chart.type, chart.unit)}`;
        const [from, to] = [at(Math.min(0, value)), at(Math.max(0, value))];
        return [
          ...ground({ x: from, y: y + 1, width: Math.max(1, to - from), height: BAR - 2, title }, look),
          text(to),
        ];
      }),
    ),
  );
}

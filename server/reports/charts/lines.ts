import type { ReportChart } from '../model.ts';
import { amountText, visibleText } from '../valueText.ts';
import { axis, unitText } from './axis.ts';
import { type DrawnSeries, folded } from './folded.ts';
import { foot } from './foot.ts';
import { brief, label, textWidth } from './label.ts';
import { legend } from './legend.ts';
import { line, type Picture, type Point, type Shape, WIDTH } from './picture.ts';

const HEIGHT = 220;
const ABOVE = 24;
const BELOW = 28;
/** A point for every two pixels; more than a year of days. */
const MOST_POINTS = 366;
/** Marks closer than this run into each other. */
const MARKS_APART = 12;
const LONGEST_NAME = 110;

/** A line for each series over categories in their order; where a value is unknown the line is broken. */
export function lines(chart: ReportChart): Picture {
  const { categories, series, remarks } = folded(chart, MOST_POINTS);
  const head = legend(series, 'line');
  const top = head.height + ABOVE;
  const bottom = top + HEIGHT;
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  const upright = axis(chart, values, bottom, top);
  const left = 12 + Math.max(24, ...upright.ticks.map(({ text }) => textWidth(text, 11)));
  const right = WIDTH - 30;
  const x = (place: number) => left + ((right - left) * (place + 0.5)) / categories.length;
  const feet = foot(remarks, bottom + BELOW);
  return {
    width: WIDTH,
    height: bottom + BELOW + feet.height,
    shapes: [
      ...head.shapes,
      label(unitText(chart), { x: 0, y: head.height + 12, room: 300, ink: 'ink-soft', size: 11 }),
      ...upright.ticks.flatMap(({ at, text }) => [
        line('rule', [left, at], [right, at]),
        label(text, { x: left - 6, y: at + 4, room: left, anchor: 'end', ink: 'ink-soft', size: 11 }),
      ]),
      ...names(categories, x, bottom + 18),
      ...series.flatMap((one) => drawn(chart, categories, one, x, upright.at)),
      line('ink-soft', [left, upright.at(0)], [right, upright.at(0)]),
      ...feet.shapes,
    ],
  };
}

/** As many names as fit beside each other, from the last one back: it is the newest. */
function names(categories: string[], x: (place: number) => number, y: number): Shape[] {
  const widest = Math.min(
    LONGEST_NAME,
    Math.max(1, ...categories.map((name) => textWidth(visibleText(name.slice(0, 100)), 11))),
  );
  const each = Math.max(1, Math.ceil((widest + 12) / (x(1) - x(0))));
  return categories.flatMap((name, place) =>
    (categories.length - 1 - place) % each === 0
      ? label(name, { x: x(place), y, room: LONGEST_NAME, anchor: 'middle', ink: 'ink-soft', size: 11 })
      : [],
  );
}

function drawn(
  chart: ReportChart,
  categories: string[],
  { name, look, values }: DrawnSeries,
  x: (place: number) => number,
  y: (value: number) => number,
): Shape[] {
  const runs: Point[][] = [[]];
  const marks: Shape[] = [];
  const close = x(1) - x(0) < MARKS_APART;
  for (const [place, value] of values.entries()) {
    if (value === null) {
      runs.push([]);
      continue;
    }
    const point: Point = [x(place), y(value)];
    runs.at(-1)?.push(point);
    const alone = (values[place - 1] ?? null) === null && (values[place + 1] ?? null) === null;
    const title = `${brief(categories[place] ?? '')}, ${brief(name)}: ${amountText(value, chart.type, chart.unit)}`;
    if (!close || alone) marks.push({ kind: 'path', lines: [look.mark(...point)], fill: look.ink, title });
  }
  const long = runs.filter((run) => run.length > 1);
  return [
    ...(long.length === 0
      ? []
      : [
          {
            kind: 'path' as const,
            lines: long,
            stroke: look.ink,
            width: 2,
            dash: look.dash,
            title: brief(name),
          },
        ]),
    ...marks,
  ];
}

import type { ReportChart } from '../model.ts';
import { amountText, numberText, UNKNOWN, visibleText } from '../valueText.ts';
import { unitText } from './axis.ts';
import { type Folded, folded } from './folded.ts';
import { foot } from './foot.ts';
import { brief, label, textWidth } from './label.ts';
import { line, type Picture, type Rect, type Shape, WIDTH } from './picture.ts';

const LONGEST_NAME = 150;
const MOST_ROWS = 50;
const MOST_COLUMNS = 50;
/** From here on a cell has room for its number. */
const ROOMY = 38;
/** Numbers hold 4.5:1 on it in light and dark. */
const DARKEST = 0.45;

/**
 * A cell for each pair of a series, which is a row, and a category, which is a column. A roomy cell says its number; in
 * a small one a square grows with it, so that shade alone says nothing.
 */
export function matrix(chart: ReportChart): Picture {
  const all = folded(chart, MOST_COLUMNS, MOST_ROWS);
  const values = all.series.flatMap((one) => one.values.filter((value) => value !== null));
  const most = Math.max(chart.type === 'share' ? 1 : 0, ...values) || 1;
  const left = nameRoom(all.series.map(({ name }) => name)) + 8;
  const top = nameRoom(all.categories) + 8;
  const side = Math.min(64, (WIDTH - left) / all.categories.length);
  const height = side < ROOMY ? side : Math.min(side, 26);
  const bottom = top + height * all.series.length;
  const key = scale(chart, most, bottom + 10, side < ROOMY);
  const feet = foot(all.remarks, bottom + 10 + key.height);
  return {
    width: WIDTH,
    height: bottom + 10 + key.height + feet.height,
    shapes: [
      ...columnNames(all, left, top, side),
      ...all.series.flatMap(({ name, values }, row) => [
        label(name, {
          x: left - 6,
          y: top + row * height + height / 2 + 4,
          room: left - 8,
          anchor: 'end',
          size: nameSize(height),
        }),
        ...values.flatMap((value, column) =>
          isItself(chart, name, all.categories[column] ?? '')
            ? []
            : cell(
                { x: left + column * side, y: top + row * height, width: side, height },
                { value, strength: value === null ? 0 : Math.max(0, value) / most },
                chart,
                `${brief(name)}, ${brief(all.categories[column] ?? '')}: ${amountText(value, chart.type, chart.unit)}`,
              ),
        ),
      ]),
      ...key.shapes,
      ...feet.shapes,
    ],
  };
}

/** Where both sides are the same, nothing is compared with itself: no cell is there, rather than one that is not known. */
const isItself = ({ series, categories }: ReportChart, row: string, column: string) =>
  row === column &&
  series.length === categories.length &&
  series.every(({ name }, at) => name === categories[at]);

const nameSize = (room: number) => Math.max(7, Math.min(11, room - 2));

const nameRoom = (names: string[]) =>
  Math.min(
    LONGEST_NAME,
    Math.max(20, ...names.map((name) => textWidth(visibleText(name.slice(0, 100)), 11))),
  );

function columnNames({ categories }: Folded, left: number, top: number, side: number): Shape[] {
  return categories.map((name, column) =>
    label(name, {
      x: left + column * side + side / 2 + 4,
      y: top - 6,
      room: top - 8,
      size: nameSize(side),
      upright: true,
    }),
  );
}

type Box = Pick<Rect, 'x' | 'y' | 'width' | 'height'>;

function cell(
  box: Box,
  { value, strength }: { value: number | null; strength: number },
  chart: ReportChart,
  title: string,
): Shape[] {
  const frame: Rect = { kind: 'rect', ...box, fill: 'sheet', stroke: 'rule', title };
  if (value === null) return [frame, ...unknownCell(box)];
  if (box.width < ROOMY) return [frame, ...square(box, strength, title)];
  return [
    { ...frame, fill: 'chart-1', strength: strength * DARKEST },
    {
      ...label(numberText(value, chart.type), {
        x: box.x + box.width / 2,
        y: box.y + box.height / 2 + 4,
        room: box.width - 4,
        anchor: 'middle',
        size: 11,
      }),
    },
  ];
}

/** Its ground, not its side, is what grows. */
function square({ x, y, width, height }: Box, strength: number, title: string): Shape[] {
  const side = (Math.min(width, height) - 2) * Math.sqrt(Math.min(1, strength));
  if (side <= 0) return [];
  return [
    {
      kind: 'rect',
      x: x + (width - side) / 2,
      y: y + (height - side) / 2,
      width: side,
      height: side,
      fill: 'chart-1',
      title,
    },
  ];
}

function unknownCell({ x, y, width, height }: Box): Shape[] {
  const [dx, dy] = [Math.min(width, 16) / 4, Math.min(height, 16) / 4];
  const [cx, cy] = [x + width / 2, y + height / 2];
  return [
    line('ink-soft', [cx - dx, cy - dy], [cx + dx, cy + dy]),
    line('ink-soft', [cx - dx, cy + dy], [cx + dx, cy - dy]),
  ];
}

const KEY = 200;
const STEPS = [0, 0.25, 0.5, 0.75, 1];

/** What cells of nothing, of the most and between look like, and those of which nothing is known. */
function scale(
  chart: ReportChart,
  most: number,
  top: number,
  small: boolean,
): { shapes: Shape[]; height: number } {
  const steps = STEPS.map((step) => ({ step, text: numberText(step * most, chart.type) }));
  const side = small ? 14 : 20;
  let [x, y] = [0, top];
  const shapes: Shape[] = [];
  const put = (drawn: (box: Box) => Shape[], text: string) => {
    const said = label(text, { x: 0, y: 0, room: KEY, ink: 'ink-soft', size: 11 });
    const width = side + 5 + textWidth(said.text, 11);
    if (x > 0 && x + width > WIDTH) [x, y] = [0, y + side + 6];
    shapes.push(...drawn({ x, y, width: side, height: side }));
    shapes.push({ ...said, room: textWidth(said.text, 11) + 4, x: x + side + 5, y: y + side / 2 + 4 });
    x += width + 17;
  };
  for (const { step, text } of steps)
    put(
      (box) => {
        const frame: Rect = { kind: 'rect', ...box, fill: small ? 'sheet' : 'chart-1', stroke: 'rule' };
        return small ? [frame, ...square(box, step, text)] : [{ ...frame, strength: step * DARKEST }];
      },
      step === 1 ? `${text} (${unitText(chart)})` : text,
    );
  const anyUnknown = chart.series.some(({ name, values }) =>
    values.some((value, at) => value === null && !isItself(chart, name, chart.categories[at] ?? '')),
  );
  if (anyUnknown)
    put((box) => [{ kind: 'rect', ...box, fill: 'sheet', stroke: 'rule' }, ...unknownCell(box)], UNKNOWN);
  return { shapes, height: y - top + side + 10 };
}

import type { Ink, Path, Point, Rect, Shape } from './picture.ts';

/** How one series is told from the others: by its ink, and by a pattern, dashes or marks besides. */
export interface Look {
  ink: Ink;
  /** Lines over a ground of this size, in the colour of the sheet. */
  hatch: (rect: Rect) => Point[][];
  hatchWidth: number;
  dash: readonly number[];
  mark: (x: number, y: number) => Point[];
}

const STEP = 7;

/** The order is that of web/charts/patterns.ts. */
const looks: Look[] = [
  { ink: 'chart-1', hatch: () => [], hatchWidth: 0, dash: [], mark: polygon(12) },
  { ink: 'chart-2', hatch: rising, hatchWidth: 1.5, dash: [6, 3], mark: polygon(4, 45) },
  { ink: 'chart-3', hatch: dots, hatchWidth: 3, dash: [2, 3], mark: polygon(3, -90) },
  { ink: 'chart-4', hatch: falling, hatchWidth: 1.5, dash: [9, 3, 2, 3], mark: polygon(4) },
  { ink: 'chart-5', hatch: across, hatchWidth: 2, dash: [12, 4], mark: star(4) },
  { ink: 'chart-6', hatch: upright, hatchWidth: 2, dash: [4, 2, 1, 2], mark: star(6) },
];

/** So many series are told apart. */
export const MOST_SERIES = looks.length;

/** What is left over, drawn together. */
export const REST: Look = {
  ...looks[0],
  ink: 'ink-soft',
  hatch: dots,
  hatchWidth: 1,
  dash: [],
  mark: polygon(12),
};

export function lookOf(at: number): Look {
  return looks[at % MOST_SERIES] ?? REST;
}

/** A piece of ground in the look of a series. */
export function ground(rect: Omit<Rect, 'kind' | 'fill' | 'stroke'>, look: Look): Shape[] {
  const base: Rect = { kind: 'rect', ...rect, fill: look.ink, stroke: look.ink };
  const lines = look.hatch(base);
  if (lines.length === 0) return [base];
  const over: Path = { kind: 'path', lines, stroke: 'sheet', width: look.hatchWidth };
  return [base, rect.title === undefined ? over : { ...over, title: rect.title }];
}

function steps(from: number, to: number): number[] {
  const first = Math.ceil(from / STEP) * STEP;
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / STEP) + 1) },
    (_, at) => first + at * STEP,
  );
}

function across({ x, y, width, height }: Rect): Point[][] {
  return steps(y + 1, y + height - 1).map((at) => [
    [x, at],
    [x + width, at],
  ]);
}

function upright({ x, y, width, height }: Rect): Point[][] {
  return steps(x + 1, x + width - 1).map((at) => [
    [at, y],
    [at, y + height],
  ]);
}

/** Lines of x + y = constant, within the ground. */
function rising({ x, y, width, height }: Rect): Point[][] {
  return steps(x + y, x + width + y + height)
    .map((sum): Point[] => {
      const [left, right] = [Math.max(x, sum - y - height), Math.min(x + width, sum - y)];
      return [
        [left, sum - left],
        [right, sum - right],
      ];
    })
    .filter(hasLength);
}

/** Lines of x - y = constant, within the ground. */
function falling({ x, y, width, height }: Rect): Point[][] {
  return steps(x - y - height, x + width - y)
    .map((difference): Point[] => {
      const [left, right] = [Math.max(x, difference + y), Math.min(x + width, difference + y + height)];
      return [
        [left, left - difference],
        [right, right - difference],
      ];
    })
    .filter(hasLength);
}

const hasLength = ([a, b]: Point[]) => a !== undefined && b !== undefined && b[0] > a[0];

function dots({ x, y, width, height }: Rect): Point[][] {
  return steps(x + 3, x + width - 3).flatMap((at) =>
    steps(y + 2, y + height - 2).map((row): Point[] => [
      [at - 1.5, row],
      [at + 1.5, row],
    ]),
  );
}

const MARK = 4.5;

function polygon(corners: number, turn = 0) {
  return (x: number, y: number): Point[] => corner(x, y, corners, turn, () => MARK);
}

function star(points: number) {
  return (x: number, y: number): Point[] =>
    corner(x, y, points * 2, -90, (at) => (at % 2 === 0 ? MARK + 1 : MARK / 3));
}

function corner(
  x: number,
  y: number,
  corners: number,
  turn: number,
  radius: (at: number) => number,
): Point[] {
  return Array.from({ length: corners }, (_, at) => {
    const angle = ((360 / corners) * at + turn) * (Math.PI / 180);
    return [x + radius(at) * Math.cos(angle), y + radius(at) * Math.sin(angle)];
  });
}

import type { ReportChart } from '../model.ts';
import { amountText, UNKNOWN } from '../valueText.ts';
import { barFrame, mostRows } from './barFrame.ts';
import { foldedStack } from './folded.ts';
import { brief, label } from './label.ts';
import { ground, type Look } from './look.ts';
import { type Picture, type Shape, SIZE } from './picture.ts';

const BAR = 17;
const BETWEEN = 8;

interface Piece {
  name: string;
  look: Look;
  value: number;
  from: number;
  to: number;
}

/** A lying bar for each category, of pieces one after the other; what is below nothing goes to the left. */
export function stacked(chart: ReportChart): Picture {
  const row = BAR + BETWEEN;
  const drawn = foldedStack(chart, mostRows(row));
  const stacks = drawn.categories.map((_, place) =>
    piecesOf(drawn.series.map(({ name, look, values }) => ({ name, look, value: values[place] ?? null }))),
  );
  const ends = stacks.flatMap(({ pieces }) => pieces.map(({ to }) => to));
  return barFrame(chart, drawn, row, ends, ({ at, top, left }) =>
    stacks.flatMap(({ pieces, unknown }, place): Shape[] => {
      const y = top + place * row + BETWEEN / 2;
      const shapes = pieces.flatMap(({ name, look, value, from, to }) => {
        const [x, end] = [at(Math.min(from, to)), at(Math.max(from, to))];
        const title = `${brief(drawn.categories[place] ?? '')}, ${brief(name)}: ${amountText(value, chart.type, chart.unit)}`;
        return end > x ? ground({ x, y, width: end - x, height: BAR, title }, look) : [];
      });
      if (unknown.length === 0) return shapes;
      const x = Math.max(left, ...pieces.map(({ to }) => at(to))) + 5;
      const text = label(UNKNOWN, { x, y: y + SIZE, room: 80, ink: 'ink-soft', size: 11 });
      return [...shapes, { ...text, title: `${UNKNOWN}: ${unknown.map(brief).join(', ')}` }];
    }),
  );
}

function piecesOf(parts: { name: string; look: Look; value: number | null }[]) {
  const pieces: Piece[] = [];
  const unknown: string[] = [];
  const ends = { up: 0, down: 0 };
  for (const { name, look, value } of parts) {
    if (value === null) {
      unknown.push(name);
      continue;
    }
    const side = value < 0 ? 'down' : 'up';
    pieces.push({ name, look, value, from: ends[side], to: ends[side] + value });
    ends[side] += value;
  }
  return { pieces, unknown };
}

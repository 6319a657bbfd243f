import { label, textWidth } from './label.ts';
import { ground, type Look } from './look.ts';
import { type Path, type Shape, SIZE, WIDTH } from './picture.ts';

export interface Named {
  name: string;
  look: Look;
}

const LINE = 20;
const BOX = 14;
const ROOM = 220;

/** Which look is which series, from the left and on further lines; how high it came to be. */
export function legend(series: Named[], as: 'ground' | 'line'): { shapes: Shape[]; height: number } {
  if (series.length < 2) return { shapes: [], height: 0 };
  const shapes: Shape[] = [];
  let [x, y] = [0, 0];
  for (const { name, look } of series) {
    const sample = as === 'ground' ? BOX : BOX * 2;
    const said = label(name, { x: 0, y: 0, room: ROOM, ink: 'ink-soft' });
    const room = textWidth(said.text) + 4;
    const width = sample + room + 20;
    if (x > 0 && x + width > WIDTH) [x, y] = [0, y + LINE];
    shapes.push(
      ...(as === 'ground' ? ground({ x, y: y + 1, width: BOX, height: BOX }, look) : stroke(x, y, look)),
    );
    shapes.push({ ...said, room, x: x + sample + 6, y: y + SIZE });
    x += width;
  }
  return { shapes, height: y + LINE + 6 };
}

function stroke(x: number, y: number, look: Look): Path[] {
  const middle = y + 8;
  return [
    {
      kind: 'path',
      lines: [
        [
          [x, middle],
          [x + BOX * 2, middle],
        ],
      ],
      stroke: look.ink,
      width: 2,
      dash: look.dash,
    },
    { kind: 'path', lines: [look.mark(x + BOX, middle)], fill: look.ink },
  ];
}

import { label } from './label.ts';
import { type Shape, WIDTH } from './picture.ts';

const LINE = 18;

/** What is not drawn, in words below all else. */
export function foot(remarks: string[], top: number): { shapes: Shape[]; height: number } {
  const shapes = remarks.map((remark, at) =>
    label(remark, { x: 0, y: top + 12 + at * LINE, room: WIDTH, ink: 'ink-soft' }),
  );
  return { shapes, height: remarks.length * LINE };
}

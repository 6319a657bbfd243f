import { type Picture, writeIndexed } from './png.ts';

const MOST = 256;

interface Colour {
  parts: [number, number, number];
  pixels: number;
}

/** A picture as a small PNG. Up to 256 colours it stays as it is; of more, colours near one another become one (median cut). */
export function smallPng({ width, height, pixels }: Picture): Buffer {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 3) {
    const key = keyAt(pixels, at);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const colours = [...counts].map(
    ([key, count]): Colour => ({ parts: [key >> 16, (key >> 8) & 255, key & 255], pixels: count }),
  );
  const boxes = divided(colours);
  const palette = new Uint8Array(boxes.length * 3);
  const numbers = new Map<number, number>();
  for (const [number, box] of boxes.entries()) {
    palette.set(mostSeen(box), number * 3);
    for (const { parts } of box) numbers.set(keyAt(parts, 0), number);
  }
  const indexed = new Uint8Array(width * height);
  for (let pixel = 0; pixel < indexed.length; pixel += 1) {
    indexed[pixel] = numbers.get(keyAt(pixels, pixel * 3)) ?? 0;
  }
  return writeIndexed(width, height, palette, indexed);
}

function keyAt(parts: ArrayLike<number>, at: number): number {
  return ((parts[at] ?? 0) << 16) | ((parts[at + 1] ?? 0) << 8) | (parts[at + 2] ?? 0);
}

/** Halves the box that is widest until there are enough. */
function divided(colours: Colour[]): Colour[][] {
  const boxes = [{ box: colours, ...widthOf(colours) }];
  while (boxes.length < MOST) {
    boxes.sort((a, b) => a.width - b.width);
    const widest = boxes.pop();
    if (!widest || widest.width === 0) {
      if (widest) boxes.push(widest);
      break;
    }
    const { box, part } = widest;
    box.sort((a, b) => a.parts[part] - b.parts[part]);
    const halves = [box.slice(0, box.length >> 1), box.slice(box.length >> 1)];
    for (const half of halves) boxes.push({ box: half, ...widthOf(half) });
  }
  return boxes.map(({ box }) => box);
}

function widthOf(box: Colour[]): { width: number; part: 0 | 1 | 2 } {
  const widths = ([0, 1, 2] as const).map((part) => {
    const values = box.map(({ parts }) => parts[part]);
    return {
      part,
      width: values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), 255),
    };
  });
  return widths.reduce((a, b) => (b.width > a.width ? b : a), { part: 0, width: 0 });
}

/** Not the mean: grounds and ink keep exactly the colour that they have on the page. */
function mostSeen(box: Colour[]): Colour['parts'] {
  return box.reduce<Colour>((a, b) => (b.pixels > a.pixels ? b : a), { parts: [0, 0, 0], pixels: 0 }).parts;
}

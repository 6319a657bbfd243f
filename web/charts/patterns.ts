type Drawing = (context: CanvasRenderingContext2D) => void;

const TILE = 8;

/** What lies over the colour of a series, so that colour alone means nothing. */
const overlays: Drawing[] = [
  () => {},
  (context) => line(context, 0, TILE, TILE, 0),
  (context) => context.fillRect(3, 3, 3, 3),
  (context) => line(context, 0, 0, TILE, TILE),
  (context) => context.fillRect(0, 3, TILE, 2),
  (context) => context.fillRect(3, 0, 2, TILE),
];

/** How lines over time differ besides: dashes, and the shape of their points. */
export const dashes: number[][] = [[], [6, 3], [2, 3], [9, 3, 2, 3], [12, 4], [4, 2, 1, 2]];
export const points = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot', 'star'] as const;

/** The ground of a series: its colour, and a pattern in the colour of the sheet. */
export function groundOf(colour: string, sheet: string, at: number): string | CanvasPattern {
  const overlay = overlays[at % overlays.length];
  const tile = document.createElement('canvas');
  tile.width = TILE;
  tile.height = TILE;
  const context = tile.getContext('2d');
  if (!context || !overlay || at % overlays.length === 0) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, TILE, TILE);
  context.fillStyle = sheet;
  context.strokeStyle = sheet;
  context.lineWidth = 1.5;
  overlay(context);
  return context.createPattern(tile, 'repeat') ?? colour;
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

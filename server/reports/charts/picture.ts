/** What a chart looks like, in pixels from its upper left corner, whatever it is drawn with. */
export interface Picture {
  width: number;
  height: number;
  shapes: Shape[];
}

export type Shape = Rect | Path | Text;

export interface Rect {
  kind: 'rect';
  x: number;
  y: number;
  width: number;
  height: number;
  fill: Ink;
  /** 0 to 1: how much of the ink is laid on; all of it where none is given. */
  strength?: number;
  stroke?: Ink;
  /** What a reader is told who points at it. */
  title?: string;
}

export type Point = readonly [x: number, y: number];

/** Polylines, or polygons where they have a fill. */
export interface Path {
  kind: 'path';
  lines: Point[][];
  fill?: Ink;
  stroke?: Ink;
  width?: number;
  dash?: readonly number[];
  title?: string;
}

export interface Text {
  kind: 'text';
  /** Where the text begins, has its middle or ends, on its base line. */
  x: number;
  y: number;
  text: string;
  /** What it may take, where letters turn out to be wider than was thought. */
  room: number;
  size: number;
  anchor: 'start' | 'middle' | 'end';
  ink: Ink;
  /** Reads upwards. */
  upright?: boolean;
  /** The whole of what was shortened. */
  title?: string;
}

/** The tokens of web/styles/tokens.css, as they are on light ground. */
export const INKS = {
  ink: '#1a252b',
  'ink-soft': '#4a5960',
  rule: '#d5dbd6',
  sheet: '#fcfdfb',
  'chart-1': '#125470',
  'chart-2': '#a07220',
  'chart-3': '#a479d6',
  'chart-4': '#d86770',
  'chart-5': '#451188',
  'chart-6': '#441a03',
} as const;

export type Ink = keyof typeof INKS;

/** All pictures are as wide; a page of paper takes them at seven tenths of that. */
export const WIDTH = 720;
/** And no higher than a page of paper, so that none is cut in two. */
export const MOST_HEIGHT = 900;
export const SIZE = 12;

export function line(stroke: Ink, from: Point, to: Point): Path {
  return { kind: 'path', lines: [[from, to]], stroke, width: 1 };
}

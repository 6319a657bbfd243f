import { GazetteerError } from '../errors.ts';

/** A large report takes seconds and 250 MB as PDF: files are drawn one after the other, and so many may wait for theirs. */
const MOST_WAITING = 20;

let waiting = 0;
let before: Promise<unknown> = Promise.resolve();

/** Draws a file when those that were asked for before are drawn. */
export async function drawnFile<File>(draw: () => Promise<File>): Promise<File> {
  if (waiting > MOST_WAITING)
    throw new GazetteerError('report-busy', 'too many reports are being drawn', 'Try again in a minute');
  waiting += 1;
  const drawn = before.then(draw);
  before = drawn.catch(() => {});
  try {
    return await drawn;
  } finally {
    waiting -= 1;
  }
}

export const drawnStatus: Record<string, number> = { 'report-busy': 503 };

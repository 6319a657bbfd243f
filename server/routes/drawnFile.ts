import { GazetteerError } from '../errors.ts';
import { inTurn } from '../reports/formats/inTurn.ts';

/** Files are drawn one after the other, and so many may wait for theirs. */
const MOST_WAITING = 20;

let waiting = 0;

/** Draws a file when those that were asked for before are drawn. */
export async function drawnFile<File>(draw: () => Promise<File>): Promise<File> {
  if (waiting > MOST_WAITING)
    throw new GazetteerError('report-busy', 'too many reports are being drawn', 'Try again in a minute');
  waiting += 1;
  try {
    return await inTurn(draw);
  } finally {
    waiting -= 1;
  }
}

export const drawnStatus: Record<string, number> = { 'report-busy': 503 };

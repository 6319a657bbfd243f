import { readFileSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A file that was written to within so many milliseconds may not be written whole. */
const FRESH = 10_000;
const PAUSE = 500;
const MOST_TRIES = 12;

/**
 * A file's text. One that was written to just now is read until two readings, half a second apart, agree; null when none
 * do. Whoever writes a file anew in place first empties it, and what is there in between names only some of its nodes.
 */
export async function settledText(file: string): Promise<string | null> {
  let text = readFileSync(file, 'utf8');
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    // Looked at after the reading: a writer that began since then shows.
    if (Math.abs(Date.now() - statSync(file).mtimeMs) > FRESH) return text;
    await pause(PAUSE);
    const again = readFileSync(file, 'utf8');
    if (again === text) return text;
    text = again;
  }
  return null;
}

import { GazetteerError, messageOf } from '../errors.ts';

/** Minutes until the next try, after the first failure and so on: two days in all. */
const WAITS = [1, 5, 15, 60, 180, 360, 720, 1440];

/** The first one included. */
export const MOST_TRIES = WAITS.length + 1;

const MINUTE = 60_000;

/** When something that failed so often is tried again; null when it is given up. */
export function nextTry(attempts: number, now: Date): Date | null {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait * MINUTE);
}

/** Trying again would not help: somebody has to change something first. */
export class Refused extends GazetteerError {}

/** What is written down of a failure: a code and one line, without what could be a secret in a stack. */
export function failureOf(error: unknown): { code: string; message: string; final: boolean } {
  if (error instanceof GazetteerError)
    return { code: error.code, message: oneLine(error.line), final: error instanceof Refused };
  return { code: 'bug', message: oneLine(messageOf(error)), final: false };
}

/** Control characters of what others answered do nothing in a log or on a terminal. */
export const oneLine = (text: string) =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, 500);

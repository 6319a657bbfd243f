import type { NextFunction, Request, Response } from 'express';
import { GazetteerError } from '../errors.ts';

/** What the reader of JSON bodies says, in our words. */
export function unreadableJson(error: unknown, _: Request, response: Response, next: NextFunction): void {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 0;
  if (typeof status !== 'number' || status < 400 || status >= 500) return next(error);
  response.set('connection', 'close');
  if (status === 413) next(new GazetteerError('body-size', 'the body is too long'));
  else next(new GazetteerError('bad-body', 'the body is no JSON, or ended too soon'));
}

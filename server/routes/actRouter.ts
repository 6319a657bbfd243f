import express, { type Request, type Response, Router } from 'express';
import { audited } from '../admin/audited.ts';
import type { Context } from '../context.ts';
import { GazetteerError } from '../errors.ts';
import { acts } from './acts.ts';
import type { Administrators } from './administrators.ts';
import { unreadableJson } from './body.ts';

/** The most bytes of one body: a sites file of a large institution fits in. */
const MOST_BODY = '2mb';

/** POST to the path of each act: who it is comes first, then what is sent, and all of it is written down. */
export function actRouter(context: Context, administrators: Administrators): Router {
  const router = Router();
  const body = express.json({ limit: MOST_BODY });
  for (const one of acts) {
    const path = one.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const answer = async (request: Request, response: Response) => {
      const input = { params: request.params, body: request.body };
      const actor = administrators.actor(request);
      const deed = { action: one.action, ...one.deed(input) };
      response.set('cache-control', 'no-store');
      const seen = <T>(work: () => Promise<T>) =>
        one.changes ? audited(context.db, actor, deed, work) : work();
      if (one.stream)
        await seen(() => streamed(response, (tell, signal) => one.stream?.(context, input, tell, signal)));
      // Whoever has the answer finds in the audit how it ended.
      else response.json(await seen(() => one.handle(context, input, actor)));
    };
    router.post(path, administrators.acting, body, unreadableJson, answer);
    router.all(path, onlyPost);
  }
  return router;
}

/** Lines of JSON, until the work is done or nobody listens any more. What fails before the first line is an error like any other. */
async function streamed(
  response: Response,
  work: (tell: (line: unknown) => void, signal: AbortSignal) => Promise<void> | undefined,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  await work((line) => {
    if (!response.headersSent)
      response.set({ 'content-type': 'application/x-ndjson; charset=utf-8', 'x-accel-buffering': 'no' });
    response.write(`${JSON.stringify(line)}\n`);
  }, gone.signal);
  response.end();
}

function onlyPost(request: Request, response: Response): void {
  response.set('allow', 'POST');
  throw new GazetteerError('bad-method', `${request.method} is not allowed here`, 'Use POST');
}

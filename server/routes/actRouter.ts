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
      const answered = await audited(context.db, actor, deed, () => one.handle(context, input, actor));
      response.set('cache-control', 'no-store').json(answered);
    };
    router.post(path, administrators.acting, body, unreadableJson, answer);
    router.all(path, onlyPost);
  }
  return router;
}

function onlyPost(request: Request, response: Response): void {
  response.set('allow', 'POST');
  throw new GazetteerError('bad-method', `${request.method} is not allowed here`, 'Use POST');
}

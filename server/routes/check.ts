import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { check } from '../check/answer.ts';
import { countAsked } from '../check/asked.ts';
import { MOST_INPUT, readInputApart } from '../check/inputs/read.ts';
import type { Context } from '../context.ts';
import { GazetteerError } from '../errors.ts';
import { exportForms } from './exports/forms.ts';
import { onePage, sendExport } from './exports/send.ts';
import type { PostedPath } from './posted.ts';
import { CheckAnswer, CheckCluster, CheckRow } from './schemas/check.ts';

/** Statuses of what a check can be refused with. */
export const checkStatus: Record<string, number> = {
  'check-size': 413,
  'check-form': 422,
  'check-body': 400,
  'check-busy': 503,
};

export const CheckQuery = z.object({
  on: z.string().max(300).default('').describe('site/cluster that is told in full; empty for the best'),
  name: z
    .string()
    .max(300)
    .default('input')
    .describe('name of the file, for messages; an image whose labels tell nothing is called by it'),
  sha256: z
    .string()
    .regex(/^(?:[0-9a-f]{64})?$/, 'expected 64 hexadecimal digits')
    .default('')
    .describe(
      'of an image file, of which only the beginning is sent: the digest of all of it, which says where the same bytes are',
    ),
});

/** POST /check: a text or the beginning of an image, against every cluster. Nothing of it is kept but a count of tools that are nowhere. */
export function checkRouter(context: Context): Router {
  const router = Router();
  const body = express.raw({ type: () => true, limit: MOST_INPUT });
  const answered = async (request: Request): Promise<CheckAnswer> => {
    const { on, name, sha256 } = CheckQuery.parse(request.query);
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    return check(context.db, await readInputApart(name, bytes, sha256), {
      on,
      staleDays: context.config.compare.staleDays,
    });
  };
  router.post('/check', body, unreadable, async (request: Request, response: Response) => {
    const answer = await answered(request);
    if (context.config.countAsked) await countAsked(context.db, answer.nowhere, new Date());
    response.set('cache-control', 'no-store').json(answer);
  });
  for (const { list, item } of lists) {
    for (const form of exportForms) {
      const file = { name: `check-${list}`, item, form };
      router.post(
        `/check/${list}.${form.suffix}`,
        body,
        unreadable,
        async (request: Request, response: Response) => {
          const items = (await answered(request))[list];
          await sendExport(request, response, file, onePage(items));
        },
      );
    }
  }
  router.all(/^\/check(?:\/(?:rows|clusters)\.(?:json|csv|ndjson|xlsx))?$/, (request, response) => {
    response.set('allow', 'POST');
    throw new GazetteerError('bad-method', `${request.method} is not allowed here`, 'Use POST');
  });
  return router;
}

const lists = [
  { list: 'rows', item: CheckRow },
  { list: 'clusters', item: CheckCluster },
] as const;

/** What the reader of bodies says, in our words. */
function unreadable(error: unknown, _: Request, response: Response, next: NextFunction): void {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 0;
  response.set('connection', 'close');
  if (status === 413) {
    const message = `an input may have ${MOST_INPUT} bytes`;
    next(new GazetteerError('check-size', message, 'Of an image its beginning is enough'));
  } else if (typeof status === 'number' && status >= 400 && status < 500)
    next(new GazetteerError('check-body', 'the body cannot be unpacked, or ended too soon'));
  else next(error);
}

/** What the API's description says of it: the same answer in three forms. */
export const checkPosts: PostedPath[] = [
  {
    path: '/check',
    summary: 'Where everything is that an environment, a script or an image needs',
    response: CheckAnswer,
    item: null,
  },
  {
    path: '/check/clusters',
    summary: 'The same: every cluster in numbers',
    response: CheckCluster,
    item: CheckCluster,
  },
  {
    path: '/check/rows',
    summary: 'The same: every requirement on one cluster',
    response: CheckRow,
    item: CheckRow,
  },
].map((one) => ({ ...one, query: CheckQuery, body: 'what is to be checked' }));

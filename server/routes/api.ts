import type { NextFunction, Request, Response } from 'express';
import { Router } from 'express';
import { ZodError, type z } from 'zod';
import { sendJson } from '../compressed.ts';
import { ANSWER_MS, type Context } from '../context.ts';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { actRouter } from './actRouter.ts';
import { actStatus } from './acts.ts';
import { Administrators } from './administrators.ts';
import { changesFeed } from './changesFeed.ts';
import { checkRouter, checkStatus } from './check.ts';
import { drawnStatus } from './drawnFile.ts';
import type { Endpoint, Page } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import type { Row } from './exports/columns.ts';
import type { ExportForm } from './exports/form.ts';
import { exportForms } from './exports/forms.ts';
import { exportName, sendExport } from './exports/send.ts';
import { openApi } from './openapi.ts';
import { postedRouter, postedStatus } from './posted.ts';
import { posts, postsStatus } from './posts.ts';
import { pushRouter, pushStatus } from './push.ts';
import { rawEvidence } from './raw.ts';
import { reportFiles } from './reportFiles.ts';
import { reportsFeed } from './reportsFeed.ts';
import { senderStatus } from './sender.ts';
import { sessionRouter } from './session.ts';
import { standardFiles } from './standardFile.ts';
import { standards } from './standards.ts';
import { sweepEvents } from './sweepEvents.ts';

/** Every endpoint under its path, again under `.json`, and lists in every form of a file. */
export function apiRouter(context: Context, version: string): Router {
  const router = Router();
  const answers = { ...context, db: context.reading };
  router.use(pushRouter(context));
  router.use(checkRouter(context));
  router.use(postedRouter(context, posts));
  const administrators = new Administrators(context.db);
  router.use(sessionRouter(context, administrators));
  router.use(actRouter(context, administrators));
  router.get('/openapi.json', (_, response) => void response.json(openApi(endpoints, version)));
  router.get('/documents/:hash/raw', rawEvidence(answers));
  router.get('/sweeps/:id/events', sweepEvents(context));
  router.get('/changes.atom', changesFeed(answers));
  router.get('/reports.atom', reportsFeed(answers));
  router.use(reportFiles(answers));
  router.use(standardFiles(answers, standards));
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const paths = [path, `${path}.json`, ...exportForms.map(({ suffix }) => `${path}.${suffix}`)];
    if (endpoint.administrators) router.all(paths, administrators.reading);
    if (endpoint.item) {
      for (const form of exportForms)
        router.get(`${path}.${form.suffix}`, exported(answers, endpoint, endpoint.item, form));
    } else router.get(`${path}.json`, json(answers, endpoint));
    router.get(path, json(answers, endpoint));
    router.all(paths, otherMethod);
  }
  router.use((request: Request) => {
    throw new GazetteerError(
      'not-found',
      `there is nothing at ${request.method} ${request.originalUrl.slice(0, 200)}`,
      'See /api/v1/openapi.json',
    );
  });
  router.use(answerError(context));
  return router;
}

function json(context: Context, endpoint: Endpoint) {
  return async (request: Request, response: Response) => {
    const answer = await endpoint.handle(context, { params: request.params, query: request.query });
    response.set('cache-control', 'no-store');
    await sendJson(request, response, answer);
  };
}

/** The whole filtered list, page by page as it is read, so that memory does not grow with it. */
function exported(context: Context, endpoint: Endpoint, item: z.ZodObject, form: ExportForm) {
  const name = exportName(endpoint.path);
  return (request: Request, response: Response) =>
    sendExport(request, response, { name, item, form }, pagesOf(context, endpoint, request));
}

/** Rows that are held at once: of larger pages more outlives the quick collection of garbage, and memory grows. */
const AT_ONCE = 250;

async function* pagesOf(context: Context, endpoint: Endpoint, request: Request): AsyncGenerator<Page<Row>> {
  // Whoever looks at a page wants all of the list as a file.
  const { after: _, ...query }: Record<string, unknown> = { ...request.query, limit: String(AT_ONCE) };
  for (let after = ''; ; ) {
    const asked = after === '' ? query : { ...query, after };
    const page = (await endpoint.handle(context, { params: request.params, query: asked })) as Page<Row>;
    yield page;
    if (page.next === null) return;
    after = page.next;
  }
}

/** RFC 9110, 15.5.6: the address is known, the method is not. */
function otherMethod(request: Request, response: Response): void {
  response.set('allow', 'GET, HEAD');
  if (request.method === 'OPTIONS') return void response.sendStatus(204);
  throw new GazetteerError('bad-method', `${request.method} is not allowed here`, 'Use GET');
}

const STATUS: Record<string, number> = {
  ...pushStatus,
  ...checkStatus,
  ...senderStatus,
  ...actStatus,
  ...postedStatus,
  ...postsStatus,
  'took-too-long': 503,
  ...drawnStatus,
  'not-found': 404,
  'bad-method': 405,
  'bad-cursor': 400,
  'bad-request': 400,
};

function answerError(context: Context) {
  return (thrown: unknown, request: Request, response: Response, _next: NextFunction) => {
    const error = asApiError(thrown);
    const status = STATUS[error.code] ?? 500;
    if (status === 500) context.log.error({ error: thrown, url: request.originalUrl }, 'a request failed');
    if (response.headersSent) return void response.destroy();
    response.status(status).json({ error: { code: error.code, message: error.message, hint: error.hint } });
  };
}

function asApiError(thrown: unknown): GazetteerError {
  if (thrown instanceof GazetteerError) return thrown;
  if (thrown instanceof ZodError) {
    const what = thrown.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    return new GazetteerError('bad-request', what, 'See /api/v1/openapi.json');
  }
  // Malformed percent signs in the address: express throws URIError with a status.
  if (thrown instanceof URIError) return new GazetteerError('bad-request', messageOf(thrown));
  // Postgres refuses NUL in text (22021): it came from the address.
  if (codeOf(thrown) === '22021') return new GazetteerError('bad-request', 'text with a NUL character');
  // Postgres ended the statement (57014), after ANSWER_MS.
  if (codeOf(thrown) === '57014')
    return new GazetteerError(
      'took-too-long',
      `the database did not answer within ${ANSWER_MS / 1000} seconds`,
      'Ask for less: one site or cluster, or a shorter time',
    );
  return new GazetteerError('internal', 'the request failed inside the service', 'See its log');
}

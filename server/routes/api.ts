import type { NextFunction, Request, Response } from 'express';
import { Router } from 'express';
import { ZodError } from 'zod';
import type { Context } from '../context.ts';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { changesFeed } from './changesFeed.ts';
import { checkRouter, checkStatus } from './check.ts';
import { csvHeader, csvLine } from './csv.ts';
import type { Endpoint, Page } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { openApi } from './openapi.ts';
import { postedRouter, postedStatus } from './posted.ts';
import { posts, postsStatus } from './posts.ts';
import { pushRouter, pushStatus } from './push.ts';
import { rawEvidence } from './raw.ts';
import { sweepEvents } from './sweepEvents.ts';

/** Every endpoint under its path, again under `.json`, and lists under `.csv`. */
export function apiRouter(context: Context, version: string): Router {
  const router = Router();
  router.use(pushRouter(context));
  router.use(checkRouter(context));
  router.use(postedRouter(context, posts));
  router.get('/openapi.json', (_, response) => void response.json(openApi(endpoints, version)));
  router.get('/documents/:hash/raw', rawEvidence(context));
  router.get('/sweeps/:id/events', sweepEvents(context));
  router.get('/changes.atom', changesFeed(context));
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1');
    if (endpoint.item) {
      router.get(`${path}.csv`, exported(context, endpoint, 'csv'));
      router.get(`${path}.json`, exported(context, endpoint, 'json'));
    } else router.get(`${path}.json`, json(context, endpoint));
    router.get(path, json(context, endpoint));
    router.all([path, `${path}.json`, `${path}.csv`], otherMethod);
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
    response.set('cache-control', 'no-store').json(answer);
  };
}

type Row = Record<string, unknown>;

/** The whole filtered list, page by page as it is read, so that memory does not grow with it. */
function exported(context: Context, endpoint: Endpoint, form: 'csv' | 'json') {
  return async (request: Request, response: Response) => {
    const { params } = request;
    const query = { ...request.query, limit: '1000' };
    let page = (await endpoint.handle(context, { params, query })) as Page<Row>;
    const writer = form === 'csv' ? csvWriter(endpoint, page) : jsonWriter(page);
    const name = `gazetteer-${endpoint.path.slice(1).replaceAll(/\W+/g, '-').replace(/-$/, '')}`;
    response.set('content-type', writer.type).set('cache-control', 'no-store');
    response.set('content-disposition', `attachment; filename="${name}.${form}"`);
    response.write(writer.head);
    for (;;) {
      const full = !response.write(writer.rows(page.items));
      if (full) await new Promise<void>((resolve) => response.once('drain', resolve).once('close', resolve));
      if (page.next === null || response.destroyed) break;
      page = (await endpoint.handle(context, { params, query: { ...query, after: page.next } })) as Page<Row>;
    }
    response.end(writer.tail);
  };
}

function csvWriter(endpoint: Endpoint, first: Page<Row>) {
  const described = Object.keys(endpoint.item?.shape ?? {});
  // Rows of documents have the columns of their kind.
  const columns = described.length > 0 ? described : Object.keys(first.items[0] ?? {});
  return {
    type: 'text/csv; charset=utf-8; header=present',
    head: csvHeader(columns),
    rows: (items: Row[]) => items.map((row) => csvLine(columns, row)).join(''),
    tail: '',
  };
}

function jsonWriter(first: Page<Row>) {
  let written = 0;
  const one = (row: Row) => `${written++ === 0 ? '' : ','}\n${JSON.stringify(row)}`;
  return {
    type: 'application/json; charset=utf-8',
    head: `{"total":${first.total},"next":null,"items":[`,
    rows: (items: Row[]) => items.map(one).join(''),
    tail: '\n]}\n',
  };
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
  ...postedStatus,
  ...postsStatus,
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
  return new GazetteerError('internal', 'the request failed inside the service', 'See its log');
}

import type { NextFunction, Request, Response } from 'express';
import { Router } from 'express';
import { ZodError } from 'zod';
import type { Context } from '../context.ts';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { csvHeader, csvLine } from './csv.ts';
import type { Endpoint, Page } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { openApi } from './openapi.ts';
import { rawEvidence } from './raw.ts';

/** Every endpoint under its path, again under `.json`, and lists under `.csv`. */
export function apiRouter(context: Context, version: string): Router {
  const router = Router();
  router.get('/openapi.json', (_, response) => void response.json(openApi(endpoints, version)));
  router.get('/documents/:hash/raw', rawEvidence(context));
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1');
    if (endpoint.item) router.get(`${path}.csv`, csv(context, endpoint));
    router.get([`${path}.json`, path], json(context, endpoint));
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

/** The whole filtered list, page by page as it is read, so that memory does not grow with it. */
function csv(context: Context, endpoint: Endpoint) {
  return async (request: Request, response: Response) => {
    const columns = Object.keys(endpoint.item?.shape ?? {});
    const query = { ...request.query, limit: '1000' };
    let page = (await endpoint.handle(context, { params: request.params, query })) as Page<
      Record<string, unknown>
    >;
    const name = endpoint.path.slice(1).replaceAll(/\W+/g, '-');
    response.set('content-type', 'text/csv; charset=utf-8; header=present');
    response.set('content-disposition', `attachment; filename="gazetteer-${name}.csv"`);
    response.set('cache-control', 'no-store');
    response.write(csvHeader(columns));
    for (;;) {
      const full = !response.write(page.items.map((row) => csvLine(columns, row)).join(''));
      if (full) await new Promise<void>((resolve) => response.once('drain', resolve).once('close', resolve));
      if (page.next === null || response.destroyed) break;
      page = (await endpoint.handle(context, {
        params: request.params,
        query: { ...query, after: page.next },
      })) as Page<Record<string, unknown>>;
    }
    response.end();
  };
}

const STATUS: Record<string, number> = { 'not-found': 404, 'bad-cursor': 400, 'bad-request': 400 };

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

import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { GazetteerError } from '../errors.ts';
import type { Row } from './exports/columns.ts';
import { exportForms } from './exports/forms.ts';
import { exportName, onePage, sendExport } from './exports/send.ts';

/** What the API's description says of an address that takes a file: one for the answer, and one for each of its tables. */
export interface PostedPath {
  path: string;
  summary: string;
  query: z.ZodObject;
  /** What the body is, in a sentence. */
  body: string;
  response: z.ZodObject;
  /** Where the answer is a table: as files. */
  item: z.ZodObject | null;
}

/** An address that takes a file as its body, and keeps nothing of it unless it says so. */
export interface Posted {
  path: string;
  summary: string;
  query: z.ZodObject;
  body: string;
  /** The most bytes of a body. */
  most: number;
  /** What to do with a larger one. */
  hint: string;
  response: z.ZodObject;
  /** The one table of the answer, under `<path>/<name>.csv` and the like. */
  table: { name: string; summary: string; item: z.ZodObject; rows: (answer: unknown) => Row[] } | null;
  answer: (context: Context, query: unknown, body: Buffer) => Promise<unknown>;
}

interface Definition<Q extends z.ZodObject, R extends z.ZodObject> {
  path: string;
  summary: string;
  query: Q;
  body: string;
  most: number;
  hint: string;
  response: R;
  table?: { name: string; summary: string; item: z.ZodObject; rows: (answer: z.output<R>) => Row[] };
  answer: (context: Context, query: z.output<Q>, body: Buffer) => Promise<z.input<R>>;
}

/** Binds the schemas of an address to its handler's types. */
export function posted<Q extends z.ZodObject, R extends z.ZodObject>(definition: Definition<Q, R>): Posted {
  const { query, response, table, answer } = definition;
  return {
    ...definition,
    table: table ? { ...table, rows: (told) => table.rows(response.parse(told)) } : null,
    answer: (context, asked, body) => answer(context, query.parse(asked), body),
  };
}

export const postedStatus: Record<string, number> = { 'body-size': 413, 'bad-body': 400 };

export function postedRouter(context: Context, all: readonly Posted[]): Router {
  const router = Router();
  for (const one of all) {
    const read = express.raw({ type: () => true, limit: one.most });
    const answered = (request: Request) =>
      one.answer(context, request.query, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
    router.post(one.path, read, refused(one), async (request: Request, response: Response) => {
      response.set('cache-control', 'no-store').json(await answered(request));
    });
    if (one.table) {
      const { name, item, rows } = one.table;
      const called = `${exportName(one.path)}-${name}`;
      for (const form of exportForms) {
        const path = `${one.path}/${name}.${form.suffix}`;
        router.post(path, read, refused(one), async (request: Request, response: Response) => {
          const items = rows(await answered(request));
          await sendExport(request, response, { name: called, item, form }, onePage(items));
        });
      }
    }
    const paths = [
      one.path,
      ...(one.table ? exportForms.map(({ suffix }) => `${one.path}/${one.table?.name}.${suffix}`) : []),
    ];
    router.all(paths, (request, response) => {
      response.set('allow', 'POST');
      throw new GazetteerError('bad-method', `${request.method} is not allowed here`, 'Use POST');
    });
  }
  return router;
}

/** What the reader of bodies says, in our words. */
function refused({ most, hint }: Posted) {
  return (error: unknown, _: Request, response: Response, next: NextFunction): void => {
    const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 0;
    response.set('connection', 'close');
    if (status === 413) next(new GazetteerError('body-size', `a body may have ${most} bytes here`, hint));
    else if (typeof status === 'number' && status >= 400 && status < 500)
      next(new GazetteerError('bad-body', 'the body cannot be unpacked, or ended too soon'));
    else next(error);
  };
}

export function postedPaths(all: readonly Posted[]): PostedPath[] {
  return all.flatMap(({ path, summary, query, body, response, table }): PostedPath[] => [
    { path, summary, query, body, response, item: null },
    ...(table
      ? [
          {
            path: `${path}/${table.name}`,
            summary: table.summary,
            query,
            body,
            response: table.item,
            item: table.item,
          },
        ]
      : []),
  ]);
}

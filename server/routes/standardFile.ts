import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { codeOf, GazetteerError } from '../errors.ts';

/** A file in a form that others have defined, below /api/v1. */
export interface StandardFile {
  /** With OpenAPI's braces. */
  path: string;
  summary: string;
  params: z.ZodObject;
  type: string;
  /** What it is called when it is saved, and its text while it is made. */
  answer: (context: Context, params: unknown) => Promise<{ name: string; text: AsyncIterable<string> }>;
}

interface Definition<P extends z.ZodObject> {
  path: string;
  summary: string;
  params: P;
  type: string;
  answer: (context: Context, params: z.output<P>) => ReturnType<StandardFile['answer']>;
}

/** Binds the schema of an address to its handler's types. */
export function standardFile<P extends z.ZodObject>(definition: Definition<P>): StandardFile {
  const { params, answer } = definition;
  return { ...definition, answer: (context, asked) => answer(context, params.parse(asked)) };
}

/** Site and cluster of an address. */
export const clusterParams = z.object({ site: z.string(), cluster: z.string() });

export function standardFiles(context: Context, all: readonly StandardFile[]): Router {
  const router = Router();
  for (const one of all) {
    const path = one.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router.get(path, async (request: Request, response: Response) => {
      const { name, text } = await one.answer(context, request.params);
      response.set('content-type', one.type).set('cache-control', 'no-store');
      response.set('content-disposition', `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"`);
      if (request.method === 'HEAD') return void response.end();
      try {
        await pipeline(Readable.from(text), response);
      } catch (error) {
        // Who asked went away.
        if (codeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
      }
    });
    router.all(path, (request: Request, response: Response) => {
      response.set('allow', 'GET, HEAD');
      throw new GazetteerError('bad-method', `${request.method} is not allowed here`, 'Use GET');
    });
  }
  return router;
}

import { z } from 'zod';
import type { Actor } from '../admin/audited.ts';
import type { Context } from '../context.ts';

/** One thing that an administrator does over HTTP: POST to its path, with its schemas, as endpoints are for reading. */
export interface Act {
  /** Below /api/v1, with OpenAPI's braces. */
  path: string;
  summary: string;
  /** As the command line says it; the audit keeps it. */
  action: string;
  params: z.ZodObject;
  body: z.ZodObject;
  response: z.ZodType;
  /** False for what only answers, and is not written to the audit. */
  changes: boolean;
  /** What it is done to, and what is said besides, for the audit. */
  deed: (input: { params: unknown; body: unknown }) => { target: string; detail?: string };
  handle: (context: Context, input: { params: unknown; body: unknown }, actor: Actor) => Promise<unknown>;
  /** Instead of one answer: many, a line of JSON each, as they come. */
  stream:
    | ((
        context: Context,
        input: { params: unknown; body: unknown },
        tell: (line: unknown) => void,
        signal: AbortSignal,
      ) => Promise<void>)
    | null;
}

interface Definition<P extends z.ZodObject, B extends z.ZodObject, R extends z.ZodType> {
  path: string;
  summary: string;
  action: string;
  changes?: boolean;
  params?: P;
  body?: B;
  response: R;
  deed: (input: { params: z.output<P>; body: z.output<B> }) => { target: string; detail?: string };
  handle?: (
    context: Context,
    input: { params: z.output<P>; body: z.output<B> },
    actor: Actor,
  ) => Promise<z.input<R>>;
  stream?: (
    context: Context,
    input: { params: z.output<P>; body: z.output<B> },
    tell: (line: z.input<R>) => void,
    signal: AbortSignal,
  ) => Promise<void>;
}

/** Binds the schemas of an act to its handler's types. */
export function act<P extends z.ZodObject, B extends z.ZodObject, R extends z.ZodType>(
  definition: Definition<P, B, R>,
): Act {
  const params = definition.params ?? z.object({});
  const body = definition.body ?? z.strictObject({});
  const parsed = (input: { params: unknown; body: unknown }) => ({
    params: params.parse(input.params) as z.output<P>,
    // Nothing to say may be sent as nothing.
    body: body.parse(input.body ?? {}) as z.output<B>,
  });
  const { path, summary, action, response, changes = true, handle, stream } = definition;
  return {
    path,
    summary,
    action,
    params,
    body,
    response,
    changes,
    deed: (input) => definition.deed(parsed(input)),
    handle: async (context, input, actor) => handle?.(context, parsed(input), actor),
    stream: stream ? (context, input, tell, signal) => stream(context, parsed(input), tell, signal) : null,
  };
}

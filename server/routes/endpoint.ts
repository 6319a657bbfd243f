import { z } from 'zod';
import type { Context } from '../context.ts';

/** A list that pages by keyset: every page but the last names the next one. */
export interface Page<Item> {
  items: Item[];
  total: number;
  next: string | null;
  /** Names of the columns of a table that no schema describes. */
  columns?: string[];
}

/** One address of the API: its schemas check the request, describe it, and type the handler. */
export interface Endpoint {
  /** Below /api/v1, with OpenAPI's braces: `/nodes/{id}`. */
  path: string;
  summary: string;
  params: z.ZodObject;
  query: z.ZodObject;
  response: z.ZodType;
  /** Lists are exported as CSV as well; the columns are the keys of this. */
  item: z.ZodObject | null;
  /** Only administrators see it. */
  administrators: boolean;
  handle: (context: Context, input: { params: unknown; query: unknown }) => Promise<unknown>;
}

interface Definition<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType> {
  path: string;
  summary: string;
  params?: P;
  query?: Q;
  response: R;
  item?: z.ZodObject;
  administrators?: boolean;
  handle: (context: Context, input: { params: z.output<P>; query: z.output<Q> }) => Promise<z.input<R>>;
}

/** Binds the schemas of an endpoint to its handler's types. */
export function endpoint<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType>(
  definition: Definition<P, Q, R>,
): Endpoint {
  const params = definition.params ?? z.object({});
  const query = definition.query ?? z.object({});
  return {
    path: definition.path,
    summary: definition.summary,
    params,
    query,
    response: definition.response,
    item: definition.item ?? null,
    administrators: definition.administrators ?? false,
    handle: (context, input) =>
      definition.handle(context, {
        params: params.parse(input.params) as z.output<P>,
        query: query.parse(input.query) as z.output<Q>,
      }),
  };
}

/** Query fields of every paged list. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('rows of one page'),
  after: z.string().max(2000).default('').describe("the `next` of the page before; '' for the first"),
};

/** The query field of a list that can be sorted by some of its columns. */
export function sorting(columns: readonly string[]) {
  const orders = columns.flatMap((column) => [column, `-${column}`]);
  return z
    .enum(['', ...orders])
    .default('')
    .describe(`the column that rows are sorted by, with a minus downwards; empty for the list's own order`);
}

/** Text that narrows a list; absent and empty mean no narrowing. */
export const filter = (what: string) => z.string().max(300).default('').describe(what);

/** A node set that narrows a list of what nodes have. */
export const nodeFilter = filter('only of these nodes, such as cpu[001-040]');

export const idField = z.coerce.number().int().min(1).max(2147483647);

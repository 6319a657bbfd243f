import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { codeOf } from '../../errors.ts';
import type { Page } from '../endpoint.ts';
import { chosenColumns, columnsNamed, columnsOf, type Row } from './columns.ts';
import type { ExportForm } from './form.ts';

/** What can be said of a file beside what narrows the list. */
export const ExportQuery = z.object({
  columns: z
    .string()
    .max(2000)
    .default('')
    .describe('names of the columns wanted, with commas between; empty for all'),
  bom: z
    .enum(['', '0', '1'])
    .default('')
    .describe('1: a CSV file begins with the mark by which Excel knows UTF-8'),
});

/** What a list is called in the names of files and sheets: `/fleet/images` is fleet-images. */
export function exportName(path: string): string {
  return path.slice(1).replaceAll(/\W+/g, '-').replace(/-$/, '');
}

/**
 * Sends a list as a file while its pages are read. What is wrong with the request is thrown before the first byte; a list that
 * breaks off later breaks the connection, so that nobody takes the part for the whole.
 */
export async function sendExport(
  request: Request,
  response: Response,
  { name, item, form }: { name: string; item: z.ZodObject; form: ExportForm },
  pages: AsyncGenerator<Page<Row>>,
): Promise<void> {
  const { columns: asked, bom } = ExportQuery.parse(request.query);
  const first = await pages.next();
  if (first.done) throw new Error(`the list ${name} has no page`);
  const { columns: names } = first.value;
  const columns = chosenColumns(names ? columnsNamed(names) : columnsOf(item), asked);
  response.set('content-type', form.type).set('cache-control', 'no-store');
  response.set('content-disposition', `attachment; filename="gazetteer-${name}.${form.suffix}"`);
  if (request.method === 'HEAD') return void response.end();
  const file = form.write({
    name,
    columns,
    chosen: asked !== '',
    mark: bom === '1',
    total: first.value.total,
    pages: andThen(first.value, pages),
  });
  try {
    await pipeline(Readable.from(file, { highWaterMark: 1 }), response);
  } catch (error) {
    // Who asked went away.
    if (codeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** A list that is there as a whole. */
export async function* onePage(items: Row[]): AsyncGenerator<Page<Row>> {
  yield { items, total: items.length, next: null };
}

async function* andThen<One>(first: One, others: AsyncGenerator<One>): AsyncGenerator<One> {
  yield first;
  yield* others;
}

import { z } from 'zod';
import { columnsOf, type Row } from '../../server/routes/exports/columns.ts';
import type { Exported, ExportForm } from '../../server/routes/exports/form.ts';
import { Time } from '../../server/routes/schemas/common.ts';

/** Rows with a cell of each kind. */
export const Sample = z.object({
  name: z.string().describe('of the row'),
  count: z.number().nullable(),
  ready: z.boolean(),
  at: Time.nullable(),
  reason: z.object({ code: z.string(), message: z.string() }).nullable(),
  tags: z.array(z.string()),
});

export function sampleList(rows: Row[], change: Partial<Exported> = {}): Exported {
  return {
    name: 'samples',
    columns: columnsOf(Sample),
    chosen: false,
    mark: false,
    total: rows.length,
    pages: pagesOf(rows, 3),
    ...change,
  };
}

async function* pagesOf(items: Row[], each: number) {
  for (let at = 0; at === 0 || at < items.length; at += each)
    yield { items: items.slice(at, at + each), total: items.length, next: null };
}

export async function bytesOf(form: ExportForm, list: Exported): Promise<Buffer> {
  return gathered(form.write(list));
}

export async function gathered(chunks: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(Buffer.from(chunk));
  return Buffer.concat(all);
}

export const sampleRow = (change: Row): Row => ({
  name: '',
  count: null,
  ready: false,
  at: null,
  reason: null,
  tags: [],
  ...change,
});

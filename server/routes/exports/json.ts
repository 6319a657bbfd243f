import { cellOf, type ExportColumn, type Row } from './columns.ts';
import type { Exported, ExportForm } from './form.ts';

/** As the API answers, but all rows of it. */
export const json: ExportForm = {
  suffix: 'json',
  title: 'JSON',
  type: 'application/json; charset=utf-8',
  async *write(list) {
    const textOf = rowText(list);
    let before = '\n';
    yield `{"total":${list.total},"next":null,"items":[`;
    for await (const { items } of list.pages) {
      if (items.length === 0) continue;
      yield before + items.map(textOf).join(',\n');
      before = ',\n';
    }
    yield '\n]}\n';
  },
};

/** A row a line (github.com/ndjson/ndjson-spec). */
export const ndjson: ExportForm = {
  suffix: 'ndjson',
  title: 'NDJSON',
  type: 'application/x-ndjson; charset=utf-8',
  async *write(list) {
    const textOf = rowText(list);
    for await (const { items } of list.pages) yield items.map((row) => `${textOf(row)}\n`).join('');
  },
};

/** Rows as they are; where columns were chosen, those alone and under their own names. */
function rowText({ columns, chosen }: Exported): (row: Row) => string {
  if (!chosen) return (row) => JSON.stringify(row);
  const cell = (row: Row) => (column: ExportColumn) => [column.name, cellOf(row, column)];
  return (row) => JSON.stringify(Object.fromEntries(columns.map(cell(row))));
}

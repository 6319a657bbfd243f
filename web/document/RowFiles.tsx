import { csvOf, saveFile } from './rowFile.ts';

/** Rows that the page holds whole, as files that are made here: exactly those that are shown. */
export function RowFiles({
  name,
  columns,
  rows,
}: {
  name: string;
  columns: string[];
  rows: Record<string, unknown>[];
}) {
  return (
    <div class="table-exports">
      <span class="label">These rows as</span>
      <button type="button" onClick={() => saveFile(`${name}.csv`, 'text/csv', csvOf(columns, rows))}>
        CSV
      </button>
      <button
        type="button"
        onClick={() => saveFile(`${name}.json`, 'application/json', JSON.stringify(rows, null, 1))}
      >
        JSON
      </button>
    </div>
  );
}

import { useState } from 'preact/hooks';
import { csvOf, saveBlob, saveFile } from './rowFile.ts';

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
  const [problem, setProblem] = useState('');
  const saveWorkbook = async () => {
    setProblem('');
    try {
      // Few want one, so that what makes it is not part of every page.
      const { workbookOf } = await import('./rowWorkbook.ts');
      saveBlob(`${name}.xlsx`, workbookOf(name, columns, rows));
    } catch {
      setProblem('The file could not be made: load the page again.');
    }
  };
  return (
    <div class="table-exports">
      <span class="label">These rows as</span>
      <button type="button" onClick={() => saveFile(`${name}.csv`, 'text/csv', csvOf(columns, rows))}>
        CSV
      </button>
      <button type="button" onClick={() => void saveWorkbook()}>
        XLSX
      </button>
      <button
        type="button"
        onClick={() => saveFile(`${name}.json`, 'application/json', JSON.stringify(rows, null, 1))}
      >
        JSON
      </button>
      {problem !== '' && <span role="alert">{problem}</span>}
    </div>
  );
}

/**
 * The first table in a text whose heading `isHeading` knows, as rows by column. Cells may be in double quotes.
 * Rows of another length are left out; a blank line ends the table.
 */
export function csvRows(
  text: string,
  isHeading: (columns: string[]) => boolean,
): Record<string, string>[] | null {
  const lines = text.split('\n').map((line) => line.trim());
  const at = lines.findIndex((line) => line.length < 20_000 && isHeading(cellsOf(line)));
  if (at < 0) return null;
  const columns = cellsOf(lines[at] ?? '');
  const rows: Record<string, string>[] = [];
  for (const line of lines.slice(at + 1)) {
    if (line === '') break;
    const cells = cellsOf(line);
    if (cells.length === columns.length)
      rows.push(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])));
  }
  return rows;
}

function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (const char of line) {
    if (char === '"') isQuoted = !isQuoted;
    else if (char === ',' && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return [...cells, cell.trim()];
}

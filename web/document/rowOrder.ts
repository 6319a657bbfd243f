type Row = Record<string, unknown>;

/** Rows that hold the text in any cell, without regard to case. */
export function rowsWith(rows: Row[], text: string): Row[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter((row) =>
    Object.values(row).some((cell) => cellText(cell).toLowerCase().includes(wanted)),
  );
}

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** `name` sorts upwards, `-name` downwards; what is not known stands last either way. */
export function sorted(rows: Row[], order: string): Row[] {
  if (order === '') return rows;
  const down = order.startsWith('-');
  const field = down ? order.slice(1) : order;
  return rows.toSorted((a, b) => {
    const [left, right] = [a[field], b[field]];
    const missing = Number(isMissing(left)) - Number(isMissing(right));
    if (missing !== 0) return missing;
    return compare(left, right) * (down ? -1 : 1);
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return natural.compare(cellText(a), cellText(b));
}

const isMissing = (cell: unknown) => cell === null || cell === undefined || cell === '';

export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

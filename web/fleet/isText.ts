import type { FleetColumn } from './sheets.ts';

/** The filter for exact facts in words; as it is where it is none. */
export function isText(is: string, columns: FleetColumn[]): string {
  const wanted = parsed(is);
  if (wanted === null) return is;
  return Object.entries(wanted)
    .map(
      ([key, value]) => `${columns.find((column) => column.key === key)?.title ?? key} ${valueText(value)}`,
    )
    .join(', ');
}

function valueText(value: unknown): string {
  if (value === null || value === '') return 'not told';
  if (value === true || value === false) return value ? 'yes' : 'no';
  if (typeof value !== 'object') return String(value);
  const { not } = { not: [], ...value };
  return `other than ${Array.isArray(not) ? not.map(valueText).join(' or ') : ''}`;
}

function parsed(is: string): object | null {
  try {
    const value: unknown = JSON.parse(is);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

import { bytesPer, labelOf } from '../text/labels.ts';
import { bytesText } from '../text/quantities.ts';
import type { FleetColumn } from './sheets.ts';

/** The filter for exact facts in words; as it is where it is none. */
export function isText(is: string, columns: FleetColumn[]): string {
  const wanted = parsed(is);
  if (wanted === null) return is;
  return Object.entries(wanted)
    .map(([key, value]) => {
      const title = columns.find((column) => column.key === key)?.title ?? labelOf(key);
      return `${title} ${valueText(value, bytesPer(key))}`;
    })
    .join(', ');
}

/** `each`: how many bytes one stands for, where the number is a size. */
function valueText(value: unknown, each: number): string {
  if (value === null || value === '') return 'not told';
  if (value === true || value === false) return value ? 'yes' : 'no';
  if (typeof value === 'number' && each > 0) return bytesText(value * each);
  if (typeof value !== 'object') return String(value);
  const { not } = { not: [], ...value };
  return `other than ${Array.isArray(not) ? not.map((one) => valueText(one, each)).join(' or ') : ''}`;
}

function parsed(is: string): object | null {
  try {
    const value: unknown = JSON.parse(is);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

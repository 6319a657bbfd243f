import { canonicalJson } from '../../store/canonical.ts';

/** A cell or fact as one line of text: '' where nothing is known, lists with commas. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return value.map(String).join(', ');
  return typeof value === 'object' ? canonicalJson(value) : String(value);
}

/** Whether two values are the same fact: text that is empty and nothing at all both mean that it is not known. */
export function sameValue(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(known(a)) === canonicalJson(known(b));
}

const known = (value: unknown) => (value === '' || value === undefined ? null : value);

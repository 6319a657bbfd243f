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
  if (!isKnown(a) || !isKnown(b)) return isKnown(a) === isKnown(b);
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** Facts are '' or null where they are not known; a list without members is known to have none. */
export function isKnown(value: unknown): boolean {
  return value !== '' && value !== null && value !== undefined;
}

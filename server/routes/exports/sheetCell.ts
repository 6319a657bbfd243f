import { cellText } from './csv.ts';
import { FORMULA } from './harmless.ts';

/** Styles by their place in styles.xml, which workbook.ts writes. */
export const STYLE = { plain: 0, head: 1, time: 2, asTyped: 3, share: 4 } as const;

/** What a cell may hold by Excel's limits. */
const LONGEST = 32_767;
const CUT = ' [cut]';

/** One cell of a worksheet (ECMA-376 part 1, 18.3.1.4); '' where there is nothing. Text of a column of times is one; numbers of a column of shares are shown in per cent. */
export function sheetCell(reference: string, value: unknown, as: 'plain' | 'time' | 'share'): string {
  if (typeof value === 'number' && Number.isFinite(value))
    return `<c r="${reference}"${as === 'share' ? ` s="${STYLE.share}"` : ''}><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c r="${reference}" t="b"><v>${value ? 1 : 0}</v></c>`;
  const text = cellText(value);
  if (text === '') return '';
  const serial = as === 'time' ? serialOf(text) : null;
  if (serial !== null) return `<c r="${reference}" s="${STYLE.time}"><v>${serial}</v></c>`;
  // Text in a cell of its own kind is never run; the style keeps it text when somebody edits it.
  return textCell(reference, text, FORMULA.test(text) ? STYLE.asTyped : STYLE.plain);
}

export function textCell(reference: string, text: string, style: number): string {
  const fits = text.length <= LONGEST ? text : wellFormed(text.slice(0, LONGEST - CUT.length)) + CUT;
  const styled = style === STYLE.plain ? '' : ` s="${style}"`;
  return `<c r="${reference}"${styled} t="inlineStr"><is><t xml:space="preserve">${xmlText(fits)}</t></is></c>`;
}

/** Half a pair of surrogates at the end, where text was cut, is left out. */
const wellFormed = (text: string) => text.replace(/[\ud800-\udbff]$/, '');

const DAY = 86_400_000;
/** Day 0 by its count (18.17.4.1); the days before March 1900 are counted wrong there, and stay text. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const FIRST = Date.UTC(1900, 2, 1);

function serialOf(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) || at < FIRST ? null : (at - DAY_ZERO) / DAY;
}

/** What XML 1.0 does not allow, and what would be read as an escape, is written as one (ST_Xstring, 22.9.2.19). */
const UNWRITABLE =
  /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[0-9A-Fa-f]{4}_)/g;

export function xmlText(text: string): string {
  return text
    .replaceAll(UNWRITABLE, (one) => `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

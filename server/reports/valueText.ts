import { percent } from './sections/words.ts';

/** As pictures write what is not known. */
export const UNKNOWN = 'unknown';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** `1,234`, `97.5 %`; without its unit. */
export function numberText(value: number | null, type: 'number' | 'share'): string {
  if (value === null) return UNKNOWN;
  return type === 'share' ? percent(value) : grouped.format(value);
}

/** `1,234 nodes`. */
export function amountText(value: number | null, type: 'number' | 'share', unit?: string): string {
  const text = numberText(value, type);
  return value === null || !unit ? text : `${text} ${unit}`;
}

const ACTING = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00a0\ufff9-\ufffb]/gu;

/** Text in which every character that would act, or would not be seen, is shown as `\\u202e`. */
export function visibleText(text: string): string {
  return text.replace(ACTING, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

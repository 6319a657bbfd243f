import { textOf } from '../../frames/text.ts';

/** Text up to the first NUL of a field of fixed length. */
export function nulText(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return textOf(end === -1 ? bytes : bytes.subarray(0, end));
}

/** Text of an object that may be padded with NULs at its end. */
export function paddedText(bytes: Buffer): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return textOf(bytes.subarray(0, end));
}

/** Seconds since 1970 as ISO text; '' for Go's zero time (year 1) and for what no calendar holds. */
export function timeOf(seconds: bigint): string {
  const LATEST = 253402300799n; // 9999-12-31T23:59:59Z
  const ZERO_TIME = -62135596800n;
  if (seconds <= ZERO_TIME || seconds > LATEST) return '';
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

/** A time as programs print it, in any form that Date reads, as ISO text to the second; '' for none. */
export function timeText(text: string): string {
  // Go prints nanoseconds, and zones as "+0000 UTC"; neither is for Date.
  const match =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?(?: [A-Z0-9+-]{2,6})?$/.exec(text);
  if (!match) return '';
  const zone = (match[3] ?? 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const time = Date.parse(`${match[1]}T${match[2]}${zone}`);
  if (Number.isNaN(time) || (match[1] ?? '') <= '0001-01-01') return '';
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

/** JSON text as a value; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A member of a JSON object; undefined when `value` is no object or lacks it. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** A JSON string that a database can hold: no NUL, no half of a surrogate pair; '' when it is none. */
export function jsonText(value: unknown): string {
  return typeof value === 'string' ? textOf(Buffer.from(value, 'utf8')) : '';
}

export function jsonList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function jsonTexts(value: unknown): string[] {
  return jsonList(value)
    .map(jsonText)
    .filter((text) => text !== '');
}

/** A JSON number that counts something; null when it is none. */
export function jsonCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The JSON value in a tool's output; the tools print warnings before it and sometimes after. Undefined
 * when there is none.
 */
export function jsonIn(text: string): unknown {
  const whole = parsed(text);
  if (whole !== undefined) return whole;
  const from = text.search(/^[[{]/m);
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return from < 0 || to < from ? undefined : parsed(text.slice(from, to + 1));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A member as text, whatever its type; '' for objects and for what is not there. */
export function textAt(object: JsonObject, key: string): string {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The first of `keys` that has text, comparing keys without regard to case. */
export function textOfAny(object: JsonObject, keys: string[]): string {
  const folded = new Map(Object.keys(object).map((key) => [key.toLowerCase(), key]));
  for (const key of keys) {
    const text = textAt(object, folded.get(key) ?? '');
    if (text !== '') return text;
  }
  return '';
}

export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isObject(value) ? value : {};
}

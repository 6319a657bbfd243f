export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value behind a path of keys; undefined where there is none. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (here, key) => (isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined),
    value,
  );
}

export function textAt(value: unknown, ...path: string[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found.trim() : '';
}

/** A text, or a list of texts, as a list. */
export function textsAt(value: unknown, ...path: string[]): string[] {
  const found = at(value, ...path);
  const list = Array.isArray(found) ? found : [found];
  return list.filter((one): one is string => typeof one === 'string' && one !== '');
}

/** NO_VAL of 16, 32 and 64 bits and the like, which old data parsers print as they are (slurm.h). */
const NO_VALUE = [0xfffe, 0xfffffffe, 2 ** 64, -2];

/** A number, plain or as `{set, infinite, number}`; infinite is Infinity, what is not set is null. */
export function numberAt(value: unknown, ...path: string[]): number | null {
  const found = at(value, ...path);
  if (isObject(found)) {
    if (found.infinite === true) return Number.POSITIVE_INFINITY;
    return found.set === true ? numberAt(found, 'number') : null;
  }
  if (typeof found !== 'number' || !Number.isFinite(found) || NO_VALUE.includes(found)) return null;
  return Math.trunc(found);
}

const MOST_TRIES = 8;

/** The JSON in a text that may have noise around it, such as log lines and a header of HTTP. */
export function jsonIn(text: string): unknown {
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
  let from = 0;
  for (let tried = 0; tried < MOST_TRIES; tried++) {
    const begin = /^[ \t]*[{[]/m.exec(text.slice(from));
    if (!begin || from + begin.index >= end) return undefined;
    try {
      return JSON.parse(text.slice(from + begin.index, end));
    } catch {
      const next = text.indexOf('\n', from + begin.index);
      if (next < 0) return undefined;
      from = next + 1;
    }
  }
  return undefined;
}

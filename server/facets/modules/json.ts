/** Reading of JSON that nobody promised a shape of: what is not of the asked kind is empty. */

export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function jsonOf(value: unknown): Json {
  return isJson(value) ? value : {};
}

export function textAt(value: Json, key: string): string {
  const found = value[key];
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : '';
}

/** The strings in a list; a Lua table that became an object counts by its values. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  const list = Array.isArray(value) ? value : isJson(value) ? Object.values(value) : [];
  return list.filter((one): one is string => typeof one === 'string');
}

/** Lists of strings, such as Lmod's parentAA; a plain list of strings is one of them. */
export function chainsOf(value: unknown): string[][] {
  if (!Array.isArray(value)) return [];
  if (value.length > 0 && value.every((one) => typeof one === 'string')) return [textsOf(value)];
  return value.map(textsOf).filter((chain) => chain.length > 0);
}

/** JSON.parse, or undefined with what is wrong. */
export function parsedJson(text: string): { value: unknown } | { error: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

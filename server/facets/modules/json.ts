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

/** JSON.parse, or what is wrong, in which line (as far as it tells, else 1), and the text there. */
export function parsedJson(text: string): { value: unknown } | { error: string; line: number; near: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    const at = placeIn(text, error);
    return { error, line: text.slice(0, at).split('\n').length, near: text.slice(at, at + NEAR) };
  }
}

const NEAR = 200;

/** So many characters V8 quotes before the one that it did not expect (JsonParser::LookUpErrorMessageForJsonToken). */
const BEFORE = 10;

/** V8 tells a position, or quotes the text around, or says that the end came too early. */
function placeIn(text: string, error: string): number {
  const position = /at position (\d+)/.exec(error)?.[1];
  if (position !== undefined) return Number(position);
  if (error.includes('end of JSON')) return text.length;
  const [, token = '', dots = '', quoted = ''] = QUOTED.exec(error) ?? [];
  const at = Math.max(0, text.indexOf(quoted));
  return at + (dots === '' ? Math.max(0, quoted.lastIndexOf(token)) : BEFORE);
}

const QUOTED = /^Unexpected token '(.)', (\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not valid JSON$/u;

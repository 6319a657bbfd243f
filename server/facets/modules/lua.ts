/**
 * Reads Lua that is nothing but assignments of constants, as Lmod's serializeTbl writes its caches:
 * `name = { key = "text", ["key"] = 1, { ... }, [[long text]], }`. It is read, never run.
 */
export type LuaValue = string | number | boolean | LuaTable;

export interface LuaTable {
  /** Entries with a key. */
  keyed: Map<string, LuaValue>;
  /** Entries without one. */
  listed: LuaValue[];
}

export interface LuaFile {
  globals: Map<string, LuaValue>;
  /** Where reading stopped short, and why; '' when all was read. */
  error: string;
  line: number;
}

const MAX_DEPTH = 100;

class LuaError extends Error {}

/** Every global that could be read before the first mistake. */
export function readLua(text: string): LuaFile {
  const reader = new Reader(text);
  const globals = new Map<string, LuaValue>();
  try {
    for (reader.space(); !reader.done(); reader.space()) {
      const name = reader.name();
      reader.expect('=');
      globals.set(name, reader.value(0));
    }
    return { globals, error: '', line: 0 };
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    return { globals, error: error.message, line: reader.line() };
  }
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  done(): boolean {
    return this.at >= this.text.length;
  }

  line(): number {
    return this.text.slice(0, this.at).split('\n').length;
  }

  /** Skips white space, semicolons and comments. */
  space(): void {
    for (;;) {
      while (' \t\r\n;'.includes(this.text[this.at] ?? '?')) this.at++;
      if (!this.text.startsWith('--', this.at)) return;
      const end = this.text.indexOf('\n', this.at);
      this.at = end === -1 ? this.text.length : end;
    }
  }

  expect(mark: string): void {
    this.space();
    if (!this.text.startsWith(mark, this.at)) throw new LuaError(`"${mark}" is missing`);
    this.at += mark.length;
  }

  name(): string {
    const match = this.match(/[A-Za-z_][A-Za-z0-9_]*/y);
    if (match === undefined) throw new LuaError('a name is missing');
    return match;
  }

  value(depth: number): LuaValue {
    this.space();
    const next = this.text[this.at];
    if (next === '{') return this.table(depth + 1);
    if (next === '"' || next === "'") return this.quoted(next);
    if (next === '[') return this.long();
    const number = this.match(/-?[0-9][0-9.eE+-]*/y);
    if (number !== undefined) return Number(number) || 0;
    const word = this.match(/true|false|nil/y);
    if (word === undefined) throw new LuaError('a value is missing');
    return word === 'true';
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private table(depth: number): LuaTable {
    if (depth > MAX_DEPTH) throw new LuaError('tables are nested too deeply');
    const table: LuaTable = { keyed: new Map(), listed: [] };
    this.at++;
    for (;;) {
      this.space();
      if (this.text[this.at] === '}') {
        this.at++;
        return table;
      }
      const key = this.key();
      if (key === undefined) table.listed.push(this.value(depth));
      else table.keyed.set(key, this.value(depth));
      this.space();
      if (this.text[this.at] === ',') this.at++;
      else if (this.text[this.at] !== '}') throw new LuaError('"," or "}" is missing');
    }
  }

  /** `name =` or `["text"] =`; undefined when the entry has no key. */
  private key(): string | undefined {
    const plain = this.match(/[A-Za-z_][A-Za-z0-9_]*\s*=/y);
    if (plain !== undefined) return plain.slice(0, -1).trimEnd();
    if (!/\[\s*["'0-9-]/y.test(this.text.slice(this.at, this.at + 20))) return undefined;
    this.at++;
    // Lmod does not escape quotes in a key, so its end is the bracket before the equals sign.
    const end = /"\] *=/g;
    end.lastIndex = this.at;
    const found = this.text[this.at] === '"' ? end.exec(this.text) : null;
    const newline = this.text.indexOf('\n', this.at);
    if (found && (newline === -1 || found.index < newline)) {
      const key = this.text.slice(this.at + 1, found.index);
      this.at = found.index + found[0].length;
      return key;
    }
    const key = this.value(0);
    this.expect(']');
    this.expect('=');
    return typeof key === 'object' ? '' : String(key);
  }

  private quoted(quote: string): string {
    let text = '';
    for (let from = ++this.at; ; this.at++) {
      const char = this.text[this.at];
      if (char === undefined) throw new LuaError('a text has no end');
      if (char !== quote && char !== '\\') continue;
      text += this.text.slice(from, this.at);
      if (char === quote) {
        this.at++;
        return text;
      }
      const escaped = this.text[++this.at] ?? '';
      text += ESCAPES[escaped] ?? escaped;
      from = this.at + 1;
    }
  }

  private long(): string {
    const open = this.match(/\[=*\[/y);
    if (open === undefined) throw new LuaError('a value is missing');
    const close = open.replaceAll('[', ']');
    const end = this.text.indexOf(close, this.at);
    if (end === -1) throw new LuaError('a long text has no end');
    const text = this.text.slice(this.at, end);
    this.at = end + close.length;
    return text.startsWith('\n') ? text.slice(1) : text;
  }
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

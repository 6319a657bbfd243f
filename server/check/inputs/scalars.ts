import { Lines, type Place } from '../../facets/conda/rowPlaces.ts';

/** Where the scalars of a YAML or JSON text stand, as far as signs alone tell: between brackets, commas and quotes. */
export class Scalars {
  private readonly byText = new Map<string, number[]>();
  private readonly byName = new Map<string, number>();
  private readonly lines: Lines;

  constructor(text: string, from = 0) {
    this.lines = new Lines(text);
    let key = '';
    for (const { value, at, isKey } of scalarsIn(text, from)) {
      const there = this.byText.get(value);
      if (there) there.push(at);
      else this.byText.set(value, [at]);
      if (key === 'name' && !isKey && !this.byName.has(value)) this.byName.set(value, at);
      key = isKey ? value : '';
    }
  }

  /** Where a text stands next; each place is told once, but the last. */
  place(text: string): Place | null {
    const there = this.byText.get(text);
    const at = there && there.length > 1 ? there.shift() : there?.[0];
    return at === undefined ? null : this.lines.place(at);
  }

  /** The first that stands under the key `name`. */
  named(name: string): Place | null {
    const at = this.byName.get(name);
    return at === undefined ? null : this.lines.place(at);
  }
}

interface Scalar {
  value: string;
  at: number;
  isKey: boolean;
}

function* scalarsIn(text: string, from: number): Generator<Scalar> {
  let at = from;
  while (at < text.length) {
    const sign = text[at] ?? '';
    if (sign === '"' || sign === "'") {
      const end = quoteEnd(text, at);
      const raw = text.slice(at + 1, end);
      yield {
        value: sign === '"' ? unescaped(raw) : raw.replaceAll("''", "'"),
        at,
        isKey: isColon(text, end + 1),
      };
      at = end + 1;
    } else if (sign === '#' && /\s|^$/.test(text[at - 1] ?? '')) at = lineEnd(text, at);
    else if (/[\s[\]{},:]/.test(sign) || (sign === '-' && /\s/.test(text[at + 1] ?? ' '))) at += 1;
    else {
      const end = plainEnd(text, at);
      yield { value: text.slice(at, end).trim(), at, isKey: isColon(text, end) };
      at = end;
    }
  }
}

function quoteEnd(text: string, open: number): number {
  const quote = text[open];
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\' && quote === '"') at += 1;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== "'") return at;
      at += 1;
    }
  }
  return text.length;
}

function plainEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if ('\n[]{},'.includes(sign)) return at;
    if (sign === ':' && /\s/.test(text[at + 1] ?? ' ')) return at;
    if (sign === '#' && /\s/.test(text[at - 1] ?? '')) return at;
  }
  return text.length;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function isColon(text: string, from: number): boolean {
  let at = from;
  while (text[at] === ' ') at += 1;
  return text[at] === ':';
}

function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    const value: unknown = JSON.parse(`"${raw}"`);
    return typeof value === 'string' ? value : raw;
  } catch {
    return raw;
  }
}

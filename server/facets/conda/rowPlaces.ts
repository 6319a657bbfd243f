import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';

/** Where something stands in a text, both from 1. The column is 0 where the line holds nothing else of its kind. */
export interface Place {
  line: number;
  column: number;
}

export const NO_PLACE: Place = { line: 0, column: 0 };

/**
 * Where the rows of a list or map stand in JSON or YAML, whose readers tell no lines: of the list under a key, or, where the key is '', of
 * the list that the text is. In one pass; a row that is not found has no place.
 */
export function rowPlaces(text: string, key: string): (at: number) => Place {
  const open = /^\s*[[{]/.test(text) ? flowStart(text, key) : -1;
  const offsets = open === -1 ? underKey(text, key) : flowRows(text, open);
  const lines = new Lines(text);
  const places = offsets.map((offset) => lines.place(offset));
  return (at) => {
    const own = places[at];
    if (own === undefined) return NO_PLACE;
    const isAlone = places[at - 1]?.line !== own.line && places[at + 1]?.line !== own.line;
    return isAlone ? { line: own.line, column: 0 } : own;
  };
}

/** A row that cannot be read. */
export function problemAt(place: Place, where: string, part: string, text: string, message: string): Problem {
  return { ...problemOf('conda', where, part, place.line, text, message), column: place.column };
}

/** The first line with a key of the outermost map; the first of all where it cannot be told. */
export function keyLine(text: string, key: string): number {
  const [line] = text.split(new RegExp(`^["']?${key}["']?:|"${key}"`, 'm'), 1);
  return line === undefined || line.length === text.length ? 1 : line.split('\n').length;
}

/** Lines by where they begin. */
export class Lines {
  private readonly starts = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  place(offset: number): Place {
    let [low, high] = [0, this.starts.length];
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }
}

/** The bracket that opens the list of a key of the outermost map, or of the text itself; -1 for none. */
function flowStart(text: string, key: string): number {
  const first = text.search(/[[{]/);
  if (key === '') return text[first] === '[' ? first : -1;
  for (const at of flowRows(text, first)) {
    const [own, , named] = /^(["']?)([\w.-]{1,100})\1\s*:\s*/.exec(text.slice(at, at + 300)) ?? [];
    if (own === undefined || named !== key) continue;
    return /[[{]/.test(text[at + own.length] ?? '') ? at + own.length : -1;
  }
  return -1;
}

/** Where each part begins that commas set apart between one bracket and its end. */
function flowRows(text: string, open: number): number[] {
  const rows: number[] = [];
  let depth = 0;
  let quote = '';
  // Quotes open only where a value may begin: `don't` has none.
  let mayBegin = true;
  let isNext = false;
  for (let at = open; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === '\\' && quote === '"') at += 1;
      else if (sign === quote) quote = '';
      continue;
    }
    if (/\s/.test(sign)) continue;
    if (isNext && sign !== ']' && sign !== '}') rows.push(at);
    isNext = false;
    if (mayBegin && (sign === '"' || sign === "'")) quote = sign;
    mayBegin = '[{,:'.includes(sign);
    if (sign === '[' || sign === '{') {
      depth += 1;
      isNext = depth === 1;
    } else if (sign === ']' || sign === '}') {
      depth -= 1;
      if (depth === 0) break;
    } else if (sign === ',' && depth === 1) isNext = true;
  }
  return rows;
}

/** The rows of a block of YAML: lines with a dash under the key, all as far in as the first. */
function underKey(text: string, key: string): number[] {
  const rows: number[] = [];
  let start = 0;
  let indent = -1;
  let isUnder = false;
  for (const line of text.split('\n')) {
    const offset = start;
    start += line.length + 1;
    const rest = line.trimStart();
    if (rest === '' || rest.startsWith('#')) continue;
    const depth = line.length - rest.length;
    if (!isUnder) {
      const [, , named, value = ''] = /^(["']?)([\w.-]{1,100})\1:\s*(.*)$/.exec(line.slice(0, 300)) ?? [];
      if (named !== key) continue;
      if (value.startsWith('[')) return flowRows(text, text.indexOf('[', offset));
      isUnder = true;
      continue;
    }
    if (indent === -1) indent = depth;
    if (depth < indent || (depth === indent && !/^-(?:\s|$)/.test(rest))) break;
    if (depth === indent) rows.push(offset + depth);
  }
  return rows;
}

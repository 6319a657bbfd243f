import { problemOf } from '../reading.ts';
import { splitOutside } from './gres.ts';
import type { Listing } from './listing.ts';
import { COLUMNS, columnOf, emptyRow, FREE } from './sinfoColumns.ts';
import { rowTo } from './sinfoRow.ts';

/** A header of sinfo: its columns, what stands between two cells, and where each header word begins and ends. */
interface Header {
  columns: { name: string; from: number; to: number }[];
  /** '' where cells stand apart by spaces. */
  separator: string;
}

/** A header needs two words of sinfo, one of which says whose the row is. */
export function headerOf(line: string): Header | null {
  if (line.length > 2000 || !/[A-Z]{3}/.test(line)) return null;
  const words = [...line.matchAll(/S:C:T|[A-Z][A-Z_]*(?:\([A-Z/]+\))?/g)];
  const columns = words.map((word) => ({
    name: columnOf(word[0]),
    from: word.index,
    to: word.index + word[0].length,
  }));
  const rest = line.replace(/S:C:T|[A-Z][A-Z_]*(?:\([A-Z/]+\))?/g, '').trim();
  if (columns.length < 2 || /[A-Za-z0-9]/.test(rest)) return null;
  const named = columns.flatMap(({ name, ...place }) => (name === null ? [] : [{ name, ...place }]));
  if (named.length !== columns.length) return null;
  const whose = ['NODELIST', 'HOSTNAMES', 'PARTITION'];
  if (!named.some(({ name }) => whose.includes(name))) return null;
  const between = line.slice(named[0]?.to, named[1]?.from).trim();
  return { columns: named, separator: between };
}

const CLUSTER = /^CLUSTER: (\S+)\s*$/;

/** Whether a text has a header of sinfo with a row after it. */
export function isSinfo(text: string): boolean {
  return text.split('\n').some((line) => headerOf(line) !== null);
}

/** Tables of sinfo with their headers, one or several (sinfo -M prints one per cluster). */
export function readSinfo(text: string, listing: Listing, where: string): void {
  let header: Header | null = null;
  let clusters = 0;
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\r$/, '');
    const cluster = CLUSTER.exec(line)?.[1];
    if (cluster !== undefined) {
      clusters += 1;
      listing.cluster = clusters === 1 ? { ...listing.cluster, name: cluster } : listing.cluster;
      header = null;
      continue;
    }
    const next = headerOf(line);
    if (next) {
      header = next;
      if (header.columns.some(({ name }) => name === 'PARTITION')) listing.sawPartitions = true;
      if (header.columns.some(({ name }) => name === 'NODELIST' || name === 'HOSTNAMES'))
        listing.sawNodes = true;
      continue;
    }
    if (/^\s*(?:```.*|\{: .*\})?\s*$/.test(line)) header = /^\s*$/.test(line) ? header : null;
    else if (header && !readLine(line, header, listing, where, at + 1)) {
      listing.problems.push(problemOf('scheduler', '', where, at + 1, line, 'no row of the header above it'));
    }
  }
  onlyDefault(listing);
}

/** Where one partition is marked as the default, the others are not. */
export function onlyDefault({ partitions }: Listing): void {
  const all = [...partitions.values()];
  if (!all.some((one) => one.default === true)) return;
  for (const one of all) one.default = one.default === true;
}

function readLine(line: string, header: Header, listing: Listing, where: string, number: number): boolean {
  for (const cells of splits(line, header)) {
    const row = emptyRow();
    const taken = header.columns.every(({ name }, at) => COLUMNS[name]?.(row, cells[at] ?? '') ?? false);
    if (!taken) continue;
    rowTo(row, listing, where, number, line);
    return true;
  }
  return false;
}

/** The ways to cut a line into cells, the most certain first. */
function splits(line: string, { columns, separator }: Header): string[][] {
  const count = columns.length;
  const free = columns.findIndex(({ name }) => FREE.has(name));
  if (separator !== '') return bySeparator(line, separator, count, free);
  const words = [...line.matchAll(/\S+/g)];
  const found: string[][] = [];
  if (words.length === count) found.push(words.map(([word]) => word));
  if (free >= 0 && words.length > count) found.push(around(line, words, count, free));
  found.push(byWidth(line, columns));
  return found;
}

/** Cells around one that may hold spaces: the words before it, those after it, and the text between. */
function around(line: string, words: RegExpExecArray[], count: number, free: number): string[] {
  const after = count - free - 1;
  const first = words[free];
  const last = words[words.length - after - 1];
  const text = first && last ? line.slice(first.index, last.index + last[0].length) : '';
  return [
    ...words.slice(0, free).map(([word]) => word),
    text,
    ...(after > 0 ? words.slice(-after).map(([word]) => word) : []),
  ];
}

/** Cells below their header words, as long as columns are filled to their width. */
function byWidth(line: string, columns: Header['columns']): string[] {
  return columns.map(({ from }, at) => {
    const begin = at === 0 ? 0 : from;
    return line.slice(begin, columns[at + 1]?.from ?? line.length).trim();
  });
}

/** Lists hold commas too, so with a comma between cells the widest column takes what is too much. */
function bySeparator(line: string, separator: string, count: number, free: number): string[][] {
  const cells = splitOutside(line, separator).map((cell) => cell.trim());
  // A separator behind the last cell, as `-O Nodes:|,State:|` prints it.
  if (cells.length === count + 1 && cells.at(-1) === '') return [cells.slice(0, -1)];
  if (cells.length === count) return [cells];
  const extra = cells.length - count;
  if (extra < 0) return [];
  const join = (at: number) => [
    ...cells.slice(0, at),
    cells.slice(at, at + extra + 1).join(separator),
    ...cells.slice(at + extra + 1),
  ];
  if (free >= 0) return [join(free)];
  return Array.from({ length: count }, (_, at) => join(at)).reverse();
}

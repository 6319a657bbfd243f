import { problemOf } from '../reading.ts';
import type { Listing } from './listing.ts';
import { takeNode } from './pbs.ts';
import { ofSummary, valuesOf } from './pbsSummary.ts';

/** pbsnodes.c cuts names to it, unless -L is given. */
const NAME_WIDTH = 15;

const HEADER = /^vnode +state +(OS +hardware +host +queue +mem +ncpus|njobs +run +susp +)/m;

export function isPbsTable(text: string): boolean {
  return HEADER.test(text);
}

/** `503gb`, and `0 b` of a vnode without memory. */
const SIZE = '(\\d+ ?[kmgtp?]?b)';
const JOBS_ROW = new RegExp(
  `^(\\S+) +(\\S+) +\\d+ +\\d+ +\\d+ +\\d+ ?[kmgtp?]?b/${SIZE} +-?\\d+/(\\d+) +-?\\d+/(\\d+) +-?\\d+/(\\d+) +\\S`,
);
const HOST_ROW = new RegExp(
  `^(\\S+) +(\\S+) +(.+?) +(\\S+) +(\\S+) +${SIZE} +(\\d+) +(\\d+) +(\\d+) +(\\S.*)$`,
);

/** `pbsnodes -aS` and -aSj, of all hosts or all vnodes. */
export function readPbsTable(text: string, listing: Listing, where: string): void {
  listing.sawNodes = true;
  const rows = rowsOf(text, listing, where);
  const times = new Map<string, number>();
  for (const { name } of rows) times.set(name, (times.get(name) ?? 0) + 1);
  for (const { name, values, line } of rows) {
    // Several nodes of one name of that length are names that were cut.
    if (name.length === NAME_WIDTH && (times.get(name) ?? 0) > 1) {
      listing.problems.push(problemOf('scheduler', name, where, line, name, 'the name was cut'));
    } else takeNode(name, values, listing, where, line);
  }
}

interface Row {
  name: string;
  values: Map<string, string>;
  line: number;
}

function rowsOf(text: string, listing: Listing, where: string): Row[] {
  let table: 'hosts' | 'jobs' | null = null;
  const rows: Row[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const header = HEADER.exec(line);
    if (header) table = header[1]?.startsWith('OS') ? 'hosts' : 'jobs';
    else if (table && line.trim() !== '' && !/^-{5,}/.test(line)) {
      const row = table === 'hosts' ? hostRow(line.trim()) : jobsRow(line.trim());
      if (row) rows.push({ ...row, line: at + 1 });
      else if (!/^ +mem +ncpus/.test(line))
        listing.problems.push(problemOf('scheduler', '', where, at + 1, line, 'no row of pbsnodes -S'));
    }
  }
  return rows;
}

function jobsRow(line: string): Omit<Row, 'line'> | null {
  const [, name = '', state = '', mem, ncpus, nmics, ngpus] = JOBS_ROW.exec(line) ?? [];
  return name === '' ? null : { name, values: valuesOf({ state, mem, ncpus, nmics, ngpus }) };
}

function hostRow(line: string): Omit<Row, 'line'> | null {
  const [, name = '', state = '', , , queue, mem, ncpus, nmics, ngpus, comment] = HOST_ROW.exec(line) ?? [];
  return name === '' ? null : { name, values: valuesOf({ state, queue, comment, mem, ncpus, nmics, ngpus }) };
}

/** `pbsnodes -a -F dsv` (Name=) and -aS -F dsv (vnode=): a line of pairs for each node. */
const DSV = /^(?:Name|vnode)=([^|\s]+)\|(.*)$/;

export function isPbsDsv(text: string): boolean {
  const line = text.split('\n', 20).find((one) => DSV.test(one)) ?? '';
  return /\|state=[^|]+/.test(line);
}

export function readPbsDsv(text: string, listing: Listing, where: string): void {
  listing.sawNodes = true;
  for (const [at, line] of text.split('\n').entries()) {
    const [, name = '', rest = ''] = DSV.exec(line.trimEnd()) ?? [];
    if (name === '') {
      if (line.trim() !== '')
        listing.problems.push(problemOf('scheduler', '', where, at + 1, line, 'no node in one line'));
      continue;
    }
    const pairs = rest.split('|').map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    });
    const told = new Map(pairs);
    const values = line.startsWith('vnode=') ? valuesOf(ofSummary(told)) : told;
    takeNode(name, values, listing, where, at + 1);
  }
}

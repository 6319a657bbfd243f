import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Ink } from '../charts/picture.ts';
import { columnGroups, columnWidths, type Wish } from './columns.ts';
import { LEFT, type Paper, ROOM } from './paper.ts';
import type { Structure } from './structure.ts';
import { wrapped } from './wrapped.ts';

export interface Head {
  text: string;
  /** Numbers end below each other. */
  right?: boolean;
  /** Its cells are never broken: numbers and times. */
  whole?: boolean;
}

/** A table as it is printed: text in all cells. */
export interface Printed {
  heads: Head[];
  rows: string[][];
  /** Where a cell leads; '' where nowhere. */
  links?: string[][];
}

const SIZE = 7.5;
const LINE = SIZE * 1.3;
const GAP = 8;
const ABOVE = 2.5;
const MOST_WIDTH = 340;
const LEAST_WIDTH = 80;
const TIGHT_WIDTH = 45;
/** So many rows say how wide the columns are. */
const SAMPLE = 400;
/** So many rows are laid out before others have their turn: the service that draws them answers requests besides. */
const AT_ONCE = 25;
/** What is longer is read in a format that is no paper. */
const MOST_LINES = 12;

interface Row {
  lines: string[][];
  height: number;
  links: string[];
}

/** A table whose head is repeated on every page; columns that find no room stand in further tables below it. */
export async function drawTable(paper: Paper, parent: Structure, all: Printed): Promise<void> {
  const isWhole = columnGroups(wishesOf(paper, all), ROOM, GAP).length === 1;
  const [printed, first] = isWhole || namesRows(all) ? [all, 1] : [numbered(all), 0];
  const wishes = wishesOf(paper, printed);
  const groups = columnGroups(wishes, ROOM, GAP);
  for (const columns of groups) {
    const from = <T>(all: T[]) => columns.flatMap((at) => all.slice(at, at + 1));
    const last = columns.at(-1) ?? 0;
    if (groups.length > 1) {
      const which = `Columns ${(columns[1] ?? 0) + first} to ${last + first} of ${all.heads.length}`;
      paper.keep(6 * LINE);
      paper.write(which, { size: SIZE, ink: 'ink-soft', parent });
    }
    await drawColumns(paper, parent, columnWidths(from(wishes), ROOM - GAP * (columns.length - 1)), {
      heads: from(printed.heads),
      rows: groups.length === 1 ? printed.rows : printed.rows.map(from),
      links: groups.length === 1 ? (printed.links ?? []) : (printed.links ?? []).map(from),
    });
  }
}

/** Whether the first column tells one row from all others; it stands before all parts of a table that is printed in parts. */
const namesRows = ({ rows }: Printed) => new Set(rows.map(([name]) => name)).size === rows.length;

/** Rows of which nothing else says in the next part which they are. */
function numbered({ heads, rows, links }: Printed): Printed {
  return {
    heads: [{ text: 'Row', right: true, whole: true }, ...heads],
    rows: rows.map((row, at) => [String(at + 1), ...row]),
    ...(links === undefined ? {} : { links: links.map((row) => ['', ...row]) }),
  };
}

async function drawColumns(
  paper: Paper,
  parent: Structure,
  widths: number[],
  { heads, rows, links = [] }: Printed,
): Promise<void> {
  const table = paper.doc.struct('Table');
  parent.add(table);
  const laid = (cells: string[], face: 'plain' | 'bold', to: string[]): Row => {
    const { shown, widthOf } = paper.faces[face];
    const lines = widths.map((width, at) =>
      wrapped(shown(cells[at] ?? ''), width + 0.01, (text) => widthOf(text, SIZE), MOST_LINES),
    );
    return { lines, height: Math.max(...lines.map((one) => one.length)) * LINE + ABOVE * 2, links: to };
  };
  const head = laid(
    heads.map(({ text }) => text),
    'bold',
    [],
  );
  const row = (of: Row, asHead: boolean) => rowDrawn(paper, table, { row: of, widths, heads, asHead });
  // A head with no row below it says nothing.
  paper.keep(head.height + 3 * LINE);
  row(head, true);
  for (const [at, cells] of rows.entries()) {
    if (at % AT_ONCE === 0) await nextTurn();
    const next = laid(cells, 'plain', links[at] ?? []);
    if (next.height > paper.left) {
      paper.turnPage();
      paper.artifact(() => headAgain(paper, head, widths, heads));
    }
    row(next, false);
  }
  table.end();
  paper.y += 6;
}

interface Drawn {
  row: Row;
  widths: number[];
  heads: Printed['heads'];
  asHead: boolean;
}

function rowDrawn(paper: Paper, table: Structure, { row, widths, heads, asHead }: Drawn): void {
  const element = paper.doc.struct('TR');
  table.add(element);
  let x = LEFT;
  for (const [at, lines] of row.lines.entries()) {
    const width = widths[at] ?? 0;
    const draw = () =>
      cellDrawn(paper, {
        lines,
        x,
        width,
        right: heads[at]?.right === true,
        asHead,
        link: row.links[at] ?? '',
      });
    const scope = asHead ? ('Column' as const) : ('Row' as const);
    const cell = asHead || at === 0 ? paper.doc.struct('TH', { scope }) : paper.doc.struct('TD');
    element.add(cell);
    if (row.links[at]) cell.add(paper.doc.struct('Link', {}, [draw]));
    else cell.add(draw);
    x += width + GAP;
  }
  element.end();
  paper.y += row.height;
  paper.artifact(() => paper.rule(paper.y, asHead ? 'ink-soft' : 'rule'));
}

/** For the eye alone: the structure has the head once. */
function headAgain(paper: Paper, head: Row, widths: number[], heads: Printed['heads']): void {
  let x = LEFT;
  for (const [at, lines] of head.lines.entries()) {
    const width = widths[at] ?? 0;
    cellDrawn(paper, { lines, x, width, right: heads[at]?.right === true, asHead: true, link: '' });
    x += width + GAP;
  }
  paper.y += head.height;
  paper.rule(paper.y, 'ink-soft');
}

interface Cell {
  lines: string[];
  x: number;
  width: number;
  right: boolean;
  asHead: boolean;
  link: string;
}

function cellDrawn(paper: Paper, { lines, x, width, right, asHead, link }: Cell): void {
  const face = asHead ? 'bold' : 'plain';
  const ink: Ink = link === '' ? 'ink' : 'chart-1';
  for (const [at, line] of lines.entries()) {
    if (line === '') continue;
    const start = right ? x + width - paper.faces[face].widthOf(line, SIZE) : x;
    const y = paper.y + ABOVE + LINE * at + SIZE;
    paper.put(line, start, y, { face, size: SIZE, ink, ...(link === '' ? {} : { link }) });
  }
}

function wishesOf({ faces }: Paper, { heads, rows }: Printed): Wish[] {
  const sample = rows.slice(0, SAMPLE);
  return heads.map(({ text, whole }, at): Wish => {
    const head = faces.bold.shown(text);
    const cells = sample.map((row) => faces.plain.shown((row[at] ?? '').slice(0, 300)));
    const width = (one: string) => faces.plain.widthOf(one, SIZE);
    const widest = Math.max(12, ...cells.map(width));
    const natural = Math.max(widest, faces.bold.widthOf(head, SIZE));
    const inHead = Math.max(...head.split(' ').map((word) => faces.bold.widthOf(word, SIZE)));
    if (whole) {
      const least = Math.max(widest, Math.min(inHead, LEAST_WIDTH));
      return { natural: Math.max(least, Math.min(MOST_WIDTH, natural)), least, tight: least };
    }
    const words = cells.flatMap((cell) => cell.split(' ').map(width));
    const least = Math.min(LEAST_WIDTH, Math.max(12, inHead, ...words));
    return { natural: Math.min(MOST_WIDTH, natural), least, tight: Math.min(TIGHT_WIDTH, least) };
  });
}

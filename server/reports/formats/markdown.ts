import type { Report, ReportFigure, ReportSection, ReportTable } from '../model.ts';
import { visibleText } from '../valueText.ts';
import {
  aboutOf,
  comparedWith,
  headOf,
  leftOf,
  linkOf,
  noteOf,
  shownBefore,
  shownCell,
  shownFigure,
} from './shown.ts';

/** GitHub's Markdown, which reads well as plain text too; pictures are left out, since tables have their numbers. */
export function markdown(report: Report): Uint8Array {
  const { title, warnings, summary, sections } = report;
  const parts = [
    `# ${escaped(title)}`,
    escaped(aboutOf(report)),
    ...(report.before === undefined ? [] : [escaped(comparedWith(report))]),
    ...(warnings.length === 0 ? [] : ['## Read this first', list(warnings.map(escaped))]),
    '## Summary',
    summary.map((line, at) => `${at + 1}. ${escaped(line)}`).join('\n'),
    ...sections.flatMap((section) => sectionOf(report, section)),
  ];
  return Buffer.from(`${parts.join('\n\n')}\n`);
}

const list = (lines: string[]) => lines.map((line) => `- ${line}`).join('\n');

function sectionOf(report: Report, section: ReportSection): string[] {
  const { title, figures, tables } = section;
  const note = noteOf(report, section);
  return [
    `## ${escaped(title)}`,
    ...(note === '' ? [] : [escaped(note)]),
    ...(figures.length === 0 ? [] : [list(figures.map((one) => figureOf(report, one)))]),
    ...tables.flatMap((table) => tableOf(report, table)),
  ];
}

function figureOf({ pages }: Report, figure: ReportFigure): string {
  const before = shownBefore(figure);
  const value = `${shownFigure(figure)}${before === '' ? '' : ` (${before})`}`;
  return `${escaped(figure.label)}: ${linked(escaped(value), linkOf(pages, figure.href))}`;
}

function tableOf({ pages, timeZone }: Report, table: ReportTable): string[] {
  const { title, href, columns, rows } = table;
  const left = leftOf(table);
  const heading = `### ${linked(escaped(title), linkOf(pages, href))}`;
  if (rows.length === 0) return [heading, left === '' ? 'None.' : `${left}.`];
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const lines = [
    line(columns.map((column) => escaped(headOf(column)))),
    line(columns.map(({ type }) => (type === 'number' || type === 'share' ? '---:' : '---'))),
    ...rows.map((row) =>
      line(row.map((cell, at) => escaped(shownCell(cell, columns[at] ?? { type: 'text' }, timeZone)))),
    ),
  ];
  return [heading, lines.join('\n'), ...(left === '' ? [] : [`${left}.`])];
}

/** Addresses are made here; brackets and spaces of names are written as percent signs in them already. */
const linked = (text: string, address: string) =>
  address === '' ? text : `[${text}](<${address.replaceAll(/[<>\\]/g, encodeURIComponent)}>)`;

/** What begins emphasis, code, links, HTML, tables or formulas; `_` does not within a word. */
const INLINE = /[\\`*[\]<|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=[#A-Za-z])|(?<=www)\.|:(?=\/\/)/gi;
/** What begins a list, a heading, a quotation or a line when it stands first. */
const FIRST = /^(\s*(?:\d{1,9}(?=[.)]))?)([.)+](?=\s|$)|-(?=\s|$|[-\s]*$)|#(?=#*(?:\s|$))|[>=])/;

/** Text that is text in Markdown, whatever is in it, and in one line. */
export function escaped(text: string): string {
  return visibleText(text).replaceAll(INLINE, '\\$&').replace(FIRST, '$1\\$2');
}

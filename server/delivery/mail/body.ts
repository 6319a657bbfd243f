import { html, type Markup } from '../../reports/formats/markup.ts';
import {
  aboutOf,
  beyondOf,
  comparedWith,
  headOf,
  linkOf,
  noteOf,
  shownBefore,
  shownCell,
  shownFigure,
} from '../../reports/formats/shown.ts';
import { heldRows } from '../../reports/heldRows.ts';
import type { Report, ReportFigure, ReportSection, ReportTable } from '../../reports/model.ts';
import { visibleText } from '../../reports/valueText.ts';
import type { Picture } from './picture.ts';

/** Rows of a table that stand in the mail; the others are behind its link and in its attachments. */
const ROWS = 12;

export interface Pictured extends Picture {
  cid: string;
}

export interface Body {
  report: Report;
  /** Address of the report's page; '' when nobody told where pages are. */
  page: string;
  /** By section and chart. */
  pictures: Map<string, Pictured>;
  /** What is not attached, and where it is had. */
  notes: string[];
  test: boolean;
}

const SOFT = 'color:#5c6b7a';
const WARNING = 'margin:4px 0;padding:8px;border-left:4px solid #b4540a;background:#fdf3e7';
const CELL = 'padding:3px 10px 3px 0;text-align:left;vertical-align:top;border-bottom:1px solid #e3e8ed';

/** A report as HTML that mail programs show: styles at the elements, pictures as parts of the mail, no script. */
export function htmlOf({ report, page, pictures, notes, test }: Body): string {
  const { title, warnings, summary, sections } = report;
  const name = visibleText(title);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${name}</title></head>
<body style="margin:0;padding:16px;font:15px/1.45 sans-serif;color:#1c2733;background:#ffffff">
<div style="max-width:760px;margin:0 auto">
${test ? html`<p style="${SOFT}">This is a test: somebody wants to see whether it arrives.</p>` : ''}
<h1 style="font-size:22px;margin:0 0 8px">${link(page, name)}</h1>
${warnings.map((one) => html`<p style="${WARNING}">${visibleText(one)}</p>`)}
${summary.length === 0 ? '' : html`<ul>${summary.map((one) => html`<li>${visibleText(one)}</li>`)}</ul>`}
${sections.map((section) => sectionOf(section, report, pictures))}
${notes.map((one) => html`<p style="${SOFT}">${one}</p>`)}
<p style="${SOFT};font-size:13px">${aboutOf(report)} ${comparedWith(report)}</p>
</div></body></html>
`.text;
}

function sectionOf(section: ReportSection, report: Report, pictures: Map<string, Pictured>): Markup {
  const { id, title, figures, charts, tables } = section;
  const note = noteOf(report, section);
  const images = charts.flatMap((chart) => {
    const picture = pictures.get(`${id}/${chart.id}`);
    return picture ? [imageOf(picture, visibleText(chart.title))] : [];
  });
  return html`<h2 style="font-size:18px;margin:24px 0 6px;border-bottom:1px solid #c9d2db">${visibleText(title)}</h2>
${note === '' ? '' : html`<p style="margin:4px 0">${visibleText(note)}</p>`}
${figures.length === 0 ? '' : html`<ul>${figures.map((figure) => figureOf(figure, report))}</ul>`}
${images}
${tables.map((table) => tableOf(table, report))}
`;
}

function figureOf(figure: ReportFigure, { pages }: Report): Markup {
  const before = shownBefore(figure);
  const value = link(linkOf(pages, figure.href), html`<b>${shownFigure(figure)}</b>`);
  return html`<li>${visibleText(figure.label)}: ${value}${before === '' ? '' : ` (${before})`}</li>`;
}

const imageOf = ({ cid, width, height }: Pictured, title: string): Markup =>
  html`<p><img src="cid:${cid}" width="${width}" height="${height}" alt="${title}" style="max-width:100%;height:auto"></p>`;

function tableOf(table: ReportTable, { pages, timeZone }: Report): Markup {
  const { columns, rows } = table;
  const address = linkOf(pages, table.href);
  const title = link(address, visibleText(table.title));
  if (rows.length === 0) return html`<p style="margin:6px 0"><b>${title}</b>: none. ${beyondOf(table)}</p>`;
  const more = heldRows(table) - ROWS;
  const rest = [more > 0 ? `${more} more ${more === 1 ? 'row' : 'rows'} of the report` : '', beyondOf(table)]
    .filter((one) => one !== '')
    .join('; ');
  const head = columns.map(
    (column) => html`<th scope="col" style="${CELL}">${visibleText(headOf(column))}</th>`,
  );
  const lines = rows
    .slice(0, ROWS)
    .map((row) => columns.map((column, at) => shownCell(row[at] ?? null, column, timeZone)))
    .map(
      (cells) => html`<tr>${cells.map((cell) => html`<td style="${CELL}">${cell}</td>`)}</tr>
`,
    );
  return html`<table style="border-collapse:collapse;margin:8px 0;font-size:14px">
<caption style="text-align:left;font-weight:bold">${title}</caption>
<thead><tr>${head}</tr></thead><tbody>
${lines}</tbody></table>
${rest === '' ? '' : html`<p style="margin:2px 0;${SOFT}">${link(address, rest)}</p>`}
`;
}

const link = (address: string, text: string | Markup): string | Markup =>
  address === '' ? text : html`<a href="${address}" style="color:#0b5394">${text}</a>`;

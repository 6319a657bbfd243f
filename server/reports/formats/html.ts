import { chartSvg } from '../charts/svg.ts';
import { heldRows } from '../heldRows.ts';
import type {
  Report,
  ReportChart,
  ReportColumn,
  ReportFigure,
  ReportSection,
  ReportTable,
} from '../model.ts';
import { STYLE } from './htmlStyle.ts';
import { Markup, html as markup } from './markup.ts';
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

/** One file of HTML: no script, nothing that is loaded, pictures inside. */
export function html(report: Report): Uint8Array {
  const { title, warnings, summary, sections } = report;
  const withBefore = comparedWith(report);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${`Gazetteer: ${title}`}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="about">${aboutOf(report)}</p>
${withBefore === '' ? '' : markup`<p class="about">${withBefore}</p>`}
</header>
<main>
${warnings.length === 0 ? '' : markup`<section class="warnings" aria-labelledby="warnings"><h2 id="warnings">Read this first</h2><ul>${warnings.map((one) => markup`<li>${one}</li>`)}</ul></section>`}
<section class="summary" aria-labelledby="summary"><h2 id="summary">Summary</h2><ol>${summary.map((one) => markup`<li>${one}</li>`)}</ol></section>
<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ul>${sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
${sections.map((section) => sectionOf(report, section))}
</main>
</body>
</html>
`;
  return Buffer.from(page.text);
}

function sectionOf(report: Report, section: ReportSection): Markup {
  const { id, title, figures, charts, tables } = section;
  const note = noteOf(report, section);
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${note === '' ? '' : markup`<p class="note">${note}</p>`}
${figures.length === 0 ? '' : markup`<dl class="figures">${figures.map((one) => figureOf(report, one))}</dl>`}
${charts.filter(isDrawn).map(chartOf)}
${tables.map((table) => tableOf(report, id, table))}
</section>
`;
}

const isDrawn = ({ categories, series }: ReportChart) => categories.length > 0 && series.length > 0;

const chartOf = (chart: ReportChart): Markup =>
  markup`<figure>${new Markup(chartSvg(chart))}<figcaption>${chart.title}</figcaption></figure>
`;

function figureOf({ pages }: Report, figure: ReportFigure): Markup {
  const value = linked(shownFigure(figure), linkOf(pages, figure.href));
  const before = shownBefore(figure);
  return markup`<div><dt>${figure.label}</dt><dd>${value}${before === '' ? '' : markup`<span class="before">${before}</span>`}</dd></div>`;
}

function tableOf({ pages, timeZone }: Report, section: string, table: ReportTable): Markup {
  const { id, title, href, columns, rows } = table;
  const left = leftOf(table);
  const count = heldRows(table) + table.left;
  if (count === 0)
    return markup`<p class="none"><b>${linked(title, linkOf(pages, href))}</b> none</p>
`;
  const caption = markup`<caption id="${section}-${id}">${linked(title, linkOf(pages, href))} <small>${count === 1 ? '1 row' : `${count} rows`}</small></caption>`;
  // What is wider than the screen is moved sideways, by keyboard too.
  return markup`<div class="rows" role="region" tabindex="0" aria-labelledby="${section}-${id}"><table>${caption}
<thead><tr>${columns.map((column) => markup`<th scope="col"${classOf(column)}>${headOf(column)}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => markup`<tr>${row.map((cell, at) => cellOf(shownCell(cell, columns[at] ?? TEXT, timeZone), columns[at] ?? TEXT, at))}</tr>
`,
  )}</tbody>
${left === '' ? '' : markup`<tfoot><tr><td colspan="${columns.length}">${linked(left, linkOf(pages, href))}</td></tr></tfoot>`}</table></div>
`;
}

const TEXT: ReportColumn = { key: '', title: '', type: 'text' };
const CLASSES: Record<ReportColumn['type'], string> = {
  text: '',
  number: ' class="n"',
  share: ' class="n"',
  time: ' class="t"',
};
const classOf = ({ type }: ReportColumn) => new Markup(CLASSES[type]);

const cellOf = (text: string, column: ReportColumn, at: number): Markup =>
  at === 0
    ? markup`<th scope="row"${classOf(column)}>${text}</th>`
    : markup`<td${classOf(column)}>${text}</td>`;

const linked = (text: string, address: string): Markup =>
  address === '' ? markup`${text}` : markup`<a href="${address}">${text}</a>`;

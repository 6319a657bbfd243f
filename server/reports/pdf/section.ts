import {
  headOf,
  leftOf,
  linkOf,
  noteOf,
  shownBefore,
  shownCell,
  shownFigure,
  shownMovement,
} from '../formats/shown.ts';
import type { Report, ReportColumn, ReportFigure, ReportSection, ReportTable } from '../model.ts';
import { LEFT, type Paper } from './paper.ts';
import { drawChart } from './picture.ts';
import type { Structure } from './structure.ts';
import { drawTable, type Head } from './table.ts';

/** A part of the report: its numbers, pictures and tables with so many rows at most. Gives back the page on which it begins. */
export async function drawSection(
  paper: Paper,
  report: Report,
  section: ReportSection,
  { name, most }: { name: string; most: number },
): Promise<number> {
  paper.keep(130);
  if (paper.place.y > 70) paper.y += 18;
  const { page } = paper.place;
  const part = paper.doc.struct('Sect');
  paper.root.add(part);
  paper.doc.addNamedDestination(name, 'XYZ', 0, paper.y, 0);
  const bookmark = paper.doc.outline.addItem(paper.faces.plain.shown(section.title));
  paper.write(section.title, { face: 'bold', size: 14, tag: 'H2', most: 3, parent: part });
  paper.y += 4;
  const note = noteOf(report, section);
  if (note !== '') paper.write(note, { size: 8.5, ink: 'ink-soft', parent: part });
  if (section.figures.length > 0) await figures(paper, report, part, section.figures);
  for (const chart of section.charts) drawChart(paper, part, chart);
  for (const table of section.tables) {
    paper.keep(90);
    bookmark.addItem(paper.faces.plain.shown(table.title));
    await drawReportTable(paper, report, part, table, most);
  }
  part.end();
  return page;
}

async function figures(paper: Paper, { pages }: Report, part: Structure, all: ReportFigure[]): Promise<void> {
  const before = all.some((one) => shownBefore(one) !== '');
  const heads = [
    { text: 'Number' },
    { text: 'Value', right: true, whole: true },
    ...(before
      ? [
          { text: 'Before', right: true, whole: true },
          { text: 'Movement', right: true, whole: true },
        ]
      : []),
  ];
  const rows = all.map((one) => [
    one.label,
    shownFigure(one),
    one.before === undefined ? '' : shownFigure({ ...one, value: one.before }),
    shownMovement(one),
  ]);
  paper.y += 4;
  await drawTable(paper, part, { heads, rows, links: all.map(({ href }) => ['', linkOf(pages, href)]) });
}

async function drawReportTable(
  paper: Paper,
  report: Report,
  part: Structure,
  table: ReportTable,
  most: number,
): Promise<void> {
  const { columns, title } = table;
  const rows = table.rows.slice(0, most);
  const link = linkOf(report.pages, table.href);
  paper.y += 8;
  heading(paper, part, title, link);
  if (table.rows.length === 0) paper.write('There are none.', { size: 8, ink: 'ink-soft', parent: part });
  else
    await drawTable(paper, part, {
      heads: columns.map(headOfColumn),
      rows: rows.map((row) =>
        columns.map((column, at) => shownCell(row[at] ?? null, column, report.timeZone)),
      ),
    });
  const left = leftOf(table, rows.length);
  if (left !== '') paper.write(left, { size: 8, ink: 'ink-soft', parent: part });
}

function headOfColumn(column: ReportColumn): Head {
  const right = column.type === 'number' || column.type === 'share';
  return { text: headOf(column), right, whole: right || column.type === 'time' };
}

/** Its own line, and a link to the page where that is known. */
function heading(paper: Paper, part: Structure, title: string, link: string): void {
  paper.write(title, { face: 'bold', size: 9.5, tag: 'H3', most: 3, parent: part });
  if (link === '') return;
  paper.keep(14);
  const y = paper.y + 10;
  const address = paper.faces.plain.shown(link);
  const paragraph = paper.doc.struct('P');
  part.add(paragraph);
  const [shown = ''] = [address.length > 110 ? `${address.slice(0, 110)}…` : address];
  paragraph.add(
    paper.doc.struct('Link', {}, [() => paper.put(shown, LEFT, y, { size: 7, ink: 'chart-1', link })]),
  );
  paragraph.end();
  paper.y = y + 4;
}

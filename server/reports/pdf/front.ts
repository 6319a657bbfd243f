import { aboutOf, comparedWith } from '../formats/shown.ts';
import type { Report } from '../model.ts';
import { colourOf, LEFT, type Paper, ROOM } from './paper.ts';
import { wrapped } from './wrapped.ts';

const LINE = 13;

/** What is read first: warnings, the summary, and where everything is. Gives back what fills in the numbers of pages. */
export function drawFront(paper: Paper, report: Report): (name: string, page: number) => void {
  paper.y += 6;
  paper.write(report.title, { face: 'bold', size: 20, tag: 'H1', leading: 1.25 });
  paper.y += 4;
  paper.write(aboutOf(report), { size: 8.5, ink: 'ink-soft' });
  if (report.before) paper.write(comparedWith(report), { size: 8.5, ink: 'ink-soft' });
  if (report.warnings.length > 0) warnings(paper, report.warnings);
  if (report.summary.length > 0) list(paper, 'Summary', report.summary);
  return contents(paper, report);
}

/** On a ground of its own, with a bar beside it, so that it is seen without colours too. */
function warnings(paper: Paper, all: string[]): void {
  paper.y += 12;
  const start = paper.place;
  list(paper, 'Read this first', all);
  const end = paper.place;
  for (let page = start.page; page <= end.page; page += 1) {
    const from = page === start.page ? start.y : 50;
    const to = page === end.page ? end.y + 4 : 790;
    paper.back(page, () =>
      paper.artifact(() =>
        paper.doc
          .rect(LEFT - 10, from, 3, to - from)
          .fillColor(colourOf('chart-4'))
          .fill(),
      ),
    );
  }
}

function list(paper: Paper, title: string, lines: string[]): void {
  paper.y += 8;
  paper.keep(40);
  paper.write(title, { face: 'bold', size: 11, tag: 'H2' });
  for (const line of lines) {
    paper.y += 2;
    paper.write(line, { size: 9.5 });
  }
}

function contents(paper: Paper, { sections }: Report): (name: string, page: number) => void {
  paper.y += 12;
  paper.keep(40);
  paper.write('Contents', { face: 'bold', size: 11, tag: 'H2' });
  const toc = paper.doc.struct('TOC');
  paper.root.add(toc);
  const places = new Map<string, { page: number; y: number; title: string }>();
  for (const [at, { title }] of sections.entries()) {
    paper.keep(LINE);
    paper.y += LINE;
    places.set(nameOf(at), { ...paper.place, title });
  }
  paper.y += 6;
  return (name, page) => {
    const place = places.get(name);
    if (!place) return;
    const { plain } = paper.faces;
    const [title = ''] = wrapped(plain.shown(place.title), ROOM - 60, (text) => plain.widthOf(text, 9), 1);
    const number = String(page);
    const entry = () => {
      paper.put(title, LEFT, place.y, { size: 9, ink: 'chart-1', to: name });
      paper.put(number, LEFT + ROOM - plain.widthOf(number, 9), place.y, { size: 9, to: name });
    };
    paper.back(place.page, () =>
      toc.add(paper.doc.struct('TOCI', {}, [paper.doc.struct('Link', {}, [entry])])),
    );
  };
}

/** Names of places in the document; ids of sections could be anything. */
export const nameOf = (section: number) => `section-${section + 1}`;

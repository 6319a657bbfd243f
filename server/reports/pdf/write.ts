import { aboutOf } from '../formats/shown.ts';
import type { Report } from '../model.ts';
import { faces } from './faces.ts';
import { drawFront, nameOf } from './front.ts';
import { Paper } from './paper.ts';
import { rowsPrinted } from './printed.ts';
import { drawSection } from './section.ts';

/** The report on pages of A4; the same report gives the same bytes. */
export async function pdf(report: Report): Promise<Uint8Array> {
  const paper = new Paper(report, await faces());
  const most = rowsPrinted(report);
  const tellPage = drawFront(paper, report);
  for (const [at, section] of report.sections.entries()) {
    const name = nameOf(at);
    tellPage(name, await drawSection(paper, report, section, { name, most }));
  }
  return paper.finished(aboutOf(report));
}

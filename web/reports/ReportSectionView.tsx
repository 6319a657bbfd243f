import { noteOf, shownBefore, shownFigure } from '../../server/reports/formats/shown.ts';
import type { Report, ReportChart, ReportSection } from '../../server/reports/model.ts';
import { visibleText } from '../text/visible.ts';
import { ReportPicture } from './ReportPicture.tsx';
import { ReportTableView } from './ReportTableView.tsx';

export function ReportSectionView({
  id,
  section,
  report,
}: {
  id: number;
  section: ReportSection;
  report: Report;
}) {
  const { title, figures, charts, tables } = section;
  const note = noteOf(report, section);
  return (
    <section class="report-section" aria-labelledby={`section-${section.id}`}>
      <h2 id={`section-${section.id}`}>{visibleText(title)}</h2>
      {note !== '' && <p class="report-note">{visibleText(note)}</p>}
      <dl class="report-figures">
        {figures.map((figure) => (
          <div key={figure.id}>
            <dt>{visibleText(figure.label)}</dt>
            <dd>
              <a href={figure.href}>{shownFigure(figure)}</a>
              {figure.before !== undefined && <span class="report-before">{shownBefore(figure)}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {charts.filter(isDrawn).map((chart) => (
        <ReportPicture key={chart.id} chart={chart} />
      ))}
      {tables.map((table) => (
        <div key={table.id} id={`table-${table.id}`}>
          <ReportTableView id={id} table={table} timeZone={report.timeZone} />
        </div>
      ))}
    </section>
  );
}

const isDrawn = ({ categories, series }: ReportChart) => categories.length > 0 && series.length > 0;

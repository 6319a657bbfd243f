import { aboutOf, comparedWith } from '../../server/reports/formats/shown.ts';
import type { Report } from '../../server/reports/model.ts';
import { visibleText } from '../text/visible.ts';

/** What is read first: whether it can be trusted, five lines, where the rest is, and the files. */
export function ReportTop({ id, report }: { id: number; report: Report }) {
  const { warnings, summary, sections } = report;
  return (
    <>
      <p class="report-note">{visibleText(aboutOf(report))}</p>
      {report.before && <p class="report-note">{visibleText(comparedWith(report))}</p>}
      {warnings.length > 0 && (
        <section class="report-warnings" aria-labelledby="warnings">
          <h2 id="warnings">Read this first</h2>
          <ul>
            {warnings.map((line) => (
              <li key={line}>{visibleText(line)}</li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="summary">
        <h2 id="summary">Summary</h2>
        <ol class="report-summary">
          {summary.map((line) => (
            <li key={line}>{visibleText(line)}</li>
          ))}
        </ol>
      </section>
      <nav class="report-contents" aria-label="Contents">
        {sections.map(({ id: section, title }) => (
          <a key={section} href={`#section-${section}`}>
            {visibleText(title)}
          </a>
        ))}
      </nav>
      <ReportFiles id={id} />
    </>
  );
}

/** The formats of a report, as server/reports/formats lists them. */
export const FILES = [
  ['html', 'HTML'],
  ['pdf', 'PDF'],
  ['xlsx', 'XLSX'],
  ['csv.zip', 'CSV'],
  ['md', 'Markdown'],
  ['json', 'JSON'],
];

export function ReportFiles({ id }: { id: number }) {
  return (
    <div class="table-exports">
      <span class="label">This report as</span>
      {FILES.map(([ending, title]) => (
        <a key={ending} href={`/api/v1/reports/${id}.${ending}`} download="">
          {title}
        </a>
      ))}
    </div>
  );
}

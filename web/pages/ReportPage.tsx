import { useRoute } from 'preact-iso';
import { useTitle } from '../addresses/useTitle.ts';
import { reportRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { ReportSectionView } from '../reports/ReportSectionView.tsx';
import { ReportTop } from '../reports/ReportTop.tsx';

/** One report, drawn from what is stored. */
export function ReportPage() {
  const { params } = useRoute();
  const id = Number(params.id ?? '');
  const answer = useApi(reportRequest(params.id ?? ''));
  const title = answer.data?.title ?? `Report ${params.id}`;
  useTitle(title);
  return (
    <>
      <PageHead title={title} crumbs={[{ title: 'Reports', href: '/reports' }]} />
      <AnswerState answer={answer} what="the report">
        {(report) => (
          <>
            <ReportTop id={id} report={report} />
            {report.sections.map((section) => (
              <ReportSectionView key={section.id} id={id} section={section} report={report} />
            ))}
          </>
        )}
      </AnswerState>
    </>
  );
}

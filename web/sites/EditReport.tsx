import { useEffect } from 'preact/hooks';
import type { SitesFileRow } from '../../server/routes/schemas/sites.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { Age } from '../components/Age.tsx';
import { Plain } from '../components/Plain.tsx';
import { ApplySites } from './ApplySites.tsx';
import { ReportForm } from './ReportForm.tsx';
import { SitesText } from './SitesText.tsx';
import { useReportDraft } from './useDraft.ts';

/** One regular report: its form, the file, and applying it. */
export function EditReport({
  report,
  files,
  applied,
}: {
  report: string;
  files: SitesFileRow[];
  applied: () => void;
}) {
  const filters = useFilters();
  const asked = filters.value('file');
  // The file that names the report, or else the one that was applied last.
  const file =
    files.find(({ path }) => path === asked) ?? files.find(({ text }) => names(text, report)) ?? files[0];
  const path = file?.path ?? '';
  const draft = useReportDraft(path, report);
  useEffect(() => {
    if (file && draft.text === '') draft.write(file.text);
  }, [file?.path]);
  const sound = draft.read !== undefined && draft.read.problems.length === 0;
  return (
    <>
      <h2>
        Regular report <Plain text={report} />
      </h2>
      {file && (
        <p>
          In <Plain text={path} />, applied <Age at={file.appliedAt} /> by <Plain text={file.appliedBy} />.{' '}
          <a href="/deliveries">Send a test, and see what arrived</a>
        </p>
      )}
      <div class="sites-edit">
        <ReportForm draft={draft} />
        <div>
          <SitesText draft={draft} path={path} />
          {sound && draft.read?.fields.when !== '' ? (
            <ApplySites text={draft.text} path={path} done={applied} />
          ) : (
            <p class="none">Say when, to apply the file.</p>
          )}
        </div>
      </div>
    </>
  );
}

const names = (text: string, report: string) =>
  text.split('\n').some((line) => line.trim().startsWith(`${report}:`));

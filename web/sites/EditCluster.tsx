import { useEffect, useState } from 'preact/hooks';
import type { Removed, SitesFileRow } from '../../server/routes/schemas/sites.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { Age } from '../components/Age.tsx';
import { Plain } from '../components/Plain.tsx';
import { ApplySites } from './ApplySites.tsx';
import { ClusterForm } from './ClusterForm.tsx';
import { ConnectionTest } from './ConnectionTest.tsx';
import { RemovedPlace, RemovePlace } from './RemovePlace.tsx';
import { SitesText } from './SitesText.tsx';
import { useDraft } from './useDraft.ts';

/** One cluster: its form, the file, the test, and applying it. */
export function EditCluster({
  site,
  cluster,
  known,
  files,
  applied,
}: {
  site: string;
  cluster: string;
  /** It is in service, so that it can be taken out of it. */
  known: boolean;
  files: SitesFileRow[];
  applied: () => void;
}) {
  const filters = useFilters();
  const [removed, setRemoved] = useState<Removed | null>(null);
  const asked = filters.value('file');
  // The file that names the site, or else the one that was applied last.
  const file =
    files.find(({ path }) => path === asked) ?? files.find(({ text }) => names(text, site)) ?? files[0];
  const path = asked === 'new' ? '' : (file?.path ?? '');
  const draft = useDraft(path, site, cluster);
  useEffect(() => {
    if (asked !== 'new' && file && draft.text === '') draft.write(file.text);
  }, [file?.path]);
  const sound = draft.read !== undefined && draft.read.problems.length === 0 && draft.read.nodeCount > 0;
  if (removed) return <RemovedPlace answer={removed} />;
  return (
    <>
      <h2>
        <Plain text={`${site}/${cluster}`} />
      </h2>
      {file && path !== '' && (
        <p>
          In <Plain text={path} />, applied <Age at={file.appliedAt} /> by <Plain text={file.appliedBy} />.
        </p>
      )}
      <div class="sites-edit">
        <ClusterForm draft={draft} />
        <div>
          <SitesText draft={draft} path={path} />
          {sound ? (
            <>
              <ConnectionTest
                text={draft.text}
                path={path}
                place={`${site}/${cluster}`}
                nodes={draft.read?.nodes ?? []}
              />
              <ApplySites text={draft.text} path={path} done={applied} />
            </>
          ) : (
            <p class="none">Name the nodes to test the connection and to apply the file.</p>
          )}
          {known && (
            <RemovePlace
              site={site}
              cluster={cluster}
              done={(answer) => {
                setRemoved(answer);
                applied();
              }}
            />
          )}
        </div>
      </div>
    </>
  );
}

const names = (text: string, site: string) =>
  text.split('\n').some((line) => line.trim().startsWith(`${site}:`));

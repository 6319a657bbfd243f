import type { Site } from '../../server/routes/schemas/places.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { sitesFilesRequest, sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { useAdministrator } from '../session/session.ts';
import { ClusterList } from '../sites/ClusterList.tsx';
import { EditCluster } from '../sites/EditCluster.tsx';
import { EditReport } from '../sites/EditReport.tsx';
import { NewCluster } from '../sites/NewCluster.tsx';
import { RegularReports } from '../sites/RegularReports.tsx';

const knows = (sites: Site[], site: string, cluster: string) =>
  sites.some((one) => one.name === site && one.clusters.some(({ name }) => name === cluster));

/** Sites and clusters; for administrators, a form that changes the sites file and tries it. The address says which cluster. */
export function SitesPage() {
  useTitle('Sites');
  const who = useAdministrator();
  const filters = useFilters();
  const sites = useApi(sitesRequest);
  const files = useApi(who === null ? null : sitesFilesRequest);
  const [site, cluster] = [filters.value('site'), filters.value('cluster')];
  const report = filters.value('report');
  const editing = who !== null && ((site !== '' && cluster !== '') || report !== '');
  const applied = () => {
    sites.retry();
    files.retry();
  };
  return (
    <>
      <PageHead title="Sites" crumbs={editing ? [{ title: 'Sites', href: '/sites' }] : []}>
        <p>Which clusters are visited, and how they are reached: what a sites file says, in git.</p>
      </PageHead>
      {!editing && (
        <AnswerState answer={sites} what="the sites">
          {({ items }) => <ClusterList sites={items} edits={who !== null} />}
        </AnswerState>
      )}
      {who === null ? (
        <Empty title="Adding and changing sites is for administrators.">
          <p>
            <a href="/sign-in">How to sign in</a>. On the command line:{' '}
            <code>gazetteer apply sites.yaml</code>
          </p>
        </Empty>
      ) : (
        <AnswerState answer={files} what="the sites files">
          {({ items }) =>
            editing && report !== '' ? (
              <EditReport key={report} report={report} files={items} applied={applied} />
            ) : editing ? (
              <EditCluster
                key={`${site}/${cluster}`}
                site={site}
                cluster={cluster}
                known={knows(sites.data?.items ?? [], site, cluster)}
                files={items}
                applied={applied}
              />
            ) : (
              <>
                <NewCluster />
                <RegularReports />
              </>
            )
          }
        </AnswerState>
      )}
    </>
  );
}

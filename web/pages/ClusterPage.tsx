import { useRoute } from 'preact-iso';
import { nodesPage, sweepsPage } from '../addresses/pages.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { clusterRequest, nodesRequest, sweepsRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { ClusterActs } from '../cluster/ClusterActs.tsx';
import { ClusterSummary } from '../cluster/ClusterSummary.tsx';
import { HeldFacets } from '../cluster/HeldFacets.tsx';
import { LockOffer } from '../cluster/LockOffer.tsx';
import { PastLinks } from '../cluster/PastLinks.tsx';
import { Scheduler } from '../cluster/Scheduler.tsx';
import { SourcesNotice } from '../cluster/SourcesNotice.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { NodeTable } from '../components/NodeTable.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { SweepTable } from '../components/SweepTable.tsx';
import { ListFoot } from '../components/TableFoot.tsx';
import { DriftFold } from '../drift/DriftFold.tsx';

const AGAIN = 60_000;

export function ClusterPage() {
  const { site = '', cluster = '' } = useRoute().params;
  useTitle(`${site}/${cluster}`);
  const answer = useApi(clusterRequest(site, cluster), { every: AGAIN });
  return (
    <>
      <PageHead
        title={cluster}
        crumbs={[
          { title: 'Overview', href: '/' },
          { title: site, href: nodesPage({ site }) },
        ]}
      >
        {answer.data && answer.data.title !== '' && answer.data.title !== cluster && (
          <p>
            <Plain text={answer.data.title} />
          </p>
        )}
      </PageHead>
      <AnswerState answer={answer} what="the cluster">
        {(one) => (
          <>
            {one.sources && <SourcesNotice cluster={one} sources={one.sources} />}
            <ClusterSummary cluster={one} />
            <ClusterActs cluster={one} again={answer.retry} />
            <PastLinks site={site} cluster={cluster} />
            <DriftFold site={site} cluster={cluster} />
            <LockOffer site={site} cluster={cluster} />
            {one.scheduler && <Scheduler scheduler={one.scheduler} />}
            <HeldFacets cluster={one} />
            <ClusterNodes site={site} cluster={cluster} />
            <ClusterSweeps site={site} cluster={cluster} />
          </>
        )}
      </AnswerState>
    </>
  );
}

function ClusterNodes({ site, cluster }: { site: string; cluster: string }) {
  const request = nodesRequest({ site, cluster, limit: 100 });
  const answer = useApi(request, { every: AGAIN });
  return (
    <AnswerState answer={answer} what="its nodes">
      {(page) =>
        page.items.length === 0 ? (
          <Empty title="No node is known here." />
        ) : (
          <NodeTable
            caption="Its nodes, with their latest visit"
            oneCluster
            rows={page.items}
            reasonLink={(reason) => nodesPage({ site, cluster, reason })}
            foot={
              <ListFoot
                page={page}
                request={request}
                first
                linkAfter={(after) => nodesPage({ site, cluster, after })}
              />
            }
          />
        )
      }
    </AnswerState>
  );
}

function ClusterSweeps({ site, cluster }: { site: string; cluster: string }) {
  const request = sweepsRequest({ site, cluster, limit: 5 });
  const answer = useApi(request, { every: AGAIN });
  return (
    <AnswerState answer={answer} what="its sweeps">
      {(page) =>
        page.items.length === 0 ? (
          <Empty title="No sweep yet.">
            <p>
              <code>
                gazetteer collect <Plain text={`${site}/${cluster}`} />
              </code>
            </p>
          </Empty>
        ) : (
          <SweepTable
            caption="Its latest sweeps"
            oneCluster
            rows={page.items}
            foot={
              <ListFoot
                page={page}
                request={request}
                first
                linkAfter={(after) => sweepsPage({ site, cluster, after })}
              />
            }
          />
        )
      }
    </AnswerState>
  );
}

import { useRoute } from 'preact-iso';
import type { Cluster } from '../../server/routes/schemas/places.ts';
import { findPage, nodesPage, sweepPage, sweepsPage } from '../addresses/pages.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { clusterRequest, nodesRequest, sweepsRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { NodeTable } from '../components/NodeTable.tsx';
import { OutcomeBar } from '../components/OutcomeBar.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { SweepTable } from '../components/SweepTable.tsx';
import { ListFoot } from '../components/TableFoot.tsx';
import { counted, numberText } from '../text/quantities.ts';

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
        {answer.data && answer.data.title !== '' && (
          <p>
            <Plain text={answer.data.title} />
          </p>
        )}
      </PageHead>
      <AnswerState answer={answer} what="the cluster">
        {(one) => (
          <>
            <Summary cluster={one} />
            <ClusterNodes site={site} cluster={cluster} />
            <ClusterSweeps site={site} cluster={cluster} />
          </>
        )}
      </AnswerState>
    </>
  );
}

function Summary({ cluster }: { cluster: Cluster }) {
  const at = { site: cluster.site, cluster: cluster.name };
  return (
    <div class="columns">
      <section aria-labelledby="state-title">
        <h2 id="state-title">Latest visits</h2>
        <OutcomeBar
          counts={cluster.latest}
          never={cluster.neverVisited}
          linkOf={(outcome) => nodesPage({ ...at, outcome })}
        />
        <p>
          Newest visit <Age at={cluster.newestVisitAt} />, oldest <Age at={cluster.oldestVisitAt} />
          {cluster.lastSweep && (
            <>
              ; <a href={sweepPage(cluster.lastSweep.id)}>last sweep</a>{' '}
              <Age at={cluster.lastSweep.startedAt} />
            </>
          )}
        </p>
        {cluster.heldRoots > 0 && (
          <p>
            <a href={nodesPage({ ...at, reason: 'root-suspect' })}>{counted(cluster.heldRoots, 'root')}</a>{' '}
            lost much at once: held back until a later sweep confirms it.
          </p>
        )}
      </section>
      <Counts title="Nodes" counts={cluster.roles} linkOf={(role) => nodesPage({ ...at, role })} />
      <Counts
        title="Tool versions"
        counts={cluster.offerings}
        linkOf={(provider) => findPage({ ...at, provider })}
        sum={{ title: 'different tools', count: cluster.tools, href: findPage(at) }}
      />
    </div>
  );
}

function Counts({
  title,
  counts,
  linkOf,
  sum,
}: {
  title: string;
  counts: Record<string, number>;
  linkOf: (name: string) => string;
  sum?: { title: string; count: number; href: string };
}) {
  const rows = Object.entries(counts).map(([name, count]) => ({ title: name, count, href: linkOf(name) }));
  const all = sum ? [...rows, sum] : rows;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="index">
        {all.map((row) => (
          <li key={row.title}>
            <a href={row.href}>{row.title}</a>
            <span class="leader" />
            <span class="index-count">{numberText(row.count)}</span>
          </li>
        ))}
        {all.length === 0 && <li class="none">none</li>}
      </ul>
    </section>
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

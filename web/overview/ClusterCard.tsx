import type { Cluster } from '../../server/routes/schemas/places.ts';
import { clusterPage, findPage, heldPage, nodesPage, sweepPage } from '../addresses/pages.ts';
import { Age } from '../components/Age.tsx';
import { OutcomeBar } from '../components/OutcomeBar.tsx';
import { Plain } from '../components/Plain.tsx';
import { counted, numberText } from '../text/quantities.ts';
import { visibleText } from '../text/visible.ts';
import { TierBar } from './TierBar.tsx';

/** One cluster at a glance. Every number opens the rows that it counts. */
export function ClusterCard({ cluster }: { cluster: Cluster }) {
  const at = { site: cluster.site, cluster: cluster.name };
  return (
    <article class="card">
      <header class="card-head">
        <h3>
          <a href={clusterPage(cluster.site, cluster.name)}>
            <Plain text={cluster.name} />
          </a>
        </h3>
        {cluster.title !== '' && cluster.title !== cluster.name && (
          <p>
            <Plain text={cluster.title} />
          </p>
        )}
      </header>
      <LastSweep cluster={cluster} />
      <ul class="index">
        {Object.entries(cluster.roles).map(([role, count]) => (
          <li key={role}>
            <a href={nodesPage({ ...at, role })}>{role} nodes</a>
            <span class="leader" />
            <span class="index-count">{numberText(count)}</span>
          </li>
        ))}
        <li>
          <a href={findPage(at)}>tools</a>
          <span class="leader" />
          <span class="index-count">{numberText(cluster.tools)}</span>
        </li>
      </ul>
      <TierBar cluster={cluster} />
      <Freshness cluster={cluster} />
    </article>
  );
}

function LastSweep({ cluster }: { cluster: Cluster }) {
  const { lastSweep } = cluster;
  if (lastSweep === null) {
    return (
      <p class="card-sweep none">
        No sweep yet: <code>gazetteer collect {visibleText(`${cluster.site}/${cluster.name}`)}</code>
      </p>
    );
  }
  return (
    <div class="card-sweep">
      <p>
        <a href={sweepPage(lastSweep.id)}>{lastSweep.state === 'running' ? 'Sweep running' : 'Last sweep'}</a>
        , <Age at={lastSweep.startedAt} />
        {lastSweep.state === 'cancelled' || lastSweep.state === 'interrupted' ? `, ${lastSweep.state}` : ''}
      </p>
      <OutcomeBar counts={lastSweep.outcomes} linkOf={(outcome) => sweepPage(lastSweep.id, { outcome })} />
    </div>
  );
}

function Freshness({ cluster }: { cluster: Cluster }) {
  const at = { site: cluster.site, cluster: cluster.name };
  return (
    <p class="card-freshness">
      {cluster.newestVisitAt === null ? (
        'Never visited'
      ) : (
        <>
          Newest visit <Age at={cluster.newestVisitAt} />, oldest <Age at={cluster.oldestVisitAt} />
        </>
      )}
      {cluster.neverVisited > 0 && (
        <>
          {' · '}
          <a href={nodesPage({ ...at, outcome: 'never' })}>
            {numberText(cluster.neverVisited)} never visited
          </a>
        </>
      )}
      {cluster.heldRoots > 0 && (
        <>
          {' · '}
          <a href={heldPage(at)}>{counted(cluster.heldRoots, 'place')} held back</a>
        </>
      )}
    </p>
  );
}

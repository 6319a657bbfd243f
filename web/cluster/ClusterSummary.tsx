import type { ClusterDetail, Collecting } from '../../server/routes/schemas/places.ts';
import { findPage, heldPage, nodesPage, sweepPage } from '../addresses/pages.ts';
import { Age } from '../components/Age.tsx';
import { OutcomeBar } from '../components/OutcomeBar.tsx';
import { Plain } from '../components/Plain.tsx';
import { counted } from '../text/quantities.ts';
import { visibleText } from '../text/visible.ts';
import { Counts } from './Counts.tsx';

/** A cluster in numbers, each a link to what it counts. */
export function ClusterSummary({ cluster }: { cluster: ClusterDetail }) {
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
        <Collected collecting={cluster.collecting} />
        {cluster.heldRoots > 0 && (
          <p>
            <a href={heldPage(at)}>{counted(cluster.heldRoots, 'place')}</a> changed too much at once to be
            believed: what was known before stands.
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

/** When the next sweep is due, or why none is. */
function Collected({ collecting }: { collecting: Collecting }) {
  const { schedule, timezone, nextAt, closed, paused } = collecting;
  if (paused) {
    return (
      <p>
        Paused <Age at={paused.since} plain />
        {paused.why !== '' && (
          <>
            : <Plain text={paused.why} />
          </>
        )}
        . No sweep begins until it is resumed.
      </p>
    );
  }
  return (
    <p>
      {schedule === '' ? (
        'Collected when somebody asks for it.'
      ) : (
        <>
          Collected at <code>{visibleText(schedule)}</code> ({visibleText(timezone)}), next{' '}
          <Age at={nextAt} plain />.
        </>
      )}
      {closed !== '' && ` Closed now for maintenance (${closed}): no node is visited.`}
    </p>
  );
}

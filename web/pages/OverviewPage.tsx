import { useState } from 'preact/hooks';
import type { Site } from '../../server/routes/schemas/places.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { overviewRequest, sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { Plain } from '../components/Plain.tsx';
import { SearchBox } from '../find/SearchBox.tsx';
import { ClusterCard } from '../overview/ClusterCard.tsx';
import { DemoNote, DemoOffer } from '../overview/Demonstration.tsx';
import { FirstSteps } from '../overview/FirstSteps.tsx';
import { Margin } from '../overview/Margin.tsx';
import { counted } from '../text/quantities.ts';

const AGAIN = 60_000;

export function OverviewPage() {
  useTitle('');
  const overview = useApi(overviewRequest, { every: AGAIN });
  const sites = useApi(sitesRequest, { every: AGAIN });
  // What stands in the margin asks for itself, and once more when sites came or went.
  const [turn, setTurn] = useState(0);
  return (
    <>
      <div class="opening">
        <h1 class="opening-title">
          What every node
          <br /> of every cluster offers
        </h1>
        <SearchBox sought={{ tool: '', version: '' }} />
      </div>
      <div class="beside beside-overview">
        <Margin key={turn} overview={overview} every={AGAIN} />
        <div class="beside-main">
          <AnswerState answer={sites} what="the sites">
            {({ items }) => (
              <Sites
                sites={items}
                again={() => {
                  sites.retry();
                  overview.retry();
                  setTurn(turn + 1);
                }}
              />
            )}
          </AnswerState>
        </div>
      </div>
    </>
  );
}

/** The site that the service makes of its own machine. */
const THIS_MACHINE = 'here';

function Sites({ sites, again }: { sites: Site[]; again: () => void }) {
  const alone = sites.every(({ name }) => name === THIS_MACHINE);
  return (
    <div id="sites">
      {alone && <FirstSteps />}
      {alone && <DemoOffer again={again} />}
      {sites.some(({ demonstration }) => demonstration) && <DemoNote again={again} />}
      {sites.length === 0 && (
        <Empty title="Nothing has been collected yet.">
          <p>The service visits its own machine when it starts; that takes a few seconds.</p>
        </Empty>
      )}
      {sites.map((site) => (
        <section key={site.name} class="site" aria-labelledby={`site-${site.name}`}>
          <header class="site-head">
            <h2 id={`site-${site.name}`}>
              <Plain text={site.title === '' ? site.name : site.title} />
            </h2>
            <p>
              {site.title !== '' && site.title !== site.name && (
                <>
                  <Plain text={site.name} /> ·{' '}
                </>
              )}
              {counted(site.clusters.length, 'cluster')} · <Plain text={site.timezone} />
            </p>
          </header>
          <div class="cards">
            {site.clusters.map((cluster) => (
              <ClusterCard key={cluster.name} cluster={cluster} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { StartedSweep } from '../../server/routes/schemas/acts.ts';
import { sweepPage } from '../addresses/pages.ts';
import { sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { ActButton } from '../session/ActButton.tsx';
import { useAdministrator } from '../session/session.ts';
import { visibleText } from '../text/visible.ts';

/** Begins a sweep of one cluster, and leads to it. */
export function StartSweep({ site, cluster }: { site: string; cluster: string }) {
  return useAdministrator() === null ? null : <Chosen site={site} cluster={cluster} />;
}

function Chosen({ site, cluster }: { site: string; cluster: string }) {
  const sites = useApi(sitesRequest).data?.items ?? [];
  const names = sites.flatMap((one) => one.clusters).map((one) => `${one.site}/${one.name}`);
  const filtered = names.filter(
    (name) =>
      (site === '' || name.startsWith(`${site}/`)) && (cluster === '' || name.endsWith(`/${cluster}`)),
  );
  const [chosen, setChosen] = useState('');
  const [full, setFull] = useState(false);
  const { route } = useLocation();
  const name = filtered.includes(chosen) ? chosen : (filtered[0] ?? '');
  if (name === '') return null;
  return (
    <section class="act-form" aria-label="Start a sweep">
      <label class="filter">
        <span class="label">Start a sweep of</span>
        <select value={name} onChange={(event) => setChosen(event.currentTarget.value)}>
          {filtered.map((one) => (
            <option key={one} value={one}>
              {visibleText(one)}
            </option>
          ))}
        </select>
      </label>
      <label class="act-check">
        <input type="checkbox" checked={full} onChange={(event) => setFull(event.currentTarget.checked)} />
        Read everything again
      </label>
      <ActButton
        title="Start"
        path="/sweeps/start"
        body={{ cluster: name, full }}
        done={(answer) => {
          const started: StartedSweep = JSON.parse(answer);
          route(sweepPage(started.sweep));
        }}
      />
    </section>
  );
}

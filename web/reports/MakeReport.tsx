import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { MadeReport } from '../../server/routes/schemas/reports.ts';
import { sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { ActButton } from '../session/ActButton.tsx';
import { useAdministrator } from '../session/session.ts';
import { visibleText } from '../text/visible.ts';

/** Makes a report of the last week, or of other days, and leads to it. Readers see nothing of it. */
export function MakeReport() {
  return useAdministrator() === null ? null : <Form />;
}

function Form() {
  const sites = useApi(sitesRequest).data?.items ?? [];
  const places = sites.flatMap(({ name, clusters }) => [
    name,
    ...clusters.map((one) => `${name}/${one.name}`),
  ]);
  const [scope, setScope] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const { route } = useLocation();
  return (
    <section class="act-form" aria-label="Make a report">
      <label class="filter">
        <span class="label">Make a report of</span>
        <select value={scope} onChange={(event) => setScope(event.currentTarget.value)}>
          <option value="">everything</option>
          {places.map((name) => (
            <option key={name} value={name}>
              {visibleText(name)}
            </option>
          ))}
        </select>
      </label>
      <label class="filter">
        <span class="label">First day</span>
        <input type="date" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label class="filter">
        <span class="label">Last day</span>
        <input type="date" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      </label>
      <ActButton
        title="Make"
        path="/reports/make"
        body={{ scope, from, to }}
        done={(answer) => {
          const made: MadeReport = JSON.parse(answer);
          route(`/reports/${made.id}`);
        }}
      />
      <p class="report-note">Without days it is of the last whole week.</p>
    </section>
  );
}

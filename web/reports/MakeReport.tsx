import { useState } from 'preact/hooks';
import type { ReportOrder } from '../../server/routes/schemas/reports.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { PlaceOptions } from '../components/PlaceOptions.tsx';
import { ActButton } from '../session/ActButton.tsx';
import { useAdministrator } from '../session/session.ts';
import { MakingReport } from './MakingReport.tsx';

/** Makes a report of the last week, or of other days, and leads to it. Readers see nothing of it. */
export function MakeReport() {
  return useAdministrator() === null ? null : <Form />;
}

function Form() {
  const [scope, setScope] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const filters = useFilters();
  const making = filters.value('making');
  return (
    <>
      <section class="act-form" aria-label="Make a report">
        <label class="filter">
          <span class="label">Make a report of</span>
          <input
            type="text"
            value={scope}
            list="report-places"
            placeholder="everything"
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setScope(event.currentTarget.value)}
          />
          <PlaceOptions id="report-places" />
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
            const { order }: ReportOrder = JSON.parse(answer);
            filters.set({ making: String(order) });
          }}
        />
        <p class="report-note">
          A site, a cluster, or some nodes of one, such as <code>alpha/hpc1:cpu[001-040]</code>. Without days
          it is of the last whole week.
        </p>
      </section>
      {making !== '' && <MakingReport order={making} again={filters.link({ making: '' })} />}
    </>
  );
}

import { useState } from 'preact/hooks';
import { sitesPage } from '../addresses/pages.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { schedulesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { visibleText } from '../text/visible.ts';
import { NameField } from './NameField.tsx';

/** The reports that a sites file has made by themselves, each with its form, and a way to add one. */
export function RegularReports() {
  const filters = useFilters();
  const schedules = useApi(schedulesRequest);
  const [name, setName] = useState('');
  return (
    <section aria-labelledby="regular-title">
      <h2 id="regular-title">Regular reports</h2>
      <AnswerState answer={schedules} what="the regular reports">
        {({ items }) =>
          items.length === 0 ? (
            <p>None is made by itself.</p>
          ) : (
            <ul>
              {items.map(({ name: one }) => (
                <li key={one}>
                  <a href={sitesPage({ report: one })} aria-label={`Change the report ${visibleText(one)}`}>
                    {visibleText(one)}
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </AnswerState>
      <form
        class="act-form"
        onSubmit={(event) => {
          event.preventDefault();
          filters.set({ report: name.trim() });
        }}
      >
        <NameField title="Name of a new one" hint="weekly" value={name} set={setName} />
        <button type="submit">Add it</button>
      </form>
    </section>
  );
}

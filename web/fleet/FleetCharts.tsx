import type { ComponentChildren } from 'preact';
import type { Filters } from '../addresses/useFilters.ts';
import { fleetRequest } from '../api/requests.ts';
import { type Answer, useApi } from '../api/useApi.ts';
import { Bars } from '../charts/Bars.tsx';
import { hasNumbers } from '../charts/chartData.ts';
import { StackedBars } from '../charts/StackedBars.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { byPlace, byVersion } from './distribution.ts';
import type { Sheet } from './sheets.ts';

const FILTERS = ['q', 'value', 'is', 'state', 'site', 'cluster', 'nodes', 'role'];
/** The most that one answer holds. */
const LIMIT = 1000;

/** How what a table lists is spread over sites, and over versions; what is below comes when this has its height. */
export function FleetCharts({
  sheet,
  filters,
  children,
}: {
  sheet: Sheet;
  filters: Filters;
  children: ComponentChildren;
}) {
  const by = filters.value('site') === '' ? 'site' : 'cluster';
  const asked = { ...filters.values(...FILTERS), limit: LIMIT };
  const places = useApi(sheet.spread ? fleetRequest(sheet.name, { ...asked, by }) : null, {
    keepBefore: true,
  });
  const fleet = useApi(sheet.versions ? fleetRequest(sheet.name, { ...asked, by: 'fleet' }) : null, {
    keepBefore: true,
  });
  return (
    <>
      <div class="charts">
        {sheet.spread && (
          <AnswerState answer={places} what="the distribution">
            {({ items }) => {
              const data = byPlace(sheet, items, filters.link);
              return hasNumbers(data) && <StackedBars data={data} />;
            }}
          </AnswerState>
        )}
        {sheet.versions && (
          <AnswerState answer={fleet} what="the versions">
            {({ items }) => {
              const data = byVersion(sheet, items, filters.link);
              return hasNumbers(data) && <Bars data={data} />;
            }}
          </AnswerState>
        )}
      </div>
      {(!sheet.spread || settled(places)) && (!sheet.versions || settled(fleet)) && children}
    </>
  );
}

const settled = ({ data, failure }: Answer<unknown>) => data !== undefined || failure !== undefined;

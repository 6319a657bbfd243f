import { comparePage } from '../addresses/pages.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { AllPairs } from '../compare/AllPairs.tsx';
import { EnvironmentPairs } from '../compare/EnvironmentPairs.tsx';
import { PlacesForm } from '../compare/PlacesForm.tsx';
import { SpreadList } from '../compare/SpreadList.tsx';
import { TwoPlaces } from '../compare/TwoPlaces.tsx';
import { Empty } from '../components/AnswerState.tsx';
import { PageHead } from '../components/PageHead.tsx';

/** Of two places, like the tools; the others are of all sites. */
const ENVIRONMENTS = 'environments';

const LISTS = [
  { list: '', title: 'All pairs' },
  { list: 'gain', title: 'What a site would gain' },
  { list: 'skew', title: 'Versions' },
  { list: 'only', title: 'At one site only' },
  { list: 'bytes', title: 'Other bytes' },
  { list: ENVIRONMENTS, title: 'Environments' },
];

/** What is the same elsewhere, and how exactly. */
export function ComparePage() {
  const filters = useFilters();
  const [a, b, list] = [filters.value('a'), filters.value('b'), filters.value('list')];
  const two = a !== '' && b !== '';
  const whole = list === ENVIRONMENTS;
  useTitle(two ? `Compare ${a} with ${b}` : 'Compare');
  return (
    <>
      <PageHead title="Compare">
        <nav aria-label="Comparisons">
          <ul class="tabs">
            {LISTS.map((one) => (
              <li key={one.list}>
                <a
                  href={comparePage({ list: one.list, ...(one.list === ENVIRONMENTS ? { a, b } : {}) })}
                  aria-current={(!two || whole) && one.list === list ? 'page' : undefined}
                >
                  {one.title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </PageHead>
      <PlacesForm filters={filters} />
      {whole ? (
        two ? (
          <EnvironmentPairs key={`${a} ${b}`} filters={filters} a={a} b={b} />
        ) : (
          <Empty title="Environments of which two places?">
            <p>Name them above: the conda environments of the first are looked for in the second.</p>
          </Empty>
        )
      ) : two ? (
        <TwoPlaces key={`${a} ${b}`} filters={filters} a={a} b={b} />
      ) : list === '' ? (
        <AllPairs filters={filters} />
      ) : (
        <SpreadList key={list} filters={filters} list={list} />
      )}
    </>
  );
}

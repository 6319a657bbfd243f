import { comparePage } from '../addresses/pages.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { AllPairs } from '../compare/AllPairs.tsx';
import { PlacesForm } from '../compare/PlacesForm.tsx';
import { SpreadList } from '../compare/SpreadList.tsx';
import { TwoPlaces } from '../compare/TwoPlaces.tsx';
import { PageHead } from '../components/PageHead.tsx';

const LISTS = [
  { list: '', title: 'All pairs' },
  { list: 'gain', title: 'What a site would gain' },
  { list: 'skew', title: 'Versions' },
  { list: 'only', title: 'At one site only' },
  { list: 'bytes', title: 'Other bytes' },
];

/** What is the same elsewhere, and how exactly. */
export function ComparePage() {
  const filters = useFilters();
  const [a, b, list] = [filters.value('a'), filters.value('b'), filters.value('list')];
  const two = a !== '' && b !== '';
  useTitle(two ? `Compare ${a} with ${b}` : 'Compare');
  return (
    <>
      <PageHead title="Compare">
        <nav aria-label="Comparisons">
          <ul class="tabs">
            {LISTS.map((one) => (
              <li key={one.list}>
                <a
                  href={comparePage({ list: one.list })}
                  aria-current={!two && one.list === list ? 'page' : undefined}
                >
                  {one.title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </PageHead>
      <PlacesForm filters={filters} />
      {two ? (
        <TwoPlaces key={`${a} ${b}`} filters={filters} a={a} b={b} />
      ) : list === '' ? (
        <AllPairs filters={filters} />
      ) : (
        <SpreadList key={list} filters={filters} list={list} />
      )}
    </>
  );
}

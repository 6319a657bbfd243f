import type { FindAnswer } from '../../server/routes/schemas/find.ts';
import { findPage, toolPage } from '../addresses/pages.ts';
import { type Filters, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { findRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { TierLegend } from '../components/Tier.tsx';
import { FindFilters } from '../find/FindFilters.tsx';
import { FindResults } from '../find/FindResults.tsx';
import { SearchBox } from '../find/SearchBox.tsx';
import { writeSearch } from '../find/searchText.ts';
import { ToolIndex } from '../find/ToolIndex.tsx';
import { VersionIndex } from '../find/VersionIndex.tsx';
import { counted } from '../text/quantities.ts';

/** What narrows the index of tools, too. */
const FILTERS = ['site', 'cluster', 'provider'];
/** What narrows an answer. */
const ALL = [...FILTERS, 'tier', 'build', 'architecture', 'gpu', 'partition', 'channel'];

export function FindPage() {
  const filters = useFilters();
  const sought = { tool: filters.value('tool'), version: filters.value('version') };
  const asked = writeSearch(sought);
  useTitle(asked === '' ? 'Find' : `Find ${asked}`);
  return (
    <>
      <PageHead title="Find" />
      <SearchBox sought={sought} kept={filters.values(...ALL.filter((name) => name !== 'build'))} />
      <FindFilters filters={filters} names={sought.tool === '' ? FILTERS : ALL} />
      {sought.tool === '' ? (
        <ToolIndex filters={filters} />
      ) : (
        <Found key={sought.tool} filters={filters} asked={asked} />
      )}
    </>
  );
}

function Found({ filters, asked }: { filters: Filters; asked: string }) {
  const request = findRequest(filters.values('tool', 'version', ...ALL, 'after'));
  const answer = useApi(request, { keepBefore: true });
  return (
    <AnswerState answer={answer} what={`places of ${asked}`}>
      {(found) => (
        <div class="beside">
          <div class="beside-main">
            <Headline found={found} asked={asked} filters={filters} />
            <FindResults
              answer={found}
              filters={filters}
              foot={<PageFoot page={found} request={request} filters={filters} />}
            />
            {found.items.length > 0 && <TierLegend />}
          </div>
          <VersionIndex answer={found} filters={filters} />
        </div>
      )}
    </AnswerState>
  );
}

function Headline({ found, asked, filters }: { found: FindAnswer; asked: string; filters: Filters }) {
  if (found.tool === '') return <Unknown found={found} asked={asked} filters={filters} />;
  if (found.items.length === 0) {
    const narrowed = ALL.some((name) => filters.value(name) !== '');
    return (
      <Empty title={`${asked} is not there${narrowed ? ' with these filters' : ''}.`}>
        {narrowed && (
          <p>
            <a href={filters.link(Object.fromEntries(ALL.map((name) => [name, ''])))}>Look everywhere</a>
          </p>
        )}
      </Empty>
    );
  }
  if (found.match === 'closest') {
    return (
      <div class="notice notice-closest" role="status">
        <p class="notice-title">
          <Plain text={`${found.label} ${found.version}`} /> is not anywhere.
        </p>
        <p>The closest versions are:</p>
      </div>
    );
  }
  return (
    <div role="status">
      <h2 class="found">
        <Plain text={writeSearch({ tool: found.label, version: found.version })} />
        <span class="found-count">
          {counted(found.total, 'entry', 'entries')}, <a href={toolPage(found.tool)}>versions by place</a>
        </span>
      </h2>
    </div>
  );
}

function Unknown({ found, asked, filters }: { found: FindAnswer; asked: string; filters: Filters }) {
  return (
    <div class="notice notice-empty" role="status">
      <p class="notice-title">
        Nothing here is called <Plain text={asked} />.
      </p>
      {found.didYouMean.length > 0 ? (
        <>
          <p>Did you mean</p>
          <ul class="choices">
            {found.didYouMean.map((tool) => (
              <li key={tool}>
                <a href={findPage({ ...filters.values(...FILTERS), tool })}>
                  <Plain text={tool} />
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>
          <a href={findPage({})}>The index of tools</a> lists what there is.
        </p>
      )}
    </div>
  );
}

import type { SpreadTool } from '../../server/routes/schemas/compare.ts';
import { listFilters } from '../addresses/listFilters.ts';
import { comparePage, findPage, toolPage } from '../addresses/pages.ts';
import { type Filters, PAGED } from '../addresses/useFilters.ts';
import { sitesRequest, spreadRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { EmptyList } from '../components/EmptyList.tsx';
import { ChoiceFilter, FilterForm, TextFilter } from '../components/FilterForm.tsx';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { TierMark } from '../components/Tier.tsx';
import { numberText } from '../text/quantities.ts';
import { BytesTable } from './BytesTable.tsx';
import { categoryChoices, categoryWords } from './words.ts';

const FILTERS = ['site', 'category', 'q'];

const LISTS: Record<string, { caption: string; none: string }> = {
  skew: { caption: 'Tools in several versions, most first', none: 'No tool is there in several versions.' },
  only: { caption: 'Tools at one site only', none: 'No tool is at one site only.' },
  gain: {
    caption: 'Tools that the site has not, by how many others have them',
    none: 'Other sites have nothing that it has not.',
  },
  bytes: {
    caption: 'One label, other bytes at other sites',
    none: 'No label stands for other bytes at another site.',
  },
};

/** Tools by which sites have them. */
export function SpreadList({ filters, list }: { filters: Filters; list: string }) {
  const told = LISTS[list];
  const site = filters.value('site');
  const sites = (useApi(sitesRequest).data?.items ?? []).map(({ name }) => ({ value: name, title: name }));
  const waits = list === 'gain' && site === '';
  const request = spreadRequest({ list, ...filters.values(...FILTERS, ...PAGED) });
  const answer = useApi(told && !waits ? request : null, { keepBefore: true });
  const tool = filters.value('tool');
  if (!told) return <Empty title="There is no such list." />;
  return (
    <>
      <FilterForm filters={filters} names={FILTERS}>
        <ChoiceFilter
          title={list === 'gain' ? 'What would gain' : 'Site'}
          name="site"
          filters={filters}
          choices={sites}
        />
        <ChoiceFilter title="Tools" name="category" filters={filters} choices={categoryChoices} />
        <TextFilter title="Name" name="q" filters={filters} />
      </FilterForm>
      {list === 'bytes' && tool !== '' && <BytesTable filters={listFilters(filters, 'bytes')} tool={tool} />}
      {waits ? (
        <Empty title="Choose a site." />
      ) : (
        <AnswerState answer={answer} what="the tools">
          {(page) =>
            page.items.length === 0 ? (
              <EmptyList
                filters={filters}
                names={list === 'gain' ? ['category', 'q'] : FILTERS}
                title={told.none}
                narrowed="No tool is like that."
              />
            ) : (
              <DataTable
                cards
                caption={told.caption}
                columns={columnsOf(list, filters)}
                rows={page.items}
                keyOf={(row) => row.tool}
                filters={filters}
                foot={<PageFoot page={page} request={request} filters={filters} />}
              />
            )
          }
        </AnswerState>
      )}
    </>
  );
}

function columnsOf(list: string, filters: Filters): TableColumn<SpreadTool>[] {
  const columns: TableColumn<SpreadTool>[] = [
    {
      key: 'tool',
      title: 'Tool',
      by: 'tool',
      fields: ['tool', 'label'],
      names: true,
      cell: ({ tool, label }) => (
        <a href={findPage({ tool })}>
          <Plain text={label} />
        </a>
      ),
    },
    { key: 'tier', title: 'Best tier', cell: ({ tier }) => <TierMark tier={tier} /> },
    { key: 'category', title: 'Kind', cell: ({ category }) => categoryWords[category] },
    {
      key: 'sites',
      title: 'Sites',
      by: 'sites',
      fields: ['sites', 'names'],
      cell: ({ sites, names }) => (
        <>
          {numberText(sites)}: <Plain text={names.join(', ')} />
          {sites > names.length && ' …'}
        </>
      ),
    },
    {
      key: 'versions',
      title: 'Versions',
      numeric: true,
      by: 'versions',
      cell: ({ tool, versions }) => <a href={toolPage(tool)}>{numberText(versions)}</a>,
    },
    { key: 'oldest', title: 'Oldest', cell: ({ oldest }) => <Plain text={oldest} /> },
    { key: 'newest', title: 'Newest', cell: ({ newest }) => <Plain text={newest} /> },
    {
      key: 'common',
      title: 'Most common',
      by: 'commonSites',
      fields: ['common', 'commonSites'],
      cell: ({ common, commonSites }) =>
        common === '' ? (
          <span class="none">no version is told</span>
        ) : (
          <>
            <Plain text={common} /> at {numberText(commonSites)}
          </>
        ),
    },
  ];
  if (list === 'gain')
    columns.push({
      key: 'known',
      title: 'There',
      cell: ({ known }) => (known ? 'missing' : 'unknown: not everything was read'),
    });
  if (list === 'bytes')
    columns.push({
      key: 'bytes',
      title: 'Labels',
      by: 'otherBytes',
      fields: ['otherBytes'],
      numeric: true,
      cell: ({ tool, otherBytes }) => (
        <a href={comparePage({ list, ...filters.values(...FILTERS), tool })}>{numberText(otherBytes)}</a>
      ),
    });
  return columns;
}

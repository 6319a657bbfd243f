import type { CheckAnswer, CheckCluster } from '../../server/routes/schemas/check.ts';
import { clusterPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Age } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { counted, numberText } from '../text/quantities.ts';
import { CheckFiles } from './CheckFiles.tsx';
import type { CheckInput } from './input.ts';
import { VerdictWord } from './VerdictWord.tsx';

/** As many as are read at a glance; the others are asked for. */
const FIRST = 10;

/** Every cluster in numbers, best first. Each number leads to the rows that it counts. */
export function ClusterTable({
  answer,
  input,
  filters,
}: {
  answer: CheckAnswer;
  input: CheckInput;
  filters: Filters;
}) {
  const all = filters.value('clusters') === 'all' || answer.clusters.length <= FIRST;
  const rows = all ? answer.clusters : answer.clusters.slice(0, FIRST);
  return (
    <DataTable
      cards
      caption={`Clusters, best first`}
      columns={columnsOf(answer, filters)}
      rows={rows}
      keyOf={({ site, cluster }) => `${site}/${cluster}`}
      foot={
        <Foot exports={<CheckFiles input={input} on={answer.on} list="clusters" />}>
          <span>
            {all
              ? counted(rows.length, 'cluster')
              : `${FIRST} of ${counted(answer.clusters.length, 'cluster')}`}
          </span>
          {!all && <a href={filters.link({ clusters: 'all' })}>All clusters</a>}
        </Foot>
      }
    />
  );
}

type Count = 'there' | 'exact' | 'near' | 'other' | 'missing' | 'unknown';

function columnsOf(answer: CheckAnswer, filters: Filters): TableColumn<CheckCluster>[] {
  const count = (key: Count, title: string, hint: string): TableColumn<CheckCluster> => ({
    key,
    title,
    hint,
    numeric: true,
    cell: (row) =>
      row[key] === 0 ? (
        <span class="none">0</span>
      ) : (
        <a href={`${filters.link({ on: `${row.site}/${row.cluster}`, show: key })}#check-rows`}>
          {numberText(row[key])}
        </a>
      ),
  });
  return [
    { key: 'rank', title: 'Rank', numeric: true, cell: (row) => row.rank },
    {
      key: 'cluster',
      title: 'Cluster',
      names: true,
      cell: (row) => {
        const name = `${row.site}/${row.cluster}`;
        return (
          <>
            <a
              href={filters.link({ on: name, show: '' })}
              aria-current={name === answer.on ? 'true' : undefined}
            >
              <Plain text={name} />
            </a>
            <a class="check-aside" href={clusterPage(row.site, row.cluster)}>
              about it
            </a>
          </>
        );
      },
    },
    count('there', 'There', 'the version asked for, or one that the range takes'),
    count('exact', 'Exactly', 'of those: the same bytes, build or recipe'),
    count('near', 'Near', 'another patch level or variant'),
    count('other', 'Other version', 'only other versions'),
    count('missing', 'Missing', 'everything was read, and it is not there'),
    count('unknown', 'Unknown', 'not found, and not everything was read'),
    {
      key: 'runs',
      title: 'Runs',
      hint: 'whether the image or environment runs on some of its nodes',
      cell: (row) =>
        row.runs === null ? <span class="none">not judged</span> : <VerdictWord answer={row.runs} />,
    },
    { key: 'oldest', title: 'Oldest reading', cell: (row) => <Age at={row.oldest} none="never read" /> },
  ];
}

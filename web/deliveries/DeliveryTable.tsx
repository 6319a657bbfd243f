import type { DeliveryRow } from '../../server/routes/schemas/deliveries.ts';
import type { Filters } from '../addresses/useFilters.ts';
import type { ApiRequest } from '../api/request.ts';
import type { Page } from '../api/requests.ts';
import { Age, Day } from '../components/Age.tsx';
import { Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { OutcomeWord } from '../components/Outcome.tsx';
import type { OutcomeLook } from '../components/outcomes.ts';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { numberText } from '../text/quantities.ts';

/** A row for each receiver of a report: when it was tried, what was answered, and when it is tried next. */
export function DeliveryTable({
  page,
  request,
  filters,
}: {
  page: Page<DeliveryRow>;
  request: ApiRequest<Page<DeliveryRow>>;
  filters: Filters;
}) {
  if (page.items.length === 0) return <Empty title="Nothing like that was sent." />;
  return (
    <DataTable
      cards
      caption="Deliveries, the latest report first"
      rows={page.items}
      keyOf={({ kind, id }) => `${kind} ${id}`}
      columns={columns}
      filters={filters}
      foot={<PageFoot page={page} request={request} filters={filters} />}
    />
  );
}

function lookOf({ state, busy, code }: DeliveryRow): OutcomeLook {
  if (state === 'done') return { word: 'arrived', tone: 'good' };
  if (state === 'failed') return { word: 'given up', tone: 'bad' };
  if (busy) return { word: 'under way', tone: 'idle' };
  return code === '' ? { word: 'waiting', tone: 'idle' } : { word: 'is tried again', tone: 'part' };
}

const columns: TableColumn<DeliveryRow>[] = [
  {
    key: 'schedule',
    title: 'Regular report',
    names: true,
    by: 'schedule',
    fields: ['schedule', 'test'],
    cell: ({ schedule, test }) => (
      <>
        <Plain text={schedule} />
        {test && <span class="second">a test</span>}
      </>
    ),
  },
  {
    key: 'report',
    title: 'Report',
    fields: ['report', 'from', 'to'],
    cell: ({ report, from }) => (
      <>
        {report === null ? 'not made yet' : <a href={`/reports/${report}`}>report {report}</a>}
        <span class="second">
          from <Day at={from} />
        </span>
      </>
    ),
  },
  {
    key: 'address',
    title: 'To',
    by: 'address',
    fields: ['kind', 'address'],
    cell: ({ kind, address }) => (kind === 'report' ? '' : <Plain text={`${kind} ${address}`} />),
  },
  {
    key: 'state',
    title: 'State',
    by: 'state',
    fields: ['state', 'busy'],
    cell: (row) => <OutcomeWord look={lookOf(row)} />,
  },
  {
    key: 'triedAt',
    title: 'Tried',
    by: 'triedAt',
    cell: ({ triedAt }) => <Age at={triedAt} none="not yet" plain />,
  },
  {
    key: 'attempts',
    title: 'Times',
    numeric: true,
    by: 'attempts',
    cell: ({ attempts }) => numberText(attempts),
  },
  {
    key: 'nextAt',
    title: 'Next',
    by: 'nextAt',
    cell: ({ nextAt, busy }) => (busy || nextAt === null ? '' : <Age at={nextAt} plain />),
  },
  {
    key: 'message',
    title: 'Answer',
    wide: true,
    by: 'code',
    fields: ['code', 'message'],
    cell: ({ code, message }) => <Plain text={[code, message].filter((one) => one !== '').join(': ')} />,
  },
];

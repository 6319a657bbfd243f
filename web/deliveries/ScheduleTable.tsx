import type { ScheduleRow } from '../../server/routes/schemas/deliveries.ts';
import { sitesPage } from '../addresses/pages.ts';
import { schedulesRequest } from '../api/requests.ts';
import { Age } from '../components/Age.tsx';
import { Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { ActButton } from '../session/ActButton.tsx';
import { numberText } from '../text/quantities.ts';
import { visibleText } from '../text/visible.ts';

export function ScheduleTable({ rows, again }: { rows: ScheduleRow[]; again: () => void }) {
  if (rows.length === 0)
    return (
      <Empty title="No report is made regularly.">
        <p>
          <a href="/sites">The sites file</a> can say so:{' '}
          <code>{'reports: { weekly: { when: weekly, mail: hpc@example.org } }'}</code>
        </p>
      </Empty>
    );
  return (
    <DataTable
      cards
      caption="Reports that are made regularly"
      rows={rows}
      keyOf={({ name }) => name}
      columns={[...columns, actsColumn(again)]}
      foot={<Foot exports={<FileLinks request={schedulesRequest} />} />}
    />
  );
}

const PERIODS: Record<ScheduleRow['period'], string> = {
  '': '',
  day: 'the day before',
  week: 'the week before',
  month: 'the month before',
  since: 'since the one before',
};

const columns: TableColumn<ScheduleRow>[] = [
  {
    key: 'name',
    title: 'Name',
    names: true,
    cell: ({ name }) => <a href={`/deliveries?schedule=${encodeURIComponent(name)}`}>{visibleText(name)}</a>,
  },
  {
    key: 'scope',
    title: 'Of',
    cell: ({ scope, problem }) =>
      problem !== '' ? 'not known' : scope === '' ? 'everything' : <Plain text={scope} />,
  },
  {
    key: 'when',
    title: 'When',
    hint: 'minute, hour, day of the month, month, day of the week',
    cell: ({ cron, timeZone, period, problem }) =>
      problem === '' ? (
        <>
          <code>{cron}</code> <span class="second">{timeZone}</span>
          <span class="second">{PERIODS[period]}</span>
        </>
      ) : (
        <>
          never: <Plain text={problem} />. <a href="/sites">Apply the sites file again</a>
        </>
      ),
  },
  { key: 'next', title: 'Next', cell: ({ nextAt }) => <Age at={nextAt} plain /> },
  { key: 'last', title: 'Last', cell: ({ lastDueAt }) => <Age at={lastDueAt} none="not yet" plain /> },
  { key: 'formats', title: 'Formats', cell: ({ formats }) => formats.join(', ') },
  {
    key: 'to',
    title: 'To',
    cell: ({ to, problem }) =>
      problem !== ''
        ? 'not known'
        : to.length === 0
          ? 'nobody'
          : to.map((one) => <div key={one}>{<Plain text={one} />}</div>),
  },
  {
    key: 'trouble',
    title: 'Needs a look',
    numeric: true,
    cell: ({ name, trouble }) =>
      trouble === 0 ? (
        '0'
      ) : (
        <a href={`/deliveries?only=trouble&schedule=${encodeURIComponent(name)}`}>{numberText(trouble)}</a>
      ),
  },
];

const actsColumn = (again: () => void): TableColumn<ScheduleRow> => ({
  key: 'acts',
  title: 'Send',
  cell: ({ name, to }) => (
    <div class="acts">
      {to.length > 0 && <SendButtons name={name} receivers={to.length} again={again} />}
      <a href={sitesPage({ report: name })} aria-label={`Change ${visibleText(name)}`}>
        change
      </a>
    </div>
  ),
});

/** Of a report that goes to nobody there is nothing to send. */
function SendButtons({ name, receivers, again }: { name: string; receivers: number; again: () => void }) {
  return (
    <>
      <ActButton
        title="Send a test"
        name={visibleText(name)}
        path="/deliveries/send"
        body={{ schedule: name, test: true }}
        sure={`To ${receivers === 1 ? 'its receiver' : `all ${receivers} receivers`}`}
        done={again}
      />{' '}
      <ActButton
        title="Send again"
        name={visibleText(name)}
        path="/deliveries/send"
        body={{ schedule: name }}
        sure="To those who did not get it"
        done={again}
      />
    </>
  );
}

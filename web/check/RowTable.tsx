import type { CheckAnswer, CheckRow } from '../../server/routes/schemas/check.ts';
import { documentPage, findPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Age } from '../components/Age.tsx';
import { CopyLine } from '../components/CopyLine.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { TierMark } from '../components/Tier.tsx';
import { counted } from '../text/quantities.ts';
import { CheckFiles } from './CheckFiles.tsx';
import { countOf, isCounted } from './countOf.ts';
import type { CheckInput } from './input.ts';

const TITLES: Record<string, string> = {
  there: 'there',
  exact: 'of it exactly',
  near: 'near',
  other: 'other version',
  missing: 'missing',
  unknown: 'unknown',
};

/** Every requirement on one cluster. */
export function RowTable({
  answer,
  input,
  filters,
}: {
  answer: CheckAnswer;
  input: CheckInput;
  filters: Filters;
}) {
  const show = filters.value('show');
  const rows = answer.rows.filter((row) => isCounted(row, show));
  return (
    <section id="check-rows">
      <h2>
        On <Plain text={answer.on} />
      </h2>
      <nav class="check-show" aria-label="Which requirements">
        <a href={filters.link({ show: '' })} aria-current={show === '' ? 'true' : undefined}>
          all {answer.rows.length}
        </a>
        {Object.entries(TITLES).map(([value, title]) => {
          const count = answer.rows.filter((row) => isCounted(row, value)).length;
          if (count === 0 && show !== value) return null;
          return (
            <a
              key={value}
              href={filters.link({ show: value })}
              aria-current={show === value ? 'true' : undefined}
            >
              {title} {count}
            </a>
          );
        })}
      </nav>
      <DataTable
        cards
        caption={`Requirements on ${answer.on}${show === '' ? '' : `, ${TITLES[show] ?? show}`}`}
        columns={columns}
        rows={rows}
        keyOf={(row, index) => `${row.line} ${row.name} ${index}`}
        foot={
          <Foot exports={<CheckFiles input={input} on={answer.on} list="rows" />}>
            <span>
              {rows.length === answer.rows.length
                ? counted(rows.length, 'requirement')
                : `${rows.length} of ${counted(answer.rows.length, 'requirement')}; a file has all of them`}
            </span>
          </Foot>
        }
      />
    </section>
  );
}

const columns: TableColumn<CheckRow>[] = [
  {
    key: 'line',
    title: 'Line',
    numeric: true,
    cell: (row) => (row.line === 0 ? <span class="none">not told</span> : row.line),
  },
  {
    key: 'name',
    title: 'Asked',
    names: true,
    cell: (row) => (
      <>
        <a href={findPage({ tool: row.tool })}>
          <Plain text={row.name} />
        </a>{' '}
        <span class="check-wanted">
          <Plain text={row.wanted} />
        </span>
      </>
    ),
  },
  {
    key: 'match',
    title: 'Match',
    cell: (row) => (
      <span class={`check-match check-match-${countOf(row)}`}>{row.match.replaceAll('-', ' ')}</span>
    ),
  },
  { key: 'load', title: 'What is there', cell: (row) => <There row={row} /> },
  {
    key: 'age',
    title: 'Confirmed',
    cell: (row) =>
      row.provider === '' ? <span class="none">nothing there</span> : <Age at={row.confirmedAt} />,
  },
];

function There({ row }: { row: CheckRow }) {
  const what = [row.build, row.variant.replace(/^-/, '')].filter((text) => text !== '').join(', ');
  return (
    <>
      {row.provider === '' && row.advice === '' && <span class="none">nothing</span>}
      {row.provider !== '' && (
        <>
          <span class="provider">
            {row.tier !== '' && <TierMark tier={row.tier} />} {row.provider} <Plain text={row.version} />
            {what !== '' && (
              <span class="build">
                <Plain text={what} />
              </span>
            )}
          </span>
          {row.load === '' ? (
            <span class="none">no single line makes it usable</span>
          ) : (
            <CopyLine line={row.load} name={`${row.name} ${row.version}`} />
          )}
          <span class="place">
            <a href={documentPage(row.document)}>
              <Plain text={row.place === '' ? 'document' : row.place} />
            </a>{' '}
            <NodeSet text={row.nodes} />
          </span>
        </>
      )}
      {[row.restricted, row.broken, row.advice]
        .filter((text) => text !== '')
        .map((text) => (
          <span key={text} class="access">
            <Plain text={text} />
          </span>
        ))}
    </>
  );
}

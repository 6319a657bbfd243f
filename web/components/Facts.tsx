import { labelOf } from '../text/labels.ts';
import { numberText } from '../text/quantities.ts';
import { DataTable, type TableColumn } from './DataTable.tsx';
import { FactValue, isEmpty, isRow, type Row } from './FactValue.tsx';

/**
 * The facts of a document as a sheet, whatever its kind: single facts first, then tables of the rest.
 * `cut` tells the length of lists that came cut.
 */
export function Facts({ facts, cut = {} }: { facts: Row; cut?: Record<string, number> }) {
  const entries = Object.entries(facts).filter(([field]) => field !== 'kind');
  const single = entries.filter(([, value]) => !isTable(value) && !isEmpty(value));
  const empty = entries.filter(([, value]) => isEmpty(value));
  if (empty.length === entries.length) return <p class="none">Read, and there is none.</p>;
  const tables = entries.flatMap(([field, value]) => (isTable(value) ? [{ field, rows: value }] : []));
  return (
    <>
      {single.length > 0 && (
        <dl class="facts">
          {single.map(([field, value]) => (
            <div key={field} class="fact">
              <dt>{labelOf(field)}</dt>
              <dd>
                <FactValue field={field} value={value} depth={0} />
                {cut[field] !== undefined && ` … ${numberText(cut[field])} in all`}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <EmptyFacts title="None" fields={empty.filter(([, value]) => Array.isArray(value))} />
      <EmptyFacts title="Not told" fields={empty.filter(([, value]) => !Array.isArray(value))} />
      {tables.map(({ field, rows: [only, ...others] }) =>
        only && others.length === 0 ? (
          <div key={field} class="facts-single">
            {entries.length > 1 && <h3>{labelOf(field)}</h3>}
            <Facts facts={only} />
          </div>
        ) : (
          <RowsTable
            key={field}
            title={labelOf(field)}
            titled={entries.length > 1}
            rows={only ? [only, ...others] : []}
            total={cut[field]}
          />
        ),
      )}
    </>
  );
}

function EmptyFacts({ title, fields }: { title: string; fields: [string, unknown][] }) {
  if (fields.length === 0) return null;
  return (
    <p class="facts-empty">
      {title}: {fields.map(([field]) => labelOf(field)).join(', ')}
    </p>
  );
}

/** Most rows of one list inside a sheet; the document's own page has all. */
const MOST = 50;

interface RowsProps {
  title: string;
  titled: boolean;
  rows: Row[];
  /** How many rows there are where some were left out already. */
  total: number | undefined;
}

function RowsTable({ title, titled, rows, total = rows.length }: RowsProps) {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((field) =>
    rows.some((row) => !isEmpty(row[field])),
  );
  const shown = rows.slice(0, MOST);
  const part = shown.length < total ? `: the first ${shown.length} of ${numberText(total)}` : '';
  return (
    <DataTable
      caption={titled || part !== '' ? title + part : <span class="out-of-sight">{title}</span>}
      rows={shown}
      keyOf={(_, index) => index}
      columns={fields.map(
        (field): TableColumn<Row> => ({
          key: field,
          title: labelOf(field),
          numeric: rows.every((row) => typeof row[field] === 'number'),
          cell: (row) => <FactValue field={field} value={row[field]} depth={1} />,
        }),
      )}
    />
  );
}

function isTable(value: unknown): value is Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRow);
}

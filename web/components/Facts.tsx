import type { ComponentChildren } from 'preact';
import { bytesPer, labelOf } from '../text/labels.ts';
import { bytesText, numberText } from '../text/quantities.ts';
import { Age } from './Age.tsx';
import { DataTable, type TableColumn } from './DataTable.tsx';
import { Plain } from './Plain.tsx';

type Row = Record<string, unknown>;

/** The facts of a document as a sheet, whatever its kind: single facts first, then tables of the rest. */
export function Facts({ facts }: { facts: Row }) {
  const entries = Object.entries(facts).filter(([field]) => field !== 'kind');
  const single = entries.filter(([, value]) => !isTable(value) && !isEmpty(value));
  const empty = entries.filter(([, value]) => isEmpty(value)).map(([field]) => labelOf(field));
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
              </dd>
            </div>
          ))}
        </dl>
      )}
      {empty.length > 0 && <p class="facts-empty">None, or not known: {empty.join(', ')}</p>}
      {tables.map(({ field, rows: [only, ...others] }) =>
        only && others.length === 0 ? (
          <section key={field} class="facts-single" aria-label={labelOf(field)}>
            {entries.length > 1 && <h3>{labelOf(field)}</h3>}
            <Facts facts={only} />
          </section>
        ) : (
          <RowsTable
            key={field}
            title={labelOf(field)}
            titled={entries.length > 1}
            rows={only ? [only, ...others] : []}
          />
        ),
      )}
    </>
  );
}

/** Most rows of one list inside a sheet; the document's own page has all. */
const MOST = 50;

function RowsTable({ title, titled, rows }: { title: string; titled: boolean; rows: Row[] }) {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((field) =>
    rows.some((row) => !isEmpty(row[field])),
  );
  const shown = rows.slice(0, MOST);
  const part = shown.length < rows.length ? `: the first ${MOST} of ${numberText(rows.length)}` : '';
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

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTable(value: unknown): value is Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRow);
}

interface FactProps {
  field: string;
  value: unknown;
  depth?: number;
  /** In a table, where an empty cell says enough. */
  brief?: boolean;
}

/** One value of a document, drawn by what it is. */
export function FactValue({ field, value, depth = 0, brief = false }: FactProps): ComponentChildren {
  if (value === null || value === undefined || value === '')
    return brief ? null : <span class="none">–</span>;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return <NumberValue field={field} value={value} />;
  if (typeof value === 'string') return DATE.test(value) ? <Age at={value} plain /> : <Plain text={value} />;
  if (depth > 3) return <Plain text={JSON.stringify(value)} />;
  if (Array.isArray(value)) {
    return brief && value.length === 0 ? null : <ListValue field={field} items={value} depth={depth} />;
  }
  return isRow(value) ? <NestedFacts facts={value} depth={depth} /> : <Plain text={String(value)} />;
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function NumberValue({ field, value }: { field: string; value: number }) {
  const each = bytesPer(field);
  if (each === 0) return <>{numberText(value)}</>;
  return <span title={`${numberText(value * each)} bytes`}>{bytesText(value * each)}</span>;
}

const FEW = 12;

function ListValue({ field, items, depth }: { field: string; items: unknown[]; depth: number }) {
  if (items.length === 0) return <span class="none">none</span>;
  const list = (
    <ul class="values">
      {items.map((item, index) => (
        // The items of a fact never change places: the document is fixed by its content.
        <li key={index}>
          <FactValue field={field} value={item} depth={depth + 1} />
        </li>
      ))}
    </ul>
  );
  if (items.length <= FEW) return list;
  return (
    <details>
      <summary>{numberText(items.length)}</summary>
      {list}
    </details>
  );
}

function NestedFacts({ facts, depth }: { facts: Row; depth: number }) {
  const entries = Object.entries(facts);
  if (entries.length === 0) return <span class="none">none</span>;
  return (
    <dl class="facts-within">
      {entries.map(([field, value]) => (
        <div key={field}>
          <dt>{labelOf(field)}</dt>
          <dd>
            <FactValue field={field} value={value} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

import type { ComponentChildren } from 'preact';
import type { Filters } from '../addresses/useFilters.ts';
import { visibleText } from '../text/visible.ts';
import { ColumnChooser, isChosen, shownColumns } from './ColumnChooser.tsx';
import { ScrollFrame } from './ScrollFrame.tsx';
import { ShownFields } from './shownFields.ts';

interface Order {
  href: string;
  order: 'ascending' | 'descending' | 'none';
}

export interface TableColumn<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ComponentChildren;
  numeric?: boolean;
  /** Holds sentences. */
  wide?: boolean;
  /** Names the row: a header cell of it. */
  names?: boolean;
  /** Where the table can be sorted by this column: the address that does it. */
  sort?: Order;
  /** Shown only where somebody chooses it, since the table would be too wide. */
  extra?: boolean;
  /** The field of the API by which the whole list is sorted; the address says so. */
  by?: string;
  /** The fields of the API that it shows, for files of what is shown; its key where there is no more to say. */
  fields?: string[];
  /** What the column means, for those who point at it. */
  hint?: string | undefined;
  /** What is said of the column below its title. */
  note?: ComponentChildren;
}

/**
 * A real table. On a narrow screen it scrolls in its own frame, or, with `cards`, each row becomes a
 * card; the roles are repeated because a table that is laid out as blocks is none to some browsers.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
  cards = false,
  foot,
  filters,
  allColumns = false,
}: {
  caption: ComponentChildren;
  columns: TableColumn<Row>[];
  rows: Row[];
  keyOf: (row: Row, index: number) => string | number;
  cards?: boolean;
  foot?: ComponentChildren;
  /** Of a list of the API: its order and its columns are chosen in the address. */
  filters?: Filters | undefined;
  /** It is only sorted by the address: the columns there are of another table of the page. */
  allColumns?: boolean;
}) {
  const chosen = filters && !allColumns ? filters : undefined;
  const shown = chosen ? shownColumns(columns, chosen) : columns;
  const fields = chosen && isChosen(columns, chosen) ? fieldsOf(columns, shown) : null;
  return (
    <div class={cards ? 'table table-cards' : 'table table-scrolls'}>
      <ScrollFrame>
        <table {...role('table')}>
          <caption>{typeof caption === 'string' ? visibleText(caption) : caption}</caption>
          <thead {...role('rowgroup')}>
            <tr {...role('row')}>
              {shown.map((column) => (
                <HeadCell key={column.key} column={column} sort={column.sort ?? orderBy(column, filters)} />
              ))}
            </tr>
          </thead>
          <tbody {...role('rowgroup')}>
            {rows.map((row, index) => (
              <tr key={keyOf(row, index)} {...role('row')}>
                {shown.map((column) => (
                  <BodyCell key={column.key} column={column} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
      {chosen && columns.length > 2 && <ColumnChooser columns={columns} filters={chosen} />}
      <ShownFields.Provider value={fields}>{foot}</ShownFields.Provider>
    </div>
  );
}

/** The fields of the API that the columns shown are made of; null while all are shown, since files then hold all fields. */
export function fieldsOf<Row>(columns: TableColumn<Row>[], shown: TableColumn<Row>[]): string[] | null {
  return shown.length === columns.length ? null : shown.flatMap((one) => one.fields ?? [one.key]);
}

type TableRole = 'table' | 'rowgroup' | 'row' | 'columnheader' | 'rowheader' | 'cell';
const role = (name: TableRole): { role: TableRole } => ({ role: name });

/** A click sorts, the next one the other way, the third gives the list its own order again. Numbers begin with the largest. */
function orderBy<Row>({ by, numeric }: TableColumn<Row>, filters: Filters | undefined): Order | undefined {
  if (by === undefined || !filters) return undefined;
  const [first, second] = numeric ? [`-${by}`, by] : [by, `-${by}`];
  const now = filters.value('sort');
  const href = filters.link({ sort: now === first ? second : now === second ? '' : first });
  return { href, order: now === by ? 'ascending' : now === `-${by}` ? 'descending' : 'none' };
}

function HeadCell<Row>({ column, sort }: { column: TableColumn<Row>; sort: Order | undefined }) {
  const title = visibleText(column.title);
  const { numeric, hint, note } = column;
  return (
    <th
      scope="col"
      {...role('columnheader')}
      class={numeric ? 'numeric' : undefined}
      aria-sort={sort && sort.order !== 'none' ? sort.order : undefined}
      title={hint}
    >
      {sort ? (
        <a class="sort" href={sort.href}>
          {title}
          <span class={`sort-mark sort-${sort.order}`} aria-hidden="true" />
        </a>
      ) : (
        title
      )}
      {note && <span class="column-note">{note}</span>}
    </th>
  );
}

function BodyCell<Row>({ column, row }: { column: TableColumn<Row>; row: Row }) {
  const title = visibleText(column.title);
  const { numeric, wide, names, cell } = column;
  const look = numeric ? 'numeric' : wide ? 'wide' : undefined;
  if (names) {
    return (
      <th scope="row" {...role('rowheader')} class={look} data-title={title}>
        {cell(row)}
      </th>
    );
  }
  return (
    <td {...role('cell')} class={look} data-title={title}>
      {cell(row)}
    </td>
  );
}

import type { ComponentChildren } from 'preact';

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
  sort?: { href: string; order: 'ascending' | 'descending' | 'none' };
  /** What the column means, for those who point at it. */
  hint?: string | undefined;
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
}: {
  caption: ComponentChildren;
  columns: TableColumn<Row>[];
  rows: Row[];
  keyOf: (row: Row, index: number) => string | number;
  cards?: boolean;
  foot?: ComponentChildren;
}) {
  return (
    <div class={cards ? 'table table-cards' : 'table table-scrolls'}>
      <div class="table-frame">
        <table {...role('table')}>
          <caption>{caption}</caption>
          <thead {...role('rowgroup')}>
            <tr {...role('row')}>
              {columns.map((column) => (
                <HeadCell key={column.key} column={column} />
              ))}
            </tr>
          </thead>
          <tbody {...role('rowgroup')}>
            {rows.map((row, index) => (
              <tr key={keyOf(row, index)} {...role('row')}>
                {columns.map((column) => (
                  <BodyCell key={column.key} column={column} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {foot}
    </div>
  );
}

type TableRole = 'table' | 'rowgroup' | 'row' | 'columnheader' | 'rowheader' | 'cell';
const role = (name: TableRole): { role: TableRole } => ({ role: name });

function HeadCell<Row>({ column }: { column: TableColumn<Row> }) {
  const { title, numeric, sort, hint } = column;
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
    </th>
  );
}

function BodyCell<Row>({ column, row }: { column: TableColumn<Row>; row: Row }) {
  const { title, numeric, wide, names, cell } = column;
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

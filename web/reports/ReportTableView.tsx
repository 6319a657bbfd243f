import { shownCell } from '../../server/reports/formats/shown.ts';
import { heldRows } from '../../server/reports/heldRows.ts';
import type { ReportCell, ReportTable } from '../../server/reports/model.ts';
import { type ApiRequest, exportAddress, FILE_FORMS } from '../api/request.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { counted, numberText } from '../text/quantities.ts';

type Row = ReportCell[];

/** A table of a report, whose rows stay as they were. */
export function ReportTableView({
  id,
  table,
  timeZone,
}: {
  id: number;
  table: ReportTable;
  timeZone: string;
}) {
  const { title, href, rows, left } = table;
  const held = heldRows(table);
  const columns = table.columns.map(
    (column, at): TableColumn<Row> => ({
      key: column.key,
      title: column.unit === undefined ? column.title : `${column.title} (${column.unit})`,
      numeric: column.type === 'number' || column.type === 'share',
      names: at === 0,
      cell: (row) => shownCell(row[at] ?? null, column, timeZone),
    }),
  );
  const request: ApiRequest<unknown> = { path: `/reports/${id}/tables/${table.id}` };
  return (
    <DataTable
      caption={title}
      columns={columns}
      rows={rows}
      keyOf={(_, at) => at}
      foot={
        <Foot
          exports={
            <div class="table-exports">
              <span class="label">
                {held === rows.length ? 'These rows' : `All ${numberText(held)} rows`} as
              </span>
              {FILE_FORMS.map((form) => (
                <a key={form} href={exportAddress(request, form)} download="">
                  {form.toUpperCase()}
                </a>
              ))}
            </div>
          }
        >
          <span>
            {left + held === rows.length
              ? counted(rows.length, 'row')
              : `${counted(rows.length, 'row')} of ${numberText(held + left)}`}
          </span>
          <a href={href}>The page that has them now</a>
        </Foot>
      }
    />
  );
}

import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { RowFiles } from '../document/RowFiles.tsx';
import { counted, numberText } from '../text/quantities.ts';
import type { ChartData, ChartRow } from './chartData.ts';

/** The rows of a chart as numbers, each of them a link to what it counts. */
export function ChartTable({ data }: { data: ChartData }) {
  const { title, rowTitle, rows, series } = data;
  const columns: TableColumn<ChartRow>[] = [
    { key: 'label', title: rowTitle, names: true, cell: ({ label }) => <Plain text={label} /> },
    ...series.map(
      (one, at): TableColumn<ChartRow> => ({
        key: `${at}`,
        title: one.title,
        numeric: true,
        cell: (row) => <Value data={data} row={row} at={at} />,
      }),
    ),
  ];
  const names = [rowTitle, ...series.map((one) => one.title)];
  return (
    <details class="chart-numbers">
      <summary>The numbers as a table</summary>
      <DataTable
        caption={`${title}, in ${data.unit}`}
        columns={columns}
        rows={rows}
        keyOf={(_, at) => at}
        foot={
          <Foot exports={<RowFiles name={fileName(title)} columns={names} rows={recordsOf(data)} />}>
            {counted(rows.length, 'row')}
          </Foot>
        }
      />
    </details>
  );
}

function Value({ data, row, at }: { data: ChartData; row: ChartRow; at: number }) {
  const value = row.values[at] ?? null;
  if (value === null) return <span class="none">not known</span>;
  const text = (data.text ?? numberText)(value);
  const link = row.links?.[at];
  return link === undefined || value === 0 ? <span>{text}</span> : <a href={link}>{text}</a>;
}

const recordsOf = ({ rowTitle, series, rows }: ChartData) =>
  rows.map(({ label, values }) =>
    Object.fromEntries([[rowTitle, label], ...series.map(({ title }, at) => [title, values[at] ?? null])]),
  );

/** A title as the name of a file. */
export const fileName = (title: string) =>
  `gazetteer-${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80)}`;

import type { DocumentView } from '../../server/routes/schemas/places.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Empty } from '../components/AnswerState.tsx';
import { FilterForm, TextFilter } from '../components/FilterForm.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { numberText } from '../text/quantities.ts';
import { DocumentRows, filledColumns } from './DocumentRows.tsx';
import { RowFiles } from './RowFiles.tsx';
import { rowsWith, sorted } from './rowOrder.ts';
import { Titled } from './Titled.tsx';

/** Rows of one page of the table. */
const EACH = 100;

/** All rows of a document: filtered, sorted and paged by the address, and saved as they are shown. */
export function RowsSection({ document, filters }: { document: DocumentView; filters: Filters }) {
  const order = filters.value('sort');
  const rows = sorted(rowsWith(document.rows, filters.value('q')), order);
  const page = Math.max(1, Math.floor(Number(filters.value('page'))) || 1);
  const shown = rows.slice((page - 1) * EACH, page * EACH);
  const columns = document.columns.map(({ name }) => name);
  const sort = (column: string) => ({
    href: filters.link({ sort: order === column ? `-${column}` : column, page: '' }),
    order:
      order === column
        ? ('ascending' as const)
        : order === `-${column}`
          ? ('descending' as const)
          : ('none' as const),
  });
  const file = `gazetteer-${document.kind}-${document.hash.slice(0, 12)}`;
  return (
    <section id="rows" aria-label="Rows">
      {document.rows.length > 8 && (
        <FilterForm filters={filters} names={['q']}>
          <TextFilter title="Rows with" name="q" filters={filters} />
        </FilterForm>
      )}
      {shown.length === 0 ? (
        <Empty title="No row holds that." />
      ) : (
        <DocumentRows
          caption={
            <Titled
              id="rows-title"
              title="Rows"
              note={
                rows.length === document.rows.length
                  ? numberText(rows.length)
                  : `${numberText(rows.length)} of ${numberText(document.rows.length)}`
              }
            />
          }
          columns={filledColumns(document.columns, document.rows)}
          rows={shown}
          sort={sort}
          foot={
            <Foot exports={<RowFiles name={file} columns={columns} rows={rows} />}>
              {rows.length > EACH && (
                <span>
                  {numberText((page - 1) * EACH + 1)} to {numberText(Math.min(page * EACH, rows.length))}
                </span>
              )}
              {page > 1 && <a href={filters.link({ page: page > 2 ? String(page - 1) : '' })}>Page before</a>}
              {page * EACH < rows.length && <a href={filters.link({ page: String(page + 1) })}>Next page</a>}
            </Foot>
          }
        />
      )}
    </section>
  );
}

import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { Filters } from '../addresses/useFilters.ts';
import { type ApiRequest, exportAddress, FILE_FORMS } from '../api/request.ts';
import type { Page } from '../api/requests.ts';
import { counted, numberText } from '../text/quantities.ts';
import { ShownFields } from './shownFields.ts';

/** Under a list of the API: how much of it is shown, the next page, and all of it as files. */
export function ListFoot({
  page,
  request,
  first,
  linkAfter,
}: {
  page: Page<unknown>;
  request: ApiRequest<unknown>;
  /** Whether this is the first page. */
  first: boolean;
  linkAfter: (after: string) => string;
}) {
  return (
    <Foot exports={<FileLinks request={request} />}>
      {/* Told to those who do not see that a filter changed the rows. */}
      <span role="status">
        {page.items.length === page.total
          ? counted(page.total, 'row')
          : `${numberText(page.items.length)} of ${counted(page.total, 'row')}`}
      </span>
      {!first && <a href={linkAfter('')}>First page</a>}
      {page.next !== null && (
        <a href={linkAfter(page.next)} rel="next">
          Next page
        </a>
      )}
    </Foot>
  );
}

/** The same, where the page shown stands in the address of this page, as its filters do. */
export function PageFoot({
  page,
  request,
  filters,
}: {
  page: Page<unknown>;
  request: ApiRequest<unknown>;
  filters: Filters;
}) {
  return (
    <ListFoot
      page={page}
      request={request}
      first={filters.value('after') === ''}
      linkAfter={(after) => filters.link({ after })}
    />
  );
}

/** All rows of a request as files, which the API makes. */
export function FileLinks({
  request,
  title = 'These rows as',
}: {
  request: ApiRequest<unknown>;
  title?: string;
}) {
  const fields = useContext(ShownFields) ?? undefined;
  return (
    <div class="table-exports">
      <span class="label">{title}</span>
      {FILE_FORMS.map((form) => (
        <a key={form} href={exportAddress(request, form, fields)} download="">
          {form.toUpperCase()}
        </a>
      ))}
    </div>
  );
}

export function Foot({ children, exports }: { children?: ComponentChildren; exports: ComponentChildren }) {
  return (
    <div class="table-foot">
      <div class="table-pages">{children}</div>
      {exports}
    </div>
  );
}

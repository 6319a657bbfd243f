import type { OtherBytes } from '../../server/routes/schemas/compare.ts';
import { type Filters, PAGED } from '../addresses/useFilters.ts';
import { otherBytesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { visibleText } from '../text/visible.ts';

const columns: TableColumn<OtherBytes>[] = [
  {
    key: 'label',
    title: 'Label',
    by: 'version',
    fields: ['tool', 'label', 'version', 'variant', 'build'],
    names: true,
    cell: ({ label, version, variant, build }) => (
      <Plain text={[label, `${version}${variant}`, build].filter((part) => part !== '').join(' ')} />
    ),
  },
  { key: 'provider', title: 'As', by: 'provider', cell: ({ provider }) => provider },
  {
    key: 'digest',
    title: 'Bytes',
    by: 'digest',
    cell: ({ digest }) => <code title={visibleText(digest)}>{visibleText(digest.slice(0, 40))}</code>,
  },
  { key: 'sites', title: 'Sites', cell: ({ sites }) => <Plain text={sites.join(', ')} /> },
];

/** What one tool's labels stand for at each site. */
export function BytesTable({ filters, tool }: { filters: Filters; tool: string }) {
  const request = otherBytesRequest({ tool, ...filters.values(...PAGED) });
  const answer = useApi(request, { keepBefore: true });
  return (
    <AnswerState answer={answer} what="the digests">
      {(page) =>
        page.items.length === 0 ? (
          <Empty title={`No label of ${tool} stands for other bytes.`} />
        ) : (
          <DataTable
            cards
            caption={`What the labels of ${tool} stand for`}
            columns={columns}
            rows={page.items}
            keyOf={(row, index) => `${row.digest} ${index}`}
            filters={filters}
            foot={<PageFoot page={page} request={request} filters={filters} />}
          />
        )
      }
    </AnswerState>
  );
}

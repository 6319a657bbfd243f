import type { OtherBytes } from '../../server/routes/schemas/compare.ts';
import type { ApiRequest } from '../api/request.ts';
import type { Page } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { counted } from '../text/quantities.ts';

const columns: TableColumn<OtherBytes>[] = [
  {
    key: 'label',
    title: 'Label',
    names: true,
    cell: ({ label, version, variant, build }) => (
      <Plain text={[label, `${version}${variant}`, build].filter((part) => part !== '').join(' ')} />
    ),
  },
  { key: 'provider', title: 'As', cell: ({ provider }) => provider },
  { key: 'digest', title: 'Bytes', cell: ({ digest }) => <code title={digest}>{digest.slice(0, 40)}</code> },
  { key: 'sites', title: 'Sites', cell: ({ sites }) => <Plain text={sites.join(', ')} /> },
];

/** What one tool's labels stand for at each site. */
export function BytesTable({ request, tool }: { request: ApiRequest<Page<OtherBytes>>; tool: string }) {
  const answer = useApi(request);
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
            foot={<Foot exports={<FileLinks request={request} />}>{counted(page.total, 'row')}</Foot>}
          />
        )
      }
    </AnswerState>
  );
}

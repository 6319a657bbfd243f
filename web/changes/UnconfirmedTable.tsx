import type { UnconfirmedRow } from '../../server/routes/schemas/changes.ts';
import { clusterPage } from '../addresses/pages.ts';
import { unconfirmedRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { counted } from '../text/quantities.ts';

/** The most that one page asks for; files have all. */
const SHOWN = 100;

/** What is no change and might be taken for one. */
export function Unconfirmed({ query }: { query: Record<string, string> }) {
  const request = unconfirmedRequest({ ...query, limit: SHOWN });
  const answer = useApi(request);
  return (
    <AnswerState answer={answer} what="what is not confirmed">
      {(page) => (
        <DataTable
          cards
          caption="Not confirmed, and no change"
          rows={page.items}
          keyOf={(_, at) => at}
          columns={columns}
          foot={
            <Foot exports={<FileLinks request={request} />}>
              <span>
                {page.items.length < page.total && `${page.items.length} of `}
                {counted(page.total, 'row')}
              </span>
            </Foot>
          }
        />
      )}
    </AnswerState>
  );
}

const columns: TableColumn<UnconfirmedRow>[] = [
  {
    key: 'place',
    title: 'What',
    names: true,
    cell: ({ facet, place }) => <Plain text={place === '' ? facet || 'the whole visit' : place} />,
  },
  { key: 'why', title: 'Why', cell: ({ state, sentence }) => `${state}: ${sentence}` },
  { key: 'nodes', title: 'Nodes', cell: ({ nodes }) => <NodeSet text={nodes} /> },
  {
    key: 'cluster',
    title: 'Cluster',
    cell: ({ site, cluster }) => (
      <a href={clusterPage(site, cluster)}>
        <Plain text={`${site}/${cluster}`} />
      </a>
    ),
  },
  { key: 'at', title: 'Seen', cell: ({ at }) => <Age at={at} none="not known" /> },
];

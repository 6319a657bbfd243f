import type { ComponentChildren } from 'preact';
import type { HistoryAnswer, HistoryRow } from '../../server/routes/schemas/history.ts';
import { diffPage, documentPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Age, Day } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { labelOf } from '../text/labels.ts';
import { counted } from '../text/quantities.ts';
import { useNow } from '../time/useNow.ts';
import { SpanBar } from './SpanBar.tsx';

/** Documents where they stood, each with its time on one axis. */
export function HistoryTable({
  answer,
  ofNode,
  filters,
  foot,
}: {
  answer: HistoryAnswer;
  /** The nodes need not be named. */
  ofNode: boolean;
  filters: Filters;
  foot: ComponentChildren;
}) {
  const now = useNow();
  const from = Date.parse(answer.from ?? '') || now;
  const columns = [
    whatColumn,
    ...(ofNode ? [] : [nodesColumn]),
    {
      key: 'span',
      fields: ['since', 'until'],
      title: 'When',
      cell: (row: HistoryRow) => <SpanBar row={row} from={from} to={now} />,
    },
    ...timeColumns,
  ];
  return (
    <DataTable
      cards
      caption={
        <>
          What stood where, and when
          <span class="caption-note">
            {answer.from !== null && (
              <>
                {answer.forgotten ? 'what is kept, from' : 'from the first visit,'} <Day at={answer.from} />
                {answer.forgotten ? ' to now' : ', to now'}
              </>
            )}
          </span>
        </>
      }
      columns={columns}
      rows={answer.items}
      keyOf={(row) =>
        [row.facet, row.root, row.path, row.document, row.before, row.followedBy, row.gone].join(' ')
      }
      filters={filters}
      foot={foot}
    />
  );
}

const whatColumn: TableColumn<HistoryRow> = {
  key: 'what',
  fields: ['facet', 'root', 'kind', 'path'],
  title: 'What',
  names: true,
  cell: ({ facet, root, path, kind }) => (
    <>
      {labelOf(facet)}
      {(root !== '' || kind !== '') && (
        <span class="second place-path">
          <Plain text={[root || kind, path].filter((part) => part !== '').join('/')} />
        </span>
      )}
    </>
  ),
};

/** An age, and the two visits between which it was. */
function Ends({ at, after, none }: { at: string; after: string | null; none: string }) {
  return (
    <>
      <Age at={at} plain />
      <span class="second">
        by <Day at={at} />
      </span>
      {after === null ? (
        none !== '' && <span class="second">{none}</span>
      ) : (
        <span class="second">
          after <Day at={after} />
        </span>
      )}
    </>
  );
}

const nodesColumn: TableColumn<HistoryRow> = {
  key: 'nodes',
  fields: ['nodes', 'nodeCount', 'shared'],
  title: 'Nodes',
  cell: ({ nodes, nodeCount, shared }) => (
    <>
      <NodeSet text={nodes} />
      <span class="second">
        {shared ? `shared by ${counted(nodeCount, 'node')}` : counted(nodeCount, 'node')}
      </span>
    </>
  ),
};

/** Nodes of one sweep differ by seconds. */
const APART = 10 * 60_000;

const timeColumns: TableColumn<HistoryRow>[] = [
  {
    key: 'since',
    fields: ['since', 'sinceAfter', 'lastSince'],
    title: 'Since',
    cell: ({ since, sinceAfter, lastSince }) => (
      <div>
        <Ends at={since} after={sinceAfter} none="the first visit" />
        {Date.parse(lastSince) - Date.parse(since) > APART && (
          <span class="second">
            the last node <Day at={lastSince} />
          </span>
        )}
      </div>
    ),
  },
  {
    key: 'until',
    fields: ['until', 'untilAfter', 'gone'],
    title: 'Until',
    cell: ({ until, untilAfter, gone }) =>
      until === null ? (
        <span class="holds">holds</span>
      ) : (
        <div>
          <Ends at={until} after={untilAfter} none="" />
          {gone && <span class="second kind-gone">nothing came after it</span>}
        </div>
      ),
  },
  {
    key: 'document',
    fields: ['document', 'documentKind', 'bytes', 'before', 'followedBy'],
    title: 'Document',
    cell: ({ document, before }) => (
      <div class="document-links">
        <a href={documentPage(document)}>
          <code>{document.slice(0, 12)}</code>
        </a>
        {before !== null && (
          <span class="second">
            <a href={diffPage(before, document)}>what changed</a> from{' '}
            <a href={documentPage(before)}>
              <code>{before.slice(0, 12)}</code>
            </a>
          </span>
        )}
      </div>
    ),
  },
];

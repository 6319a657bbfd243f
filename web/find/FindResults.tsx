import type { FindAnswer, FindRow } from '../../server/routes/schemas/find.ts';
import { clusterPage, documentPage } from '../addresses/pages.ts';
import { Age } from '../components/Age.tsx';
import { CopyLine } from '../components/CopyLine.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { TierMark } from '../components/Tier.tsx';
import { counted, numberText } from '../text/quantities.ts';

/** Entries of one version under another, in the order of the answer. */
export function FindResults({ answer }: { answer: FindAnswer }) {
  return (
    <>
      {byVersion(answer.items).map(({ version, rows }) => (
        <section key={version} class="version">
          <DataTable
            cards
            caption={
              <>
                <span class="version-name">
                  <Plain text={version === '' ? 'version not told' : version} />
                </span>
                <span class="version-count">
                  {counted(rows.length, 'entry', 'entries')} in {counted(clustersOf(rows), 'cluster')}
                </span>
              </>
            }
            columns={columns}
            rows={rows}
            keyOf={(row, index) => `${row.document}${row.place}${index}`}
          />
        </section>
      ))}
    </>
  );
}

function byVersion(items: FindRow[]): { version: string; rows: FindRow[] }[] {
  const groups = new Map<string, FindRow[]>();
  for (const row of items) groups.set(row.version, [...(groups.get(row.version) ?? []), row]);
  return [...groups].map(([version, rows]) => ({ version, rows }));
}

function clustersOf(rows: FindRow[]): number {
  return new Set(rows.map(({ site, cluster }) => `${site}/${cluster}`)).size;
}

const columns: TableColumn<FindRow>[] = [
  {
    key: 'provider',
    title: 'As',
    cell: (row) => (
      <span class="provider">
        <TierMark tier={row.tier} /> {row.provider}
      </span>
    ),
  },
  {
    key: 'cluster',
    title: 'Cluster',
    names: true,
    cell: (row) => (
      <a href={clusterPage(row.site, row.cluster)}>
        <Plain text={`${row.site}/${row.cluster}`} />
      </a>
    ),
  },
  { key: 'load', title: 'To use it', cell: (row) => <Use row={row} /> },
  { key: 'nodes', title: 'On nodes', cell: (row) => <Nodes row={row} /> },
  { key: 'age', title: 'Confirmed', cell: (row) => <Age at={row.confirmedAt} /> },
];

function Use({ row }: { row: FindRow }) {
  const what = [row.build, row.variant.replace(/^-/, '')].filter((text) => text !== '').join(', ');
  return (
    <>
      {row.load === '' ? (
        <span class="none">no single line makes it usable</span>
      ) : (
        <CopyLine line={row.load} name={`${row.label} ${row.version} on ${row.cluster}`} />
      )}
      <span class="place">
        <a href={documentPage(row.document)}>
          <Plain text={row.place === '' ? 'document' : row.place} />
        </a>
        {what !== '' && (
          <span class="build">
            <Plain text={what} />
          </span>
        )}
      </span>
    </>
  );
}

/** Who holds it: all of a cluster is said in a word. */
function Nodes({ row }: { row: FindRow }) {
  const all = row.nodeCount === row.clusterNodes;
  return (
    <>
      <a class="node-count" href={`${documentPage(row.document)}#held-by`}>
        {all
          ? `all ${numberText(row.nodeCount)}`
          : `${numberText(row.nodeCount)} of ${numberText(row.clusterNodes)}`}
      </a>
      <span class="node-set">
        <Plain text={row.nodes} />
      </span>
    </>
  );
}

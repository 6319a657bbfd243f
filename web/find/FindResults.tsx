import type { ComponentChildren } from 'preact';
import type { FindAnswer, FindRow } from '../../server/routes/schemas/find.ts';
import { clusterPage, documentPage, findPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Age } from '../components/Age.tsx';
import { ColumnChooser, shownColumns } from '../components/ColumnChooser.tsx';
import { CopyLine } from '../components/CopyLine.tsx';
import { DataTable, fieldsOf, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { ShownFields } from '../components/shownFields.ts';
import { TierMark } from '../components/Tier.tsx';
import { counted, numberText } from '../text/quantities.ts';
import { visibleText } from '../text/visible.ts';

/** Entries of one version under another, in the order of the answer. All of them show the same columns. */
export function FindResults({
  answer,
  filters,
  foot,
}: {
  answer: FindAnswer;
  filters: Filters;
  foot: ComponentChildren;
}) {
  const shown = shownColumns(columns, filters);
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
            columns={shown}
            rows={rows}
            keyOf={(row, index) => `${row.document}${row.place}${index}`}
          />
        </section>
      ))}
      {answer.items.length > 0 && (
        <div class="table">
          <ColumnChooser columns={columns} filters={filters} />
          <ShownFields.Provider value={fieldsOf(columns, shown)}>{foot}</ShownFields.Provider>
        </div>
      )}
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

const MARKS = ['restricted', 'seenBy', 'broken', 'access'];

const columns: TableColumn<FindRow>[] = [
  {
    key: 'provider',
    fields: ['provider', 'tier'],
    title: 'As',
    cell: (row) => (
      <span class="provider">
        <TierMark tier={row.tier} /> {row.provider}
      </span>
    ),
  },
  {
    key: 'cluster',
    title: 'Where',
    fields: ['tool', 'label', 'version', 'site', 'cluster', 'nodes', 'nodeCount', 'clusterNodes'],
    names: true,
    cell: (row) => <Where row={row} />,
  },
  {
    key: 'load',
    title: 'To use it',
    fields: ['load', ...MARKS, 'place', 'places', 'variant', 'build', 'document'],
    cell: (row) => <Use row={row} />,
  },
  { key: 'age', title: 'Confirmed', fields: ['confirmedAt'], cell: (row) => <Confirmed row={row} /> },
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
      {row.restricted !== '' && (
        <span class="access">
          Marked: <Plain text={row.restricted} />
          {row.seenBy !== '' && (
            <>
              , as seen by <Plain text={row.seenBy} />
            </>
          )}
        </span>
      )}
      {row.broken !== '' && (
        <span class="access">
          Broken: <Plain text={row.broken} />
        </span>
      )}
      {row.access !== '' && (
        <span class="access">
          Access: <Plain text={row.access} />
        </span>
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
        {row.places > 1 && (
          <span class="build">and {counted(row.places - 1, 'other place')} in this cluster</span>
        )}
      </span>
    </>
  );
}

function Confirmed({ row }: { row: FindRow }) {
  return (
    <div>
      <Age at={row.confirmedAt} />
      <a class="entry-link" href={addressOf(row)}>
        This entry
        <span class="out-of-sight">
          {visibleText(`: ${row.label} ${row.version} as ${row.provider} on ${row.cluster}`)}
        </span>
      </a>
    </div>
  );
}

/** The address of one entry, to be sent and kept: it asks for it anew. */
function addressOf({ tool, version, build, provider, site, cluster }: FindRow): string {
  return findPage({ tool, version, site, cluster, provider, build });
}

/** The cluster, and who in it holds it: all of them is said in a word. */
function Where({ row }: { row: FindRow }) {
  const { nodeCount, clusterNodes } = row;
  const part = `${numberText(nodeCount)} of ${counted(clusterNodes, 'node')}`;
  const whole = clusterNodes === 1 ? 'its only node' : `all ${counted(clusterNodes, 'node')}`;
  return (
    <>
      <a href={clusterPage(row.site, row.cluster)}>
        <Plain text={`${row.site}/${row.cluster}`} />
      </a>
      <span class="holders">
        <a href={`${documentPage(row.document)}#held-by`}>{nodeCount === clusterNodes ? whole : part}</a>{' '}
        <NodeSet text={row.nodes} />
      </span>
    </>
  );
}

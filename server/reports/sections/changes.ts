import type { ChangeKind } from '../../changes/change.ts';
import { recentChanges } from '../../changes/recent.ts';
import { changesSummary } from '../../query/changesSummary.ts';
import type { Change, ChangesSummaryRow } from '../../routes/schemas/changes.ts';
import type { Counted } from '../before.ts';
import type { ReportFigure } from '../model.ts';
import { address, spanOf } from './address.ts';
import { figure } from './figure.ts';
import { moved } from './movement.ts';
import type { Source, Told } from './source.ts';
import { visitsOf } from './sweepsOf.ts';
import { type MadeTable, number, tableOf, text, time } from './table.ts';
import { counted, listed } from './words.ts';

/** A table for each of these kinds; all others stand in one. */
const KINDS: [kind: ChangeKind, title: string, one: string][] = [
  ['new', 'New', 'new'],
  ['gone', 'Gone', 'gone'],
  ['default', 'Default moved', 'with another default'],
  ['bytes', 'Same name, other bytes', 'with other bytes under the same name'],
];
const OWN: string[] = KINDS.map(([kind]) => kind);

const COLUMNS = [
  text<Change>('cluster', 'Cluster', (row) => `${row.site}/${row.cluster}`),
  text<Change>('category', 'Category', (row) => row.category),
  text<Change>('what', 'What', (row) => row.what),
  text<Change>('provider', 'Provider', (row) => row.provider),
  text<Change>('before', 'Before', (row) => row.before),
  text<Change>('after', 'After', (row) => row.after),
  text<Change>('place', 'Place', (row) => row.place),
  text<Change>('nodes', 'Nodes', (row) => row.nodes),
  number<Change>('nodeCount', 'Number of nodes', (row) => row.nodeCount),
  time<Change>('sinceAfter', 'Last seen as before', (row) => row.sinceAfter ?? ''),
  time<Change>('since', 'First seen as now', (row) => row.since),
];

/** What began, ended or changed. What could not be read is no change, and stands under coverage. */
export async function changes(source: Source): Promise<Told> {
  const { db, scope, window } = source;
  const found = await recentChanges(db, scope.text, window);
  const where = (kind: string) => address('/changes', { scope: scope.text, ...spanOf(source), kind });
  const ofKind = (kind: string) => found.changes.filter((one) => one.kind === kind);
  const others = found.changes.filter(({ kind }) => !OWN.includes(kind));
  const all = { category: '', kind: '', facet: '', q: '' };
  const byCluster = await changesSummary(db, { scope: scope.text, by: 'cluster', ...all }, window);
  const then = source.before.counted ?? undefined;
  const figures: ReportFigure[] = [
    moved(figure('changes', 'Changes', found.changes.length, where('')), then?.changes),
    ...KINDS.map(([kind, title]) =>
      moved(
        figure(`changes-${kind}`, title, ofKind(kind).length, where(kind)),
        then && (then.kinds.get(kind) ?? 0),
      ),
    ),
  ];
  const tables = [
    clusterTable(byCluster, where('')),
    ...KINDS.map(([kind, title]) =>
      tableOf({ id: `changes-${kind}`, title, href: where(kind), columns: COLUMNS, rows: ofKind(kind) }),
    ),
    tableOf({
      id: 'changes-other',
      title: 'Other changes',
      href: where(''),
      columns: [text<Change>('kind', 'Kind', (row) => row.kind), ...COLUMNS],
      rows: others,
    }),
  ];
  return {
    section: {
      id: 'changes',
      title: 'Changes',
      note: 'A change lies between the two times that are told of it. What failed to be read is never told as gone.',
      figures,
      charts: [clusterChart(byCluster)],
      tables,
    },
    line: lineOf(found.changes, byCluster.length, visitsOf(source.sweeps).read, then),
    attention: '',
    warnings: [],
  };
}

const CATEGORIES = ['nodes', 'gpus', 'runtimes', 'facts', 'offerings'] as const;

function clusterTable(rows: ChangesSummaryRow[], href: string): MadeTable {
  return tableOf({
    id: 'changes-by-cluster',
    title: 'Changes by cluster',
    href,
    columns: [
      text<ChangesSummaryRow>('cluster', 'Cluster', (row) => row.key),
      ...CATEGORIES.map((one) => number<ChangesSummaryRow>(one, TITLES[one], (row) => row[one])),
      number<ChangesSummaryRow>('total', 'All', (row) => row.total),
    ],
    rows,
  });
}

const TITLES = { nodes: 'Nodes', gpus: 'GPUs', runtimes: 'Runtimes', facts: 'Facts', offerings: 'Tools' };

function clusterChart(rows: ChangesSummaryRow[]) {
  return {
    id: 'changes-by-cluster',
    title: 'Changes by cluster and category',
    kind: 'stacked' as const,
    type: 'number' as const,
    unit: 'changes',
    categories: rows.map(({ key }) => key),
    series: CATEGORIES.map((one) => ({ name: TITLES[one], values: rows.map((row) => row[one]) })),
    table: 'changes-by-cluster',
  };
}

function lineOf(changes: Change[], clusters: number, read: number, then: Counted | undefined): string {
  if (changes.length === 0)
    return read === 0
      ? 'Nothing was read in the period, so that nobody knows what changed.'
      : 'Nothing changed in what was read.';
  const tools = changes.filter(({ category }) => category === 'offerings');
  const parts = KINDS.map(([kind, , words]) => ({
    count: tools.filter((one) => one.kind === kind).length,
    words,
  })).filter(({ count }) => count > 0);
  const rest = parts.reduce((left, { count }) => left - count, tools.length);
  const said = [
    ...parts.map(({ count, words }) => `${count} ${words}`),
    ...(rest === 0 ? [] : [`${rest} that changed otherwise`]),
  ];
  const before = then === undefined ? '' : ` (${then.changes} in the period before)`;
  const total = `${counted(changes.length, 'change')} on ${counted(clusters, 'cluster')}${before}`;
  return said.length === 0 ? `${total}, none of them in tools.` : `${total}; among tools ${listed(said)}.`;
}

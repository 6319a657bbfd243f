import { type DriftSettings, driftOf } from '../../changes/drift/drift.ts';
import { driftLine } from '../../changes/drift/line.ts';
import type { ClusterDrift, DriftRow } from '../../routes/schemas/drift.ts';
import { address, placeOf } from './address.ts';
import { clustersOf } from './clusters.ts';
import { figure } from './figure.ts';
import type { Source, Told } from './source.ts';
import { number, tableOf, text, time } from './table.ts';
import { counted, someOf } from './words.ts';

/** Where nodes differ from their peers when the report is made, and which of that began in the period. */
export async function drift(source: Source): Promise<Told> {
  const { db, config, now } = source;
  const settings: DriftSettings = { rollingDays: config.rollingDays, now };
  const lines: ClusterDrift[] = [];
  const rows: DriftRow[] = [];
  for (const { site, name } of await clustersOf(source)) {
    const answer = await driftOf(db, { ...placeOf(source), site, cluster: name }, settings);
    lines.push(driftLine(answer));
    rows.push(...answer.items);
  }
  const fresh = rows.filter(({ since }) => isWithin(source, since));
  const href = address('/drift', placeOf(source));
  const sum = (count: (line: ClusterDrift) => number) =>
    lines.reduce((total, line) => total + count(line), 0);
  const outliers = sum((line) => line.outliers);
  return {
    section: {
      id: 'drift',
      title: 'Drift',
      asOf: source.now.toISOString(),
      note: 'Nodes are compared with those of one role and equal hardware, or that an administrator named as alike; what is not known of a node makes it no outlier.',
      figures: [
        figure('drift-outliers', 'Nodes that differ from their peers', outliers, href),
        figure('drift-differences', 'Differences', rows.length, href),
        figure('drift-fresh', 'Of these seen first in the period', fresh.length, href),
        figure(
          'drift-rolling',
          'Rolling',
          sum((line) => line.rolling),
          href,
        ),
        figure(
          'drift-waiting',
          'Nodes that wait for a reboot',
          sum((line) => line.waiting),
          href,
        ),
        figure(
          'drift-without-peers',
          'Nodes without peers, since their hardware is not known',
          sum((line) => line.withoutPeers),
          href,
        ),
      ],
      charts: [chartOf(lines)],
      tables: [
        tableOf({ id: 'drift-by-cluster', title: 'Drift by cluster', href, columns: LINES, rows: lines }),
        tableOf({ id: 'drift', title: 'Differences', href, columns: ROWS, rows }),
      ],
    },
    line: lineOf(lines, outliers, fresh.length),
    attention: '',
    warnings: [],
  };
}

const isWithin = ({ period }: Source, since: string | null) =>
  since !== null && period.from <= new Date(since) && new Date(since) < period.to;

/** Where there is no difference, nothing is not known. */
const ofSome = ({ differences }: ClusterDrift, time: string | null) => (differences === 0 ? '' : time);

const LINES = [
  text<ClusterDrift>('cluster', 'Cluster', (row) => `${row.site}/${row.cluster}`),
  number<ClusterDrift>('nodes', 'Nodes', (row) => row.nodes),
  number<ClusterDrift>('outliers', 'Differ', (row) => row.outliers),
  number<ClusterDrift>('differences', 'Differences', (row) => row.differences),
  number<ClusterDrift>('drift', 'Drift', (row) => row.drift),
  number<ClusterDrift>('rolling', 'Rolling', (row) => row.rolling),
  number<ClusterDrift>('rebootPending', 'A reboot ends it', (row) => row.rebootPending),
  number<ClusterDrift>('waiting', 'Wait for a reboot', (row) => row.waiting),
  number<ClusterDrift>('withoutPeers', 'Without peers', (row) => row.withoutPeers),
  time<ClusterDrift>('oldest', 'Oldest since', (row) => ofSome(row, row.oldest)),
  time<ClusterDrift>('newest', 'Newest since', (row) => ofSome(row, row.newest)),
  time<ClusterDrift>('confirmedAt', 'Confirmed', (row) => ofSome(row, row.confirmedAt)),
];

const ROWS = [
  text<DriftRow>('cluster', 'Cluster', (row) => `${row.site}/${row.cluster}`),
  text<DriftRow>('nodes', 'Nodes', (row) => row.nodes),
  number<DriftRow>('nodeCount', 'Number of nodes', (row) => row.nodeCount),
  text<DriftRow>('facet', 'Facet', (row) => row.facet),
  text<DriftRow>('fact', 'Fact', (row) => row.fact),
  text<DriftRow>('value', 'They have', (row) => row.value),
  text<DriftRow>('majority', 'Their peers have', (row) => row.majority),
  number<DriftRow>('majorityCount', 'So many peers', (row) => row.majorityCount),
  text<DriftRow>('status', 'State', (row) => row.status),
  time<DriftRow>('since', 'Since', (row) => row.since),
  time<DriftRow>('confirmedAt', 'Confirmed', (row) => row.confirmedAt),
];

function chartOf(lines: ClusterDrift[]) {
  const shown = lines.filter(({ differences }) => differences > 0);
  const series = (name: string, count: (line: ClusterDrift) => number) => ({
    name,
    values: shown.map(count),
  });
  return {
    id: 'drift',
    title: 'Differences by cluster and state',
    kind: 'stacked' as const,
    type: 'number' as const,
    unit: 'differences',
    categories: shown.map(({ site, cluster }) => `${site}/${cluster}`),
    series: [
      series('Drift', (line) => line.drift),
      series('Rolling', (line) => line.rolling),
      series('A reboot ends it', (line) => line.rebootPending),
    ],
    table: 'drift-by-cluster',
  };
}

function lineOf(lines: ClusterDrift[], outliers: number, fresh: number): string {
  if (outliers === 0) return 'No node differs from its peers.';
  const where = lines.filter((line) => line.outliers > 0).map(({ site, cluster }) => `${site}/${cluster}`);
  const since = fresh === 0 ? '' : `, ${counted(fresh, 'difference')} seen first in the period`;
  return `${counted(outliers, 'node differs from its peers', 'nodes differ from their peers')} on ${someOf(where, 3)}${since}.`;
}

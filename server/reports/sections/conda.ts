import { type FleetCondaFilter, listFleetConda } from '../../query/fleet/conda.ts';
import { listCondaClusters } from '../../query/fleet/condaNumbers.ts';
import type { FleetCondaClusterRow, FleetCondaRow } from '../../routes/schemas/fleetConda.ts';
import { SHOWN_ROWS } from '../rows.ts';
import { address, placeOf } from './address.ts';
import { figure } from './figure.ts';
import { pagesAfter } from './pages.ts';
import type { Source, Told } from './source.ts';
import { number, tableOf, text, time } from './table.ts';
import { counted } from './words.ts';

type Only = FleetCondaFilter['only'];

/** Conda environments with packages from Anaconda's own channels, which organisations may need a licence for. */
export async function conda(source: Source): Promise<Told> {
  const place = placeOf(source);
  const list = (only: Only, limit: number, after = '') =>
    listFleetConda(source.db, { ...place, q: '', owner: '', channel: '', only, limit, after });
  const where = (only: Only, show = '') => address('/fleet/conda', { only, show, ...place });
  const all = (await list('', 1)).total;
  const untold = (await list('untold', 1)).total;
  const licensed = await list('defaults', SHOWN_ROWS);
  const clusters = (
    await listCondaClusters(source.db, { ...place, limit: Number.MAX_SAFE_INTEGER, after: '' })
  ).items;
  return {
    section: {
      id: 'conda',
      title: "Anaconda's own channels",
      asOf: source.now.toISOString(),
      note: 'Packages from the channels that conda calls `defaults` may need a licence. Of an environment that does not tell where all of its packages came from nobody can say.',
      figures: [
        figure('environments', 'Conda environments', all, where('')),
        figure(
          'environments-defaults',
          "With packages from Anaconda's own channels",
          licensed.total,
          where('defaults'),
        ),
        figure('environments-untold', 'Of which nobody can tell', untold, where('untold')),
      ],
      charts: [chartOf(clusters)],
      tables: [
        tableOf({
          id: 'conda-by-cluster',
          title: 'Conda environments by cluster',
          href: where('', 'clusters'),
          columns: CLUSTERS,
          rows: clusters,
        }),
        tableOf({
          id: 'conda-defaults',
          title: "Environments with packages from Anaconda's own channels",
          href: where('defaults'),
          columns: ROWS,
          rows: licensed.items,
          total: licensed.total,
          following: pagesAfter(licensed.next, (limit, after) => list('defaults', limit, after)),
        }),
      ],
    },
    line: '',
    attention:
      licensed.total === 0
        ? ''
        : `${counted(licensed.total, 'conda environment has', 'conda environments have')} packages from Anaconda's own channels`,
    warnings: [],
  };
}

const CLUSTERS = [
  text<FleetCondaClusterRow>('cluster', 'Cluster', (row) => `${row.site}/${row.cluster}`),
  number<FleetCondaClusterRow>('environments', 'Environments', (row) => row.environments),
  number<FleetCondaClusterRow>('different', 'Different ones', (row) => row.different),
  number<FleetCondaClusterRow>('defaults', "With Anaconda's own channels", (row) => row.defaults),
  number<FleetCondaClusterRow>('untold', 'Not told', (row) => row.untold),
];

const ROWS = [
  text<FleetCondaRow>('cluster', 'Cluster', (row) => `${row.site}/${row.cluster}`),
  text<FleetCondaRow>('place', 'Place', (row) => row.place),
  text<FleetCondaRow>('node', 'Only on node', (row) => row.node),
  text<FleetCondaRow>('python', 'Python', (row) => row.python),
  number<FleetCondaRow>('packages', 'Packages', (row) => row.packages),
  text<FleetCondaRow>('channels', 'Channels', (row) =>
    row.channels.map((one) => one || 'not told').join(', '),
  ),
  time<FleetCondaRow>('since', 'As it is since', (row) => row.since),
  time<FleetCondaRow>('confirmedAt', 'Last seen', (row) => row.confirmedAt),
];

function chartOf(rows: FleetCondaClusterRow[]) {
  const series = (name: string, count: (row: FleetCondaClusterRow) => number) => ({
    name,
    values: rows.map(count),
  });
  return {
    id: 'conda',
    title: "Conda environments by cluster and by whether they use Anaconda's own channels",
    kind: 'stacked' as const,
    type: 'number' as const,
    unit: 'environments',
    categories: rows.map(({ site, cluster }) => `${site}/${cluster}`),
    series: [
      series("Anaconda's own", (row) => row.defaults),
      series('Not told', (row) => row.untold),
      series('Others', (row) => row.environments - row.defaults - row.untold),
    ],
    table: 'conda-by-cluster',
  };
}

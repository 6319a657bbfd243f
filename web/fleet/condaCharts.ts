import type {
  FleetCondaChannelRow,
  FleetCondaClusterRow,
  FleetCondaOwnerRow,
} from '../../server/routes/schemas/fleetConda.ts';
import type { ChartData } from '../charts/chartData.ts';
import { orUnnamed } from './unnamed.ts';

type Link = (changes: Record<string, string>) => string;

/** Each environment is in one part: with packages from Anaconda's own channels, without, or nobody can tell. */
export function byCluster(rows: FleetCondaClusterRow[], link: Link): ChartData {
  return {
    title: "Environments by cluster, and the use of Anaconda's own channels",
    unit: 'environments',
    rowTitle: 'Cluster',
    series: [{ title: 'with none' }, { title: "with some from Anaconda's own" }, { title: 'not told' }],
    rows: rows.map(({ site, cluster, environments, defaults, untold }) => ({
      label: `${site}/${cluster}`,
      values: [environments - defaults - untold, defaults, untold],
      links: ['without', 'defaults', 'untold'].map((only) => link({ site, cluster, only, show: '' })),
    })),
  };
}

/** Over all clusters that are shown, the channel that most environments use first. */
export function byChannel(rows: FleetCondaChannelRow[], link: Link): ChartData {
  const sums = new Map<string, number>();
  for (const { channel, environments } of rows) sums.set(channel, (sums.get(channel) ?? 0) + environments);
  return {
    title: 'Environments by channel',
    unit: 'environments, each in every channel that it uses',
    rowTitle: 'Channel',
    series: [{ title: 'Environments' }],
    rows: [...sums]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([channel, environments]) => ({
        label: channel || 'not told',
        values: [environments],
        links: [link({ channel: orUnnamed(channel), show: '' })],
      })),
  };
}

export function byOwner(rows: FleetCondaOwnerRow[], link: Link): ChartData {
  return {
    title: 'Environments by owner',
    unit: 'environments',
    rowTitle: 'Owner',
    series: [{ title: 'Environments' }],
    rows: rows.map(({ owner, environments }) => ({
      label: owner || 'not known',
      values: [environments],
      links: [link({ owner: orUnnamed(owner), show: '' })],
    })),
  };
}

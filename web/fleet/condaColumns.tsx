import type {
  FleetCondaChannelRow,
  FleetCondaClusterRow,
  FleetCondaOwnerRow,
} from '../../server/routes/schemas/fleetConda.ts';
import { clusterPage } from '../addresses/pages.ts';
import { Age } from '../components/Age.tsx';
import type { TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { numberText } from '../text/quantities.ts';
import { orUnnamed } from './unnamed.ts';

type Link = (changes: Record<string, string>) => string;

/** A number that leads to the environments that it counts. */
const number = (count: number, href: string) =>
  count === 0 ? <span class="none">0</span> : <a href={href}>{numberText(count)}</a>;

const clusterCell = ({ site, cluster }: { site: string; cluster: string }) => (
  <a href={clusterPage(site, cluster)}>
    <Plain text={`${site}/${cluster}`} />
  </a>
);

export const clusterColumns = (link: Link): TableColumn<FleetCondaClusterRow>[] => [
  {
    key: 'cluster',
    title: 'Cluster',
    by: 'cluster',
    fields: ['site', 'cluster'],
    names: true,
    cell: clusterCell,
  },
  {
    key: 'environments',
    title: 'Environments',
    by: 'environments',
    numeric: true,
    cell: ({ site, cluster, environments }) => number(environments, link({ site, cluster, show: '' })),
  },
  {
    key: 'different',
    title: 'Different',
    by: 'different',
    numeric: true,
    hint: 'that have not the same packages',
    cell: ({ different }) => numberText(different),
  },
  {
    key: 'defaults',
    title: "Anaconda's own",
    by: 'defaults',
    numeric: true,
    hint: 'environments with packages from channels that organisations may need a licence for',
    cell: ({ site, cluster, defaults }) =>
      number(defaults, link({ site, cluster, only: 'defaults', show: '' })),
  },
  {
    key: 'untold',
    title: 'Not told',
    by: 'untold',
    numeric: true,
    hint: 'environments of which nobody can tell that, since the channel of some packages is not told',
    cell: ({ site, cluster, untold }) => number(untold, link({ site, cluster, only: 'untold', show: '' })),
  },
  { key: 'owners', title: 'Owners', by: 'owners', numeric: true, cell: ({ owners }) => numberText(owners) },
  {
    key: 'median',
    title: 'Packages',
    by: 'median',
    numeric: true,
    hint: 'of the environment in the middle',
    cell: ({ median }) => numberText(median),
  },
  {
    key: 'largest',
    title: 'In the largest',
    by: 'largest',
    numeric: true,
    cell: ({ largest }) => numberText(largest),
  },
  {
    key: 'oldest',
    title: 'Oldest',
    by: 'oldest',
    hint: 'when the one was first seen that has been as it is for longest',
    cell: ({ oldest }) => <Age at={oldest} plain />,
  },
];

export const channelColumns = (link: Link): TableColumn<FleetCondaChannelRow>[] => [
  {
    key: 'channel',
    title: 'Channel',
    by: 'channel',
    names: true,
    cell: ({ channel }) => (
      <a href={link({ channel: orUnnamed(channel), show: '' })}>
        <Plain text={channel || 'not told'} />
      </a>
    ),
  },
  { key: 'cluster', title: 'Cluster', by: 'cluster', fields: ['site', 'cluster'], cell: clusterCell },
  { key: 'defaults', title: "Anaconda's own", cell: ({ defaults }) => (defaults ? 'yes' : 'no') },
  {
    key: 'environments',
    title: 'Environments',
    by: 'environments',
    numeric: true,
    cell: ({ site, cluster, channel, environments }) =>
      number(environments, link({ site, cluster, channel: orUnnamed(channel), show: '' })),
  },
  {
    key: 'packages',
    title: 'Packages',
    by: 'packages',
    numeric: true,
    cell: ({ packages }) => numberText(packages),
  },
];

export const ownerColumns = (link: Link): TableColumn<FleetCondaOwnerRow>[] => [
  {
    key: 'owner',
    title: 'Owner',
    by: 'owner',
    names: true,
    cell: ({ owner }) => <Plain text={owner || 'not known'} />,
  },
  {
    key: 'environments',
    title: 'Environments',
    by: 'environments',
    numeric: true,
    cell: ({ owner, environments }) => number(environments, link({ owner: orUnnamed(owner), show: '' })),
  },
  {
    key: 'clusters',
    title: 'Clusters',
    by: 'clusters',
    numeric: true,
    cell: ({ clusters }) => numberText(clusters),
  },
  {
    key: 'packages',
    title: 'Packages',
    by: 'packages',
    numeric: true,
    cell: ({ packages }) => numberText(packages),
  },
  {
    key: 'defaults',
    title: "Anaconda's own",
    by: 'defaults',
    numeric: true,
    cell: ({ owner, defaults }) =>
      number(defaults, link({ owner: orUnnamed(owner), only: 'defaults', show: '' })),
  },
  { key: 'oldest', title: 'Oldest', by: 'oldest', cell: ({ oldest }) => <Age at={oldest} plain /> },
];

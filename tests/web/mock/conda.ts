import type {
  FleetCondaChannelRow,
  FleetCondaClusterRow,
  FleetCondaOwnerRow,
  FleetCondaRow,
} from '../../../server/routes/schemas/fleetConda.ts';
import { hashes } from './documents.ts';

const AT = '2026-11-24T04:00:00.000Z';
const place = { site: 'northern', cluster: 'fjord' };

export const environments: FleetCondaRow[] = [
  {
    ...place,
    place: '/opt/miniforge3',
    owner: 'root',
    python: '3.12.4',
    packages: 82,
    pip: 0,
    channels: ['conda-forge'],
    defaults: 'no',
    node: '',
    nodes: 5,
    since: '2026-10-01T04:00:00.000Z',
    document: hashes.image,
    confirmedAt: AT,
  },
  {
    ...place,
    place: '/home/<b>eve</b>/conda/envs/bio',
    owner: '<i>eve</i>',
    python: '3.9.18',
    packages: 1100,
    pip: 100,
    channels: ['pkgs/main', 'bioconda', ''],
    defaults: 'yes',
    node: '',
    nodes: 5,
    since: '2026-11-01T04:00:00.000Z',
    document: hashes.image,
    confirmedAt: AT,
  },
];

export const condaClusters: FleetCondaClusterRow[] = [
  {
    ...place,
    environments: 2,
    different: 2,
    defaults: 1,
    untold: 0,
    owners: 2,
    median: 82,
    largest: 1200,
    oldest: '2026-10-01T04:00:00.000Z',
  },
];

export const condaChannels: FleetCondaChannelRow[] = [
  { ...place, channel: 'conda-forge', defaults: false, environments: 1, packages: 82 },
  { ...place, channel: 'pkgs/main', defaults: true, environments: 1, packages: 900 },
  { ...place, channel: 'bioconda', defaults: false, environments: 1, packages: 190 },
  { ...place, channel: '', defaults: false, environments: 1, packages: 10 },
];

export const condaOwners: FleetCondaOwnerRow[] = [
  { owner: '<i>eve</i>', environments: 1, clusters: 1, packages: 1200, defaults: 1, oldest: AT },
  { owner: 'root', environments: 1, clusters: 1, packages: 82, defaults: 0, oldest: AT },
];

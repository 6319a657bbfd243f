import { z } from 'zod';
import { environmentList, listFleetConda } from '../../query/fleet/conda.ts';
import {
  channelList,
  clusterList,
  listCondaChannels,
  listCondaClusters,
  listCondaOwners,
  ownerList,
} from '../../query/fleet/condaNumbers.ts';
import { type Endpoint, endpoint, filter, nodeFilter, paging, sorting } from '../endpoint.ts';
import { pageOf } from '../schemas/common.ts';
import {
  FleetCondaChannelRow,
  FleetCondaClusterRow,
  FleetCondaOwnerRow,
  FleetCondaRow,
} from '../schemas/fleetConda.ts';

const place = {
  site: filter('name of a site'),
  cluster: filter('name of a cluster'),
  nodes: nodeFilter,
};

const orders = ({ columns }: { columns: object }) => sorting(Object.keys(columns));

/** Conda environments of all clusters, and in numbers. */
export const fleetCondaEndpoints: Endpoint[] = [
  endpoint({
    path: '/fleet/conda',
    summary: 'Conda environments that are there now, place by place',
    query: z.object({
      ...place,
      q: filter('part of the place'),
      owner: filter('exactly this account; not-known for those of which nobody knows it'),
      channel: filter('with packages from exactly this channel; not-known where it is not told'),
      only: z
        .enum(['', 'defaults', 'untold', 'without'])
        .default('')
        .describe(
          "defaults: with packages from Anaconda's own channels. untold: nobody can tell, since a channel is not told. without: with none from these",
        ),
      sort: orders(environmentList),
      ...paging,
    }),
    response: pageOf(FleetCondaRow),
    item: FleetCondaRow,
    handle: ({ db }, { query }) => listFleetConda(db, query),
  }),
  endpoint({
    path: '/fleet/conda/clusters',
    summary: 'Conda environments of each cluster in numbers',
    query: z.object({ ...place, sort: orders(clusterList), ...paging }),
    response: pageOf(FleetCondaClusterRow),
    item: FleetCondaClusterRow,
    handle: ({ db }, { query }) => listCondaClusters(db, query),
  }),
  endpoint({
    path: '/fleet/conda/channels',
    summary: 'Channels that packages of conda environments came from, cluster by cluster',
    query: z.object({ ...place, sort: orders(channelList), ...paging }),
    response: pageOf(FleetCondaChannelRow),
    item: FleetCondaChannelRow,
    handle: ({ db }, { query }) => listCondaChannels(db, query),
  }),
  endpoint({
    path: '/fleet/conda/owners',
    summary: 'Whose conda environments there are',
    query: z.object({ ...place, sort: orders(ownerList), ...paging }),
    response: pageOf(FleetCondaOwnerRow),
    item: FleetCondaOwnerRow,
    handle: ({ db }, { query }) => listCondaOwners(db, query),
  }),
];

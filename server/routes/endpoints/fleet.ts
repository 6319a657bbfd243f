import { z } from 'zod';
import { listFleet } from '../../query/fleet/fleet.ts';
import { listImageAges } from '../../query/fleet/imageAges.ts';
import { copyList, imageList, listFleetImages, listImageCopies } from '../../query/fleet/images.ts';
import { type FleetTableName, fleetTables } from '../../query/fleet/tables.ts';
import { type Endpoint, endpoint, filter, nodeFilter, paging, sorting } from '../endpoint.ts';
import { pageOf } from '../schemas/common.ts';
import {
  FleetGpuRow,
  FleetGrouping,
  FleetKernelRow,
  FleetRuntimeRow,
  FleetState,
  FleetSystemRow,
} from '../schemas/fleet.ts';
import {
  FleetImageAgeRow,
  FleetImageCopiesRow,
  FleetImageRow,
  ImageAge,
  ImageForm,
} from '../schemas/fleetImages.ts';
import { fleetCondaEndpoints } from './fleetConda.ts';

const query = z.object({
  site: filter('name of a site'),
  cluster: filter('name of a cluster'),
  role: filter('login, compute, gpu or service'),
  nodes: nodeFilter,
  by: FleetGrouping.default('cluster').describe('what is put together in a row'),
  value: filter('exactly this release, system, model or runtime'),
  is: filter(
    'exactly this in some columns of facts, as JSON: {"driver":"550.54","mig":""}, or anything but some values: {"driver":{"not":["550.54"]}}',
  ),
  state: z
    .union([z.literal(''), FleetState])
    .default('')
    .describe('whether there is one'),
  q: filter('part of a text of the row'),
  ...paging,
});

function table(name: FleetTableName, row: z.ZodObject): Endpoint {
  const { sentence } = fleetTables[name];
  return endpoint({
    path: `/fleet/${name}`,
    summary: sentence,
    query: query.extend({ sort: sorting(Object.keys(row.shape)) }),
    response: pageOf(row),
    item: row,
    handle: ({ db }, { query }) => listFleet(db, fleetTables[name], query),
  });
}

const place = {
  site: filter('name of a site'),
  cluster: filter('name of a cluster'),
  nodes: nodeFilter,
};

/** What all nodes have, facet by facet. */
export const fleetEndpoints: Endpoint[] = [
  table('kernels', FleetKernelRow),
  table('systems', FleetSystemRow),
  table('gpus', FleetGpuRow),
  table('runtimes', FleetRuntimeRow),
  endpoint({
    path: '/fleet/images',
    summary: 'Images that are there now, place by place',
    query: z.object({
      ...place,
      q: filter('part of the place or name'),
      form: z.union([z.literal(''), ImageForm]).default(''),
      digest: filter('exactly this digest, <kind>:<hex>'),
      only: z
        .enum(['', 'nameless', 'undigested', 'unlabelled'])
        .default('')
        .describe(
          'nameless: nothing tells what they are. undigested: no digest is known. unlabelled: they have no labels',
        ),
      age: z.union([z.literal(''), ImageAge]).default(''),
      sort: sorting(Object.keys(imageList.columns)),
      ...paging,
    }),
    response: pageOf(FleetImageRow),
    item: FleetImageRow,
    handle: ({ db }, { query }) => listFleetImages(db, query),
  }),
  endpoint({
    path: '/fleet/images/ages',
    summary: 'How old images are by what they say themselves, with the space they take',
    query: z.object(place),
    response: pageOf(FleetImageAgeRow),
    item: FleetImageAgeRow,
    handle: async ({ db }, { query }) => {
      const items = await listImageAges(db, query);
      return { items, total: items.length, next: null };
    },
  }),
  endpoint({
    path: '/fleet/images/copies',
    summary: 'Images with equal digests in several places, with the space they take',
    query: z.object({ ...place, sort: sorting(Object.keys(copyList.columns)), ...paging }),
    response: pageOf(FleetImageCopiesRow),
    item: FleetImageCopiesRow,
    handle: ({ db }, { query }) => listImageCopies(db, query),
  }),
  ...fleetCondaEndpoints,
];

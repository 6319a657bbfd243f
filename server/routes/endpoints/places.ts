import { z } from 'zod';
import { listSitesFiles } from '../../inventory/sitesFiles.ts';
import { auditList, listAudit } from '../../query/audit.ts';
import { clusterFacets } from '../../query/clusterFacets.ts';
import { clusterByName, listSites } from '../../query/clusters.ts';
import { concerns } from '../../query/concerns.ts';
import { listHeld } from '../../query/held.ts';
import { nodeDetail } from '../../query/nodeDetail.ts';
import { listNodes, nodeList } from '../../query/nodes.ts';
import { overview } from '../../query/overview.ts';
import { pageOfRecords } from '../../query/wholeList.ts';
import { type Endpoint, endpoint, filter, idField, nodeFilter, paging, sorting } from '../endpoint.ts';
import { AuditRow } from '../schemas/acts.ts';
import { ClusterFacet } from '../schemas/clusterFacets.ts';
import { pageOf } from '../schemas/common.ts';
import { Concerns, Overview } from '../schemas/find.ts';
import { Cluster, ClusterDetail, HeldRow, NodeDetail, NodeRow, Site } from '../schemas/places.ts';
import { SitesFileRow } from '../schemas/sites.ts';

const site = filter('name of a site');
const cluster = filter('name of a cluster');
const reason = filter('code of a reason, see docs/reasons.md');

/** By what rows that are there as a whole are sorted. */
const HELD = ['site', 'cluster', 'facet', 'path', 'reason', 'lost', 'total', 'seenAt'];
const CLUSTER = ['site', 'name', 'nodes', 'tools', 'heldRoots', 'newestVisitAt', 'oldestVisitAt'];

/** The fleet as a whole, sites, clusters, nodes, what is held back of them, and who changed them. */
export const placesEndpoints: Endpoint[] = [
  endpoint({
    path: '/overview',
    summary: 'The fleet in numbers, and what needs a look',
    response: Overview,
    handle: ({ db, config }) => overview(db, config.compare.staleDays),
  }),
  endpoint({
    path: '/overview/concerns',
    summary: 'What needs a look in what is installed: images, environments',
    response: Concerns,
    handle: ({ db }) => concerns(db),
  }),
  endpoint({
    path: '/sites',
    summary: 'Sites with their clusters',
    response: z.object({ items: z.array(Site) }),
    handle: async ({ db }) => ({ items: await listSites(db) }),
  }),
  endpoint({
    path: '/sites/files',
    summary: 'Sites files as they were applied last, the latest first',
    administrators: true,
    response: pageOf(SitesFileRow),
    item: SitesFileRow,
    handle: async ({ db }) => {
      const items = await listSitesFiles(db);
      return { items, total: items.length, next: null };
    },
  }),
  endpoint({
    path: '/clusters',
    summary: 'Clusters of all sites',
    query: z.object({ sort: sorting(CLUSTER), ...paging }),
    response: pageOf(Cluster),
    item: Cluster,
    handle: async ({ db }, { query }) => {
      const clusters = (await listSites(db)).flatMap((one) => one.clusters);
      return pageOfRecords(clusters, query, ['site', 'name']);
    },
  }),
  endpoint({
    path: '/clusters/{site}/{cluster}',
    summary: 'One cluster',
    params: z.object({ site: z.string(), cluster: z.string() }),
    response: ClusterDetail,
    handle: ({ db }, { params }) => clusterByName(db, params.site, params.cluster),
  }),
  endpoint({
    path: '/clusters/{site}/{cluster}/facets',
    summary: 'What the nodes of a cluster hold, facet by facet, those that hold the same put together',
    params: z.object({ site: z.string(), cluster: z.string() }),
    response: pageOf(ClusterFacet),
    item: ClusterFacet,
    handle: async ({ db }, { params }) => {
      const items = await clusterFacets(db, params.site, params.cluster);
      return { items, total: items.length, next: null };
    },
  }),
  endpoint({
    path: '/nodes',
    summary: 'Nodes with their latest visit',
    query: z.object({
      site,
      cluster,
      role: filter('login, compute, gpu or service'),
      outcome: filter('of the latest visit: complete, partial, failed, notExpected, or never'),
      reason,
      q: filter('part of the name'),
      unread: filter('name of a facet of which the latest visit could not read something'),
      age: z
        .enum(['', 'stale'])
        .default('')
        .describe('stale: nothing was learnt of it for longer than GAZETTEER_STALE_DAYS'),
      nodes: nodeFilter,
      unseen: filter('SINCE/UNTIL: nothing was learnt of it between these two times'),
      sort: sorting(Object.keys(nodeList.columns)),
      ...paging,
    }),
    response: pageOf(NodeRow),
    item: NodeRow,
    handle: ({ db, config }, { query }) => listNodes(db, query, config.compare.staleDays),
  }),
  endpoint({
    path: '/nodes/{id}',
    summary: 'One node with its facets, each with its outcome and age',
    params: z.object({ id: idField }),
    response: NodeDetail,
    handle: ({ db }, { params }) => nodeDetail(db, params.id),
  }),
  endpoint({
    path: '/held',
    summary: 'Places whose last reading is held back, with the reason',
    query: z.object({ site, cluster, nodes: nodeFilter, sort: sorting(HELD), ...paging }),
    response: pageOf(HeldRow),
    item: HeldRow,
    handle: async ({ db }, { query }) =>
      pageOfRecords(await listHeld(db, query), query, ['id', 'reason', 'accepted', 'rejected']),
  }),
  endpoint({
    path: '/audit',
    summary: 'Who changed what, and when, newest first',
    administrators: true,
    query: z.object({
      who: filter('part of the name'),
      action: filter('part of the action'),
      sort: sorting(Object.keys(auditList.columns)),
      ...paging,
    }),
    response: pageOf(AuditRow),
    item: AuditRow,
    handle: ({ db }, { query }) => listAudit(db, query),
  }),
];

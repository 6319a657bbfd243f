import { z } from 'zod';
import { listSitesFiles } from '../inventory/sitesFiles.ts';
import { auditList, listAudit } from '../query/audit.ts';
import { clusterFacets } from '../query/clusterFacets.ts';
import { clusterByName, listSites } from '../query/clusters.ts';
import { concerns } from '../query/concerns.ts';
import { documentView } from '../query/documents.ts';
import { find, findOrders } from '../query/find.ts';
import { findChoices } from '../query/findNarrow.ts';
import { listHeld } from '../query/held.ts';
import { nodeDetail } from '../query/nodeDetail.ts';
import { listNodes, nodeList } from '../query/nodes.ts';
import { overview } from '../query/overview.ts';
import { suggestions } from '../query/suggestions.ts';
import { listSweeps, sweepById, sweepList } from '../query/sweeps.ts';
import { toolGrid } from '../query/toolGrid.ts';
import { toolHistory } from '../query/toolHistory.ts';
import { listTools, toolList } from '../query/tools.ts';
import { listVisits, visitList } from '../query/visits.ts';
import { pageOfRecords } from '../query/wholeList.ts';
import { type Endpoint, endpoint, filter, idField, paging, sorting } from './endpoint.ts';
import { askedEndpoints } from './endpoints/asked.ts';
import { changesEndpoints } from './endpoints/changes.ts';
import { compareEndpoints } from './endpoints/compare.ts';
import { deliveriesEndpoints } from './endpoints/deliveries.ts';
import { fleetEndpoints } from './endpoints/fleet.ts';
import { historyEndpoints } from './endpoints/history.ts';
import { locksEndpoints } from './endpoints/locks.ts';
import { reportsEndpoints } from './endpoints/reports.ts';
import { sweepsEndpoints } from './endpoints/sweeps.ts';
import { verdictsEndpoints } from './endpoints/verdicts.ts';
import { AuditRow } from './schemas/acts.ts';
import { ClusterFacet } from './schemas/clusterFacets.ts';
import { Hash, Provider, pageOf, Tier, VisitOutcome } from './schemas/common.ts';
import {
  Concerns,
  FindAnswer,
  FindChoices,
  FindRow,
  Overview,
  Suggestion,
  ToolSuggestion,
} from './schemas/find.ts';
import {
  Cluster,
  ClusterDetail,
  DocumentView,
  HeldRow,
  NodeDetail,
  NodeRow,
  Site,
  Sweep,
  Visit,
} from './schemas/places.ts';
import { SitesFileRow } from './schemas/sites.ts';
import { ToolCell, ToolGrid, ToolTime } from './schemas/toolGrid.ts';

const site = filter('name of a site');
const cluster = filter('name of a cluster');
const reason = filter('code of a reason, see docs/reasons.md');
const optionalId = z.union([z.literal(''), idField]).default('');
const idOrNull = (value: '' | number) => (value === '' ? null : value);

/** By what rows that are there as a whole are sorted. */
const HELD = ['site', 'cluster', 'facet', 'path', 'reason', 'lost', 'total', 'seenAt'];
const CLUSTER = ['site', 'name', 'nodes', 'tools', 'heldRoots', 'newestVisitAt', 'oldestVisitAt'];

/** Every address of the API, in the order of the documentation. */
export const endpoints: Endpoint[] = [
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
    path: '/sweeps',
    summary: 'Sweeps, newest first',
    query: z.object({
      site,
      cluster,
      since: filter('a day, a time in UTC, or an age such as 7d; only sweeps that began after it'),
      until: filter('the same; only sweeps that began before it'),
      sort: sorting(Object.keys(sweepList.columns)),
      ...paging,
    }),
    response: pageOf(Sweep),
    item: Sweep,
    handle: ({ db }, { query }) => listSweeps(db, query),
  }),
  endpoint({
    path: '/sweeps/{id}',
    summary: 'One sweep',
    params: z.object({ id: idField }),
    response: Sweep,
    handle: ({ db }, { params }) => sweepById(db, params.id),
  }),
  ...sweepsEndpoints,
  endpoint({
    path: '/visits',
    summary: 'Visits, newest sweep first',
    query: z.object({
      sweep: optionalId.describe('id of a sweep'),
      node: optionalId.describe('id of a node'),
      site,
      cluster,
      outcome: z.union([z.literal(''), VisitOutcome]).default(''),
      reason,
      sort: sorting(Object.keys(visitList.columns)),
      ...paging,
    }),
    response: pageOf(Visit),
    item: Visit,
    handle: ({ db }, { query }) =>
      listVisits(db, { ...query, sweep: idOrNull(query.sweep), node: idOrNull(query.node) }),
  }),
  endpoint({
    path: '/held',
    summary: 'Places whose last reading is held back, with the reason',
    query: z.object({ site, cluster, sort: sorting(HELD), ...paging }),
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
  endpoint({
    path: '/documents/{hash}',
    summary: 'One document: facts, table, offerings, holders',
    params: z.object({ hash: Hash }),
    response: DocumentView,
    handle: ({ db }, { params }) => documentView(db, params.hash),
  }),
  endpoint({
    path: '/documents/{hash}/rows',
    summary: "The rows of a document's table; its columns are those of its kind",
    params: z.object({ hash: Hash }),
    response: pageOf(z.record(z.string(), z.unknown())),
    item: z.object({}),
    handle: async ({ db }, { params }) => {
      const { rows } = await documentView(db, params.hash);
      return { items: rows, total: rows.length, next: null };
    },
  }),
  endpoint({
    path: '/find',
    summary: 'Where a tool is, as what, and the line that loads it',
    query: z.object({
      tool: filter('name of a tool'),
      version: filter('version; empty for any'),
      site,
      cluster,
      provider: z.union([z.literal(''), Provider]).default(''),
      sort: sorting(findOrders),
      tier: z.union([z.literal(''), Tier]).default(''),
      build: filter('exact build, as a row tells it'),
      architecture: filter('of a node that has it, such as x86_64'),
      gpu: filter('part of the model of a card of that node'),
      partition: filter('partition that the node is in, as the batch system calls it'),
      channel: filter('of the conda package at the place that is shown'),
      ...paging,
    }),
    response: FindAnswer,
    item: FindRow,
    handle: ({ db }, { query }) => {
      const { tier, build, architecture, gpu, partition, channel, ...asked } = query;
      return find(db, { ...asked, narrow: { tier, build, architecture, gpu, partition, channel } });
    },
  }),
  endpoint({
    path: '/find/choices',
    summary: 'Architectures, cards and partitions by which an answer can be narrowed',
    response: FindChoices,
    handle: ({ db }) => findChoices(db),
  }),
  endpoint({
    path: '/suggestions',
    summary: 'What somebody may mean who types: tools, or versions of the tool that is named',
    query: z.object({ q: filter('part of a name'), version: filter('beginning of a version') }),
    response: z.object({ items: z.array(Suggestion) }),
    handle: async ({ db }, { query }) => ({ items: await suggestions(db, query) }),
  }),
  endpoint({
    path: '/tools',
    summary: 'Tools whose name holds a text',
    query: z.object({
      q: filter('part of a name; empty for all'),
      site,
      cluster,
      provider: z.union([z.literal(''), Provider]).default(''),
      best: z
        .union([z.literal(''), Tier])
        .default('')
        .describe('only tools of which this is the best tier there'),
      sort: sorting(Object.keys(toolList.columns)),
      ...paging,
    }),
    response: pageOf(ToolSuggestion),
    item: ToolSuggestion,
    handle: ({ db }, { query }) => listTools(db, query),
  }),
  endpoint({
    path: '/tools/{tool}',
    summary: 'Which versions of a tool are where, and where it is missing or not known',
    params: z.object({ tool: z.string().min(1).max(200) }),
    query: z.object({
      site,
      by: z.enum(['', 'site', 'cluster']).default('').describe('a column for each; empty chooses'),
      against: filter('version that the others are matched with; empty for the newest'),
      at: filter('site or site/cluster whose it is; empty for one that has it as what travels best'),
    }),
    response: ToolGrid,
    item: ToolCell,
    handle: ({ db, config }, { params, query }) =>
      toolGrid(db, { ...params, ...query, staleDays: config.compare.staleDays }),
  }),
  endpoint({
    path: '/tools/{tool}/history',
    summary: 'How many clusters had the newest version of a tool, and how many only older ones, over time',
    params: z.object({ tool: z.string().min(1).max(200) }),
    query: z.object({
      site,
      days: z.coerce
        .number()
        .int()
        .min(1)
        .max(3650)
        .default(90)
        .describe('how far back; no further than anything was read'),
      points: z.coerce.number().int().min(2).max(60).default(13).describe('at most, an hour or more apart'),
    }),
    response: pageOf(ToolTime),
    item: ToolTime,
    handle: async ({ db }, { params, query }) => {
      const items = await toolHistory(db, { ...params, ...query });
      return { items, total: items.length, next: null };
    },
  }),
  ...historyEndpoints,
  ...changesEndpoints,
  ...compareEndpoints,
  ...locksEndpoints,
  ...verdictsEndpoints,
  ...fleetEndpoints,
  ...askedEndpoints,
  ...reportsEndpoints,
  ...deliveriesEndpoints,
];

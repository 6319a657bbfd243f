import type { Report } from '../../server/reports/model.ts';
import type { AuditRow } from '../../server/routes/schemas/acts.ts';
import type {
  ChangesAnswer,
  ChangesSummaryRow,
  DocumentDiff,
  DocumentDiffText,
  UnconfirmedRow,
} from '../../server/routes/schemas/changes.ts';
import type { AskedTool } from '../../server/routes/schemas/check.ts';
import type { ClusterFacet } from '../../server/routes/schemas/clusterFacets.ts';
import type {
  ComparedEnvironment,
  ComparisonAnswer,
  OtherBytes,
  Pairs,
  SeriesPoint,
  SpreadTool,
} from '../../server/routes/schemas/compare.ts';
import type { DeliveryRow, ScheduleRow } from '../../server/routes/schemas/deliveries.ts';
import type { ClusterDrift, DriftAnswer } from '../../server/routes/schemas/drift.ts';

import type {
  Concerns,
  FindAnswer,
  FindChoices,
  Overview,
  Suggestion,
  ToolSuggestion,
} from '../../server/routes/schemas/find.ts';
import type {
  FleetCondaChannelRow,
  FleetCondaClusterRow,
  FleetCondaOwnerRow,
  FleetCondaRow,
} from '../../server/routes/schemas/fleetConda.ts';
import type {
  FleetImageAgeRow,
  FleetImageCopiesRow,
  FleetImageRow,
} from '../../server/routes/schemas/fleetImages.ts';
import type { HistoryAnswer } from '../../server/routes/schemas/history.ts';
import type {
  ClusterDetail,
  DocumentView,
  HeldRow,
  NodeDetail,
  NodeRow,
  Site,
  Sweep,
  Visit,
} from '../../server/routes/schemas/places.ts';
import type { ReportOrder, ReportRow } from '../../server/routes/schemas/reports.ts';
import type { SitesFileRow } from '../../server/routes/schemas/sites.ts';
import type { SweepReason, SweepSlowest } from '../../server/routes/schemas/sweeps.ts';
import type { ToolGrid, ToolTime } from '../../server/routes/schemas/toolGrid.ts';
import type { VerdictAnswerPage } from '../../server/routes/schemas/verdicts.ts';
import type { FleetRow } from '../fleet/sheets.ts';
import { type ApiRequest, type QueryValue, withQuery } from './request.ts';

export interface Page<Item> {
  items: Item[];
  total: number;
  next: string | null;
}

type Query = Record<string, QueryValue>;
const part = encodeURIComponent;

export const overviewRequest: ApiRequest<Overview> = { path: '/overview' };
export const concernsRequest: ApiRequest<Concerns> = { path: '/overview/concerns' };
export const sitesRequest: ApiRequest<{ items: Site[] }> = { path: '/sites' };

export const sitesFilesRequest: ApiRequest<Page<SitesFileRow>> = { path: '/sites/files' };

export function clusterRequest(site: string, cluster: string): ApiRequest<ClusterDetail> {
  return { path: `/clusters/${part(site)}/${part(cluster)}` };
}

export function clusterFacetsRequest(site: string, cluster: string): ApiRequest<Page<ClusterFacet>> {
  return { path: `/clusters/${part(site)}/${part(cluster)}/facets` };
}

export function nodesRequest(query: Query): ApiRequest<Page<NodeRow>> {
  return { path: withQuery('/nodes', query) };
}

export function nodeRequest(id: string): ApiRequest<NodeDetail> {
  return { path: `/nodes/${part(id)}` };
}

export function nodeHistoryRequest(id: string, query: Query): ApiRequest<HistoryAnswer> {
  return { path: withQuery(`/nodes/${part(id)}/history`, query) };
}

export function clusterHistoryRequest(
  site: string,
  cluster: string,
  query: Query,
): ApiRequest<HistoryAnswer> {
  return { path: withQuery(`/clusters/${part(site)}/${part(cluster)}/history`, query) };
}

export function askedRequest(query: Query): ApiRequest<Page<AskedTool>> {
  return { path: withQuery('/check/missing', query) };
}

export function reportsRequest(query: Query): ApiRequest<Page<ReportRow>> {
  return { path: withQuery('/reports', query) };
}

export function reportRequest(id: string): ApiRequest<Report> {
  return { path: `/reports/${part(id)}` };
}

export function reportOrderRequest(id: string): ApiRequest<ReportOrder> {
  return { path: `/reports/orders/${part(id)}` };
}

export function sweepsRequest(query: Query): ApiRequest<Page<Sweep>> {
  return { path: withQuery('/sweeps', query) };
}

export function sweepRequest(id: string): ApiRequest<Sweep> {
  return { path: `/sweeps/${part(id)}` };
}

export function sweepReasonsRequest(id: string): ApiRequest<Page<SweepReason>> {
  return { path: `/sweeps/${part(id)}/reasons` };
}

export function sweepSlowestRequest(id: string): ApiRequest<Page<SweepSlowest>> {
  return { path: `/sweeps/${part(id)}/slowest` };
}

export function auditRequest(query: Query): ApiRequest<Page<AuditRow>> {
  return { path: withQuery('/audit', query) };
}

export function deliveriesRequest(query: Query): ApiRequest<Page<DeliveryRow>> {
  return { path: withQuery('/deliveries', query) };
}

export const schedulesRequest: ApiRequest<Page<ScheduleRow>> = { path: '/deliveries/schedules' };

export function visitsRequest(query: Query): ApiRequest<Page<Visit>> {
  return { path: withQuery('/visits', query) };
}

export function documentRequest(hash: string): ApiRequest<DocumentView> {
  return { path: `/documents/${part(hash)}` };
}

export function verdictsRequest(query: Query): ApiRequest<VerdictAnswerPage> {
  return { path: withQuery('/verdicts', query) };
}

export function changesRequest(query: Query): ApiRequest<ChangesAnswer> {
  return { path: withQuery('/changes', query) };
}

export function changesSummaryRequest(query: Query): ApiRequest<Page<ChangesSummaryRow>> {
  return { path: withQuery('/changes/summary', query) };
}

export function unconfirmedRequest(query: Query): ApiRequest<Page<UnconfirmedRow>> {
  return { path: withQuery('/changes/unconfirmed', query) };
}

export function diffRequest(before: string, after: string, query: Query): ApiRequest<DocumentDiff> {
  return { path: withQuery(`/documents/${part(before)}/diff/${part(after)}`, query) };
}

export function diffTextRequest(before: string, after: string, of: string): ApiRequest<DocumentDiffText> {
  return { path: withQuery(`/documents/${part(before)}/diff/${part(after)}/text`, { of }) };
}

export function driftRequest(site: string, cluster: string, query: Query): ApiRequest<DriftAnswer> {
  return { path: withQuery(`/clusters/${part(site)}/${part(cluster)}/drift`, query) };
}

export function driftOverviewRequest(query: Query): ApiRequest<Page<ClusterDrift>> {
  return { path: withQuery('/drift', query) };
}

export function heldRequest(query: Query): ApiRequest<Page<HeldRow>> {
  return { path: withQuery('/held', query) };
}

export function findRequest(query: Query): ApiRequest<FindAnswer> {
  return { path: withQuery('/find', query) };
}

export const findChoicesRequest: ApiRequest<FindChoices> = { path: '/find/choices' };

export function suggestionsRequest(query: Query): ApiRequest<{ items: Suggestion[] }> {
  return { path: withQuery('/suggestions', query) };
}

export function toolsRequest(query: Query): ApiRequest<Page<ToolSuggestion>> {
  return { path: withQuery('/tools', query) };
}

export function fleetRequest(table: string, query: Query): ApiRequest<Page<FleetRow>> {
  return { path: withQuery(`/fleet/${part(table)}`, query) };
}

export function imagesRequest(query: Query): ApiRequest<Page<FleetImageRow>> {
  return { path: withQuery('/fleet/images', query) };
}

export function imageAgesRequest(query: Query): ApiRequest<Page<FleetImageAgeRow>> {
  return { path: withQuery('/fleet/images/ages', query) };
}

export function imageCopiesRequest(query: Query): ApiRequest<Page<FleetImageCopiesRow>> {
  return { path: withQuery('/fleet/images/copies', query) };
}

export function condaRequest(query: Query): ApiRequest<Page<FleetCondaRow>> {
  return { path: withQuery('/fleet/conda', query) };
}

export function condaClustersRequest(query: Query): ApiRequest<Page<FleetCondaClusterRow>> {
  return { path: withQuery('/fleet/conda/clusters', query) };
}

export function condaChannelsRequest(query: Query): ApiRequest<Page<FleetCondaChannelRow>> {
  return { path: withQuery('/fleet/conda/channels', query) };
}

export function condaOwnersRequest(query: Query): ApiRequest<Page<FleetCondaOwnerRow>> {
  return { path: withQuery('/fleet/conda/owners', query) };
}

export function comparisonRequest(query: Query): ApiRequest<ComparisonAnswer> {
  return { path: withQuery('/compare', query) };
}

export function environmentsRequest(query: Query): ApiRequest<Page<ComparedEnvironment>> {
  return { path: withQuery('/compare/environments', query) };
}

export function pairsRequest(query: Query): ApiRequest<Pairs> {
  return { path: withQuery('/compare/pairs', query) };
}

export function spreadRequest(query: Query): ApiRequest<Page<SpreadTool>> {
  return { path: withQuery('/compare/tools', query) };
}

export function otherBytesRequest(query: Query): ApiRequest<Page<OtherBytes>> {
  return { path: withQuery('/compare/bytes', query) };
}

export function seriesRequest(query: Query): ApiRequest<Page<SeriesPoint>> {
  return { path: withQuery('/compare/series', query) };
}

export function toolRequest(tool: string, query: Query): ApiRequest<ToolGrid> {
  return { path: withQuery(`/tools/${part(tool)}`, query) };
}

export function toolHistoryRequest(tool: string, query: Query): ApiRequest<Page<ToolTime>> {
  return { path: withQuery(`/tools/${part(tool)}/history`, query) };
}

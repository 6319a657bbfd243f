import { type QueryValue, withQuery } from '../api/request.ts';

const part = encodeURIComponent;
type Query = Record<string, QueryValue>;

export const findPage = (query: Query) => withQuery('/find', query);
export const comparePage = (query: Query) => withQuery('/compare', query);
export const toolPage = (tool: string, query: Query = {}) => withQuery(`/tools/${part(tool)}`, query);
export const nodesPage = (query: Query) => withQuery('/nodes', query);
export const nodePage = (id: number) => `/nodes/${id}`;
export const clusterPage = (site: string, cluster: string) => `/clusters/${part(site)}/${part(cluster)}`;
export const nodeHistoryPage = (id: number, query: Query = {}) => withQuery(`${nodePage(id)}/history`, query);
export const clusterHistoryPage = (site: string, cluster: string, query: Query = {}) =>
  withQuery(`${clusterPage(site, cluster)}/history`, query);
export const heldPage = (query: Query) => withQuery('/held', query);
export const documentPage = (hash: string) => `/documents/${part(hash)}`;
export const verdictPage = (query: Query) => withQuery('/verdict', query);
export const diffPage = (before: string, after: string) => `/documents/${part(before)}/diff/${part(after)}`;
export const changesPage = (query: Query) => withQuery('/changes', query);
export const driftPage = (query: Query) => withQuery('/drift', query);
export const sitesPage = (query: Query) => withQuery('/sites', query);
export const sweepsPage = (query: Query) => withQuery('/sweeps', query);
export const sweepPage = (id: number, query: Query = {}) => withQuery(`/sweeps/${id}`, query);

/** A link that an answer brings: only one into these pages is followed. */
export function ownLink(link: string): string {
  return /^\/(?![/\\])/.test(link) ? link : '/';
}

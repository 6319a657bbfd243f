import { isMap, parseDocument } from 'yaml';

/** A sites file without a cluster, or without a site (cluster ''), comments kept; null where it does not name it. A site goes with its last cluster. */
export function withoutPlace(text: string, site: string, cluster: string): string | null {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return null;
  const clusters = document.getIn(['sites', site, 'clusters'], true);
  if (cluster !== '' && !document.hasIn(['sites', site, 'clusters', cluster])) return null;
  const isLast = isMap(clusters) && clusters.items.length === 1;
  if (!document.deleteIn(cluster === '' || isLast ? ['sites', site] : ['sites', site, 'clusters', cluster]))
    return null;
  return document.toString({ lineWidth: 0 });
}

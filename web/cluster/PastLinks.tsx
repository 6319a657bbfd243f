import { changesPage, clusterHistoryPage } from '../addresses/pages.ts';

/** On the page of a cluster: where to read how it became what it is. */
export function PastLinks({ site, cluster }: { site: string; cluster: string }) {
  return (
    <p class="links-line">
      <a href={changesPage({ scope: `${site}/${cluster}` })}>What changed in the last week</a>
      <a href={clusterHistoryPage(site, cluster)}>History</a>
    </p>
  );
}

import { useState } from 'preact/hooks';
import { comparePage } from '../addresses/pages.ts';
import { withQuery } from '../api/request.ts';

const part = encodeURIComponent;

/** What the cluster has, as files: a lock to rebuild it elsewhere, and an inventory to compare it elsewhere. */
export function LockOffer({ site, cluster }: { site: string; cluster: string }) {
  const [tools, setTools] = useState('');
  const place = `${site}/${cluster}`;
  const lock = withQuery(`/api/v1/locks/${part(site)}/${part(cluster)}.json`, { tool: tools.trim() });
  const inventory = withQuery('/api/v1/compare/inventory.json', { scope: place });
  return (
    <details class="legend">
      <summary>Take what it has elsewhere</summary>
      <p>
        A lock holds what is needed to rebuild some tools elsewhere: exact packages with their hashes, digests
        of images, lines that load modules. <a href="/check">Check</a> takes it, and tells where all of it
        still is.
      </p>
      <label class="filter">
        <span class="label">Tools, with commas between; empty for all</span>
        <input
          type="text"
          value={tools}
          placeholder="samtools, bwa"
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setTools(event.currentTarget.value)}
        />
      </label>
      <p>
        <a href={lock} download={`${site}-${cluster}.lock.json`}>
          Lock as JSON
        </a>
      </p>
      <p>
        An inventory lists all tools without paths or nodes, to be compared at another installation:{' '}
        <a href={inventory} download={`${site}-${cluster}.inventory.json`}>
          Inventory as JSON
        </a>
        . <a href={comparePage({ a: place })}>Compare this cluster here</a>
      </p>
      <p>
        A bill of materials lists what it offers, and what that is made of as far as it was read, for tools
        that look for what is affected by something:{' '}
        <a href={`/api/v1/clusters/${part(site)}/${part(cluster)}/sbom`} download>
          CycloneDX as JSON
        </a>
      </p>
      <p>
        Its modules as Open OnDemand's module browser reads them:{' '}
        <a href={`/api/v1/clusters/${part(site)}/${part(cluster)}/ondemand`} download>
          {cluster}.json
        </a>
      </p>
    </details>
  );
}

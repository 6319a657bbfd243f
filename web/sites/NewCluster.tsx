import { useState } from 'preact/hooks';
import { useFilters } from '../addresses/useFilters.ts';

const NAME = '[A-Za-z0-9][A-Za-z0-9._\\-]*';

/** Names of the site and cluster to add; the address holds them from then on. */
export function NewCluster() {
  const filters = useFilters();
  const [site, setSite] = useState('');
  const [cluster, setCluster] = useState('');
  return (
    <section aria-labelledby="new-title">
      <h2 id="new-title">Add a cluster</h2>
      <form
        class="act-form"
        onSubmit={(event) => {
          event.preventDefault();
          filters.set({ site: site.trim(), cluster: cluster.trim() });
        }}
      >
        <label class="filter">
          <span class="label">Site</span>
          <input
            required
            pattern={NAME}
            value={site}
            placeholder="alpha"
            onInput={(event) => setSite(event.currentTarget.value)}
          />
        </label>
        <label class="filter">
          <span class="label">Cluster</span>
          <input
            required
            pattern={NAME}
            value={cluster}
            placeholder="hpc1"
            onInput={(event) => setCluster(event.currentTarget.value)}
          />
        </label>
        <button type="submit">Go on</button>
      </form>
    </section>
  );
}

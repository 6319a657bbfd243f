import { useState } from 'preact/hooks';
import { useFilters } from '../addresses/useFilters.ts';
import { NameField } from './NameField.tsx';

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
        <NameField title="Site" hint="alpha" value={site} set={setSite} />
        <NameField title="Cluster" hint="hpc1" value={cluster} set={setCluster} />
        <button type="submit">Go on</button>
      </form>
    </section>
  );
}

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { StartedSweep } from '../../server/routes/schemas/acts.ts';
import type { ClusterDetail } from '../../server/routes/schemas/places.ts';
import { sweepPage } from '../addresses/pages.ts';
import { ActButton } from '../session/ActButton.tsx';
import { useAdministrator } from '../session/session.ts';

/** What an administrator does with a cluster: sweep it now, pause it, resume it. */
export function ClusterActs({ cluster, again }: { cluster: ClusterDetail; again: () => void }) {
  const [why, setWhy] = useState('');
  const { route } = useLocation();
  const who = useAdministrator();
  const { site, name, collecting } = cluster;
  const path = `/clusters/${encodeURIComponent(site)}/${encodeURIComponent(name)}`;
  if (collecting.paused) {
    return <ActButton title="Resume" name={`${site}/${name}`} path={`${path}/resume`} done={again} />;
  }
  if (who === null) return null;
  return (
    <div class="act-form">
      <ActButton
        title="Start a sweep"
        path="/sweeps/start"
        body={{ cluster: `${site}/${name}` }}
        done={(answer) => {
          const started: StartedSweep = JSON.parse(answer);
          route(sweepPage(started.sweep));
        }}
      />
      <label class="filter">
        <span class="label">Reason to pause</span>
        <input
          type="text"
          maxLength={200}
          value={why}
          placeholder="file server moves"
          onInput={(event) => setWhy(event.currentTarget.value)}
        />
      </label>
      <ActButton title="Pause" name={`${site}/${name}`} path={`${path}/pause`} body={{ why }} done={again} />
    </div>
  );
}

import type { Sweep } from '../../server/routes/schemas/places.ts';
import { clusterPage, sweepPage } from '../addresses/pages.ts';
import { useSweepEvents } from '../api/useSweepEvents.ts';
import { Age } from '../components/Age.tsx';
import { OutcomeBar } from '../components/OutcomeBar.tsx';
import { Plain } from '../components/Plain.tsx';
import { ActButton } from '../session/ActButton.tsx';
import { numberText } from '../text/quantities.ts';
import { visibleText } from '../text/visible.ts';

/** A browser keeps six connections to a host; pages need some for themselves. */
const WATCHED = 3;

/** The sweeps that run, as they go on. */
export function RunningSweeps({ sweeps, again }: { sweeps: Sweep[]; again: () => void }) {
  const running = sweeps.filter(({ state }) => state === 'running');
  if (running.length === 0) return null;
  return (
    <section class="running" aria-labelledby="running-title">
      <h2 id="running-title">Running now</h2>
      <ul>
        {running.map((sweep, at) => (
          <li key={sweep.id}>
            <Running sweep={sweep} watched={at < WATCHED} again={again} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Running({ sweep, watched, again }: { sweep: Sweep; watched: boolean; again: () => void }) {
  const now = useSweepEvents(String(sweep.id), watched, again) ?? sweep;
  const { complete, partial, failed, notExpected } = now.outcomes;
  const done = complete + partial + failed + notExpected;
  const name = `${sweep.site}/${sweep.cluster}`;
  return (
    <div class="running-sweep">
      <p>
        <a href={sweepPage(sweep.id)}>Sweep {sweep.id}</a> of{' '}
        <a href={clusterPage(sweep.site, sweep.cluster)}>
          <Plain text={name} />
        </a>
        , begun <Age at={sweep.startedAt} />: {numberText(done)} of {numberText(now.expected)} nodes
      </p>
      <progress
        max={Math.max(1, now.expected)}
        value={done}
        aria-label={`Nodes visited of ${visibleText(name)}`}
      />
      {done > 0 && (
        <OutcomeBar counts={now.outcomes} linkOf={(outcome) => sweepPage(sweep.id, { outcome })} />
      )}
      <CancelSweep sweep={sweep} done={again} />
    </div>
  );
}

export function CancelSweep({ sweep, done }: { sweep: Sweep; done: () => void }) {
  return (
    <ActButton
      title="Cancel"
      name={`sweep ${sweep.id}`}
      path={`/sweeps/${sweep.id}/cancel`}
      sure="Cancel this sweep"
      done={done}
    />
  );
}

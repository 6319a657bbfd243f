import { useState } from 'preact/hooks';
import type { AppliedSites } from '../../server/routes/schemas/sites.ts';
import { nodesPage } from '../addresses/pages.ts';
import { Plain } from '../components/Plain.tsx';
import { ActButton } from '../session/ActButton.tsx';
import { counted } from '../text/quantities.ts';

const EFFECTS = ['added', 'changed', 'renamed', 'removed', 'extra', 'unchanged'] as const;

/** Makes the sites those of the file, and says what that changed. */
export function ApplySites({ text, path, done }: { text: string; path: string; done: () => void }) {
  const [answer, setAnswer] = useState<AppliedSites | null>(null);
  const [prune, setPrune] = useState(false);
  return (
    <section aria-labelledby="apply-title">
      <h2 id="apply-title">Apply</h2>
      <p>
        Nothing is visited by it. Keep the file in git: save it{' '}
        {path === '' ? 'where you keep such files' : <Plain text={`as ${path}`} />}, or the next{' '}
        <code>gazetteer apply</code> of the old one takes this back.
      </p>
      <div class="act-form">
        <ActButton
          title="Apply"
          path="/sites/apply"
          body={{ text, path, prune }}
          sure={prune ? 'Apply, and take out of service what it does not name' : 'Apply this file'}
          done={(said) => {
            setAnswer(JSON.parse(said));
            done();
          }}
        />
        <label class="act-check">
          <input
            type="checkbox"
            checked={prune}
            onChange={(event) => setPrune(event.currentTarget.checked)}
          />
          Take out of service what it does not name
        </label>
      </div>
      <div role="status">
        {answer && (
          <p>
            Applied:{' '}
            {EFFECTS.map((effect) => {
              const count = answer.applied.filter((one) => one.effect === effect).length;
              return count === 0 ? null : <span key={effect}>{`${count} ${effect} `}</span>;
            })}
            of {counted(answer.applied.length, 'site, cluster or node', 'sites, clusters and nodes')}.{' '}
            <a href={nodesPage({})}>See the nodes</a>, or start a sweep on{' '}
            <a href="/sweeps">the page of sweeps</a>.
          </p>
        )}
        {answer?.problems.map((problem) => (
          <p key={problem} class="act-problem">
            <Plain text={problem} />
          </p>
        ))}
      </div>
    </section>
  );
}

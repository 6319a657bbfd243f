import { useState } from 'preact/hooks';
import type { Removed } from '../../server/routes/schemas/sites.ts';
import { Plain } from '../components/Plain.tsx';
import { ActButton } from '../session/ActButton.tsx';
import { visibleText } from '../text/visible.ts';

const part = encodeURIComponent;

/** Takes the cluster, or all of its site, out of service, after its name was typed. */
export function RemovePlace({
  site,
  cluster,
  done,
}: {
  site: string;
  cluster: string;
  done: (answer: Removed) => void;
}) {
  const removed = (said: string) => done(JSON.parse(said));
  return (
    <section aria-labelledby="remove-title">
      <h2 id="remove-title">Remove</h2>
      <p>
        Nothing is visited, shown or counted of it any more. What is known of it stays, and is there again
        when a sites file that names it is applied.
      </p>
      <Typed
        title="Remove the cluster"
        name={cluster}
        path={`/clusters/${part(site)}/${part(cluster)}/remove`}
        done={removed}
      />
      <Typed
        title="Remove the site with all of its clusters"
        name={site}
        path={`/sites/${part(site)}/remove`}
        done={removed}
      />
    </section>
  );
}

/** What is left to do once it is gone. */
export function RemovedPlace({ answer: { removed, files } }: { answer: Removed }) {
  return (
    <div role="status">
      <p>
        Out of service: <Plain text={removed.join(', ')} />. <a href="/sites">All sites</a>
      </p>
      {files.map(({ path, text }) => (
        <section key={path} class="sites-text">
          <p>
            <Plain text={path} /> without it, to be saved in git: otherwise the next{' '}
            <code>gazetteer apply</code> brings it back.
          </p>
          <textarea
            readOnly
            spellcheck={false}
            rows={Math.min(16, text.split('\n').length)}
            value={text}
            aria-label={visibleText(`${path} without it`)}
          />
        </section>
      ))}
    </div>
  );
}

function Typed({
  title,
  name,
  path,
  done,
}: {
  title: string;
  name: string;
  path: string;
  done: (said: string) => void;
}) {
  const [typed, setTyped] = useState('');
  return (
    <div class="act-form">
      <label class="filter">
        <span class="label">
          Type{' '}
          <code>
            <Plain text={name} />
          </code>{' '}
          to be sure
        </span>
        <input
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      {typed === name ? (
        <ActButton title={title} path={path} body={{ name: typed }} done={done} />
      ) : (
        <button type="button" disabled>
          {title}
        </button>
      )}
    </div>
  );
}

import { useState } from 'preact/hooks';
import { Plain } from '../components/Plain.tsx';
import type { Draft, RegularDraft } from './useDraft.ts';

/** The whole file, to be read, changed by hand, and kept in git. */
export function SitesText({ draft, path }: { draft: Draft | RegularDraft; path: string }) {
  const { text, read, failure } = draft;
  const [copied, setCopied] = useState(false);
  const problems = read?.problems ?? [];
  const open = async (file: File | undefined) => {
    if (file) draft.write(await file.text());
  };
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
    link.download = path.split('/').at(-1) || 'sites.yaml';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  return (
    <section class="sites-text" aria-labelledby="sites-text-title">
      <h2 id="sites-text-title">The sites file</h2>
      <label>
        <span class="label">
          {path === '' ? (
            'sites.yaml in the data folder'
          ) : (
            <code>
              <Plain text={path} />
            </code>
          )}
        </span>
        <textarea
          rows={18}
          value={text}
          spellcheck={false}
          autocomplete="off"
          placeholder="Fill in the form, or paste your sites.yaml."
          onInput={(event) => draft.write(event.currentTarget.value)}
        />
      </label>
      <div class="act-form">
        <label class="check-file">
          <span>Open a file</span>
          <input type="file" onChange={(event) => void open(event.currentTarget.files?.[0])} />
        </label>
        <button type="button" disabled={text === ''} onClick={save}>
          Save as a file
        </button>
        <button
          type="button"
          disabled={text === ''}
          onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}
        >
          {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
      <div role="status">
        {failure && (
          <p class="act-problem">
            <Plain text={`${failure.message}. ${failure.hint}`} />
          </p>
        )}
        {problems.length > 0 && (
          <ul class="sites-problems">
            {problems.map(({ line, column, message }) => (
              <li key={`${line} ${column} ${message}`}>
                line {line}, column {column}: <Plain text={message} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

import { useRef } from 'preact/hooks';
import { Plain } from '../components/Plain.tsx';
import { useCopy } from '../components/useCopy.ts';
import { saveFile } from '../document/rowFile.ts';
import { Problem } from '../session/ActButton.tsx';
import type { Draft, RegularDraft } from './useDraft.ts';

/** The whole file, to be read, changed by hand, and kept in git. */
export function SitesText({ draft, path }: { draft: Draft | RegularDraft; path: string }) {
  const { text, read, failure } = draft;
  const [done, copy] = useCopy();
  const shown = useRef<HTMLTextAreaElement>(null);
  const problems = read?.problems ?? [];
  const open = async (file: File | undefined) => {
    if (file) draft.write(await file.text());
  };
  const save = () => saveFile(path.split('/').at(-1) || 'sites.yaml', 'application/yaml', text);
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
          ref={shown}
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
        <button type="button" disabled={text === ''} onClick={() => copy(text, shown.current)}>
          Copy
        </button>
        <span role="status">{done}</span>
      </div>
      <div role="status">
        {failure && (
          <p>
            <Problem failure={failure} />
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

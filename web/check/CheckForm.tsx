import { useEffect, useState } from 'preact/hooks';
import { Plain } from '../components/Plain.tsx';
import { type CheckInput, fileInput, textInput } from './input.ts';

const EXAMPLE = 'channels: [conda-forge, bioconda]\ndependencies:\n  - samtools>=1.17,<2\n  - bwa=0.7.17';

/** Paste, choose or drop what is needed. A dropped file is sent at once; a text when it is done. */
export function CheckForm({
  input,
  send,
}: {
  input: CheckInput | null;
  send: (input: CheckInput | null) => void;
}) {
  const [typed, setTyped] = useState(shown(input));
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState('');
  useEffect(() => setTyped(shown(input)), [input]);
  const take = async (file: File | undefined | null) => {
    if (!file) return;
    const found = await fileInput(file);
    setProblem(typeof found === 'string' ? found : '');
    if (typeof found !== 'string') send(found);
  };
  const submit = () => {
    // A file that was only looked at keeps its name.
    const same = input?.form === 'text' && input.data === typed;
    if (typed.trim() !== '') send(same ? { ...input } : textInput(typed));
  };
  return (
    <form
      class={over ? 'check-form check-over' : 'check-form'}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer?.files[0]);
      }}
    >
      <label class="check-text">
        <span class="label">What you need</span>
        <textarea
          rows={8}
          value={typed}
          placeholder={EXAMPLE}
          spellcheck={false}
          autocomplete="off"
          aria-describedby="check-forms"
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
      </label>
      <p id="check-forms" class="check-hint">
        environment.yml, conda list, a lock, requirements.txt, a job script, module list, an image reference,
        Nextflow or Snakemake files. Drop a file here, too; of an image only the first 256 KB and a digest are
        sent. Nothing is kept.
      </p>
      <div class="check-buttons">
        <button type="submit">Check</button>
        <label class="check-file">
          <span>Choose a file</span>
          <input
            type="file"
            onChange={(event) => {
              const chosen = event.currentTarget;
              void take(chosen.files?.[0]).then(() => {
                chosen.value = '';
              });
            }}
          />
        </label>
        {input && (
          <button type="button" onClick={() => send(null)}>
            Clear
          </button>
        )}
        {input && input.name !== 'input' && (
          <span class="check-name">
            <Plain text={input.name} />
          </span>
        )}
      </div>
      {problem !== '' && (
        <p class="check-problem" role="alert">
          <Plain text={problem} />
        </p>
      )}
    </form>
  );
}

const shown = (input: CheckInput | null) => (input?.form === 'text' ? input.data : '');

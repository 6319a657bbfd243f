import { useState } from 'preact/hooks';
import { Plain } from '../components/Plain.tsx';
import { isSent, sendInventory } from './sent.ts';

/** A place by its name, or an inventory from a file that is chosen or dropped. */
export function PlaceField({
  title,
  value,
  list,
  set,
}: {
  title: string;
  value: string;
  /** Id of the names that are offered. */
  list: string;
  set: (place: string, sent: boolean) => void;
}) {
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState('');
  const take = async (file: File | undefined | null) => {
    if (!file) return;
    const found = await sendInventory(file);
    setProblem(typeof found === 'string' ? found : '');
    if (typeof found !== 'string') set(found.scope, true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside the field does the same with keys
    <div
      class={over ? 'compare-field check-over' : 'compare-field'}
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
      <label class="filter compare-place">
        <span class="label">{title}</span>
        <input
          type="search"
          value={value}
          placeholder="site/cluster:nodes@2026-11-01"
          list={list}
          autocomplete="off"
          spellcheck={false}
          required
          onInput={(event) => set(event.currentTarget.value, false)}
        />
      </label>
      <label class="check-file">
        <span>{isSent(value) ? 'Another inventory' : 'Or an inventory'}</span>
        <input
          type="file"
          accept=".json,application/json"
          aria-label={`${title}: an inventory from a file`}
          onChange={(event) => {
            const chosen = event.currentTarget;
            void take(chosen.files?.[0]).then(() => {
              chosen.value = '';
            });
          }}
        />
      </label>
      {problem !== '' && (
        <p class="check-problem" role="alert">
          <Plain text={problem} />
        </p>
      )}
    </div>
  );
}

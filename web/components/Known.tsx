import type { FacetOutcome } from '../../server/routes/schemas/common.ts';
import { Plain } from './Plain.tsx';

type Told = FacetOutcome | null;

/** What is said where there is no text: each of the four outcomes, and what was never asked, in words of its own. */
const WORDS: Record<FacetOutcome | 'never', { word: string; hint: string }> = {
  present: { word: 'not told', hint: 'read, and it does not say' },
  absent: { word: 'not there', hint: 'positively not there' },
  failed: { word: 'not known', hint: 'it could not be read' },
  notExpected: { word: 'not expected', hint: 'never read, on purpose' },
  never: { word: 'not asked', hint: 'never visited, or not asked of this node' },
};

/** A text of a node, or why there is none. `none`: an empty text that was read is of what has none. */
export function Known({ text, told, none = false }: { text: string; told: Told; none?: boolean }) {
  if (text !== '') return <Plain text={text} />;
  const { word, hint } =
    none && told === 'present' ? { word: 'none', hint: 'read, and there is none' } : WORDS[told ?? 'never'];
  return (
    <span class={`none told-${told ?? 'never'}`} title={hint}>
      {word}
    </span>
  );
}

/** A dash for what a cell has no place for. It says what that is, and never stands for what is not known. */
export function Dash({ why }: { why: string }) {
  return (
    <span class="none dash" role="img" aria-label={why} title={why}>
      –
    </span>
  );
}

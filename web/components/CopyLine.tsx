import { useRef } from 'preact/hooks';
import { visiblePieces, visibleText } from '../text/visible.ts';
import { Plain } from './Plain.tsx';
import { useCopy } from './useCopy.ts';

/** A line to paste, and the button that copies it. */
export function CopyLine({ line, name }: { line: string; name: string }) {
  const [done, copy] = useCopy();
  const code = useRef<HTMLElement>(null);
  return (
    <div class="copy-line">
      <code ref={code}>
        <Plain text={line} />
      </code>
      {canPaste(line) ? (
        <button
          type="button"
          onClick={() => copy(line, code.current)}
          aria-label={visibleText(`Copy: ${name}`)}
        >
          Copy
        </button>
      ) : (
        <span class="none">holds control characters</span>
      )}
      <span class="copy-done" role="status">
        {done}
      </span>
    </div>
  );
}

/** A line that holds more than can be seen might run something else when pasted. */
function canPaste(line: string): boolean {
  return visiblePieces(line).every(({ control }) => control === '');
}

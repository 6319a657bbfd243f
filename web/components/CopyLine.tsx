import { useEffect, useRef, useState } from 'preact/hooks';
import { visiblePieces, visibleText } from '../text/visible.ts';
import { Plain } from './Plain.tsx';

type Done = '' | 'Copied' | 'Select it by hand';

/** A line to paste, and the button that copies it. */
export function CopyLine({ line, name }: { line: string; name: string }) {
  const [done, setDone] = useState<Done>('');
  const code = useRef<HTMLElement>(null);
  useEffect(() => {
    if (done === '') return;
    const timer = setTimeout(() => setDone(''), 2500);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => setDone((await copied(line, code.current)) ? 'Copied' : 'Select it by hand');
  return (
    <div class="copy-line">
      <code ref={code}>
        <Plain text={line} />
      </code>
      {canPaste(line) ? (
        <button type="button" onClick={copy} aria-label={visibleText(`Copy: ${name}`)}>
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

/** The clipboard is only there on https and loopback; elsewhere the text is selected to be copied by key. */
async function copied(line: string, shown: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(line);
    return true;
  } catch {
    if (shown) getSelection()?.selectAllChildren(shown);
    return false;
  }
}

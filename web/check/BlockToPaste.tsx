import { useRef } from 'preact/hooks';
import type { CheckAnswer } from '../../server/routes/schemas/check.ts';
import { Plain } from '../components/Plain.tsx';
import { useCopy } from '../components/useCopy.ts';
import { visibleText } from '../text/visible.ts';

/** The lines that use what is there and make what is not. */
export function BlockToPaste({ answer }: { answer: CheckAnswer }) {
  const [done, copy] = useCopy();
  const shown = useRef<HTMLTextAreaElement>(null);
  if (answer.block === '') return null;
  return (
    <section class="check-block">
      <h2>
        To paste on <Plain text={answer.on} />
      </h2>
      <textarea
        ref={shown}
        readOnly
        spellcheck={false}
        rows={Math.min(20, answer.block.split('\n').length)}
        value={answer.block}
        aria-label={visibleText(`Lines to paste on ${answer.on}`)}
      />
      <button type="button" onClick={() => copy(answer.block, shown.current)}>
        Copy these lines
      </button>{' '}
      <span role="status">{done}</span>
    </section>
  );
}

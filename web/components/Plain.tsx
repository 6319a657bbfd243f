import { visiblePieces } from '../text/visible.ts';

const LONGEST = 4000;

/**
 * Text of a node: only ever text. Characters that would act are shown by name, and what runs from
 * right to left cannot reorder what stands around it.
 */
export function Plain({ text }: { text: string }) {
  const shown = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  return (
    <bdi class="plain">
      {visiblePieces(shown).map(({ text: piece, control }) =>
        control === '' ? piece : <span class="control">{control}</span>,
      )}
      {shown.length < text.length && <span class="control">{`${text.length - LONGEST} more`}</span>}
    </bdi>
  );
}

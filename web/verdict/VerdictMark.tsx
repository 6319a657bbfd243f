import type { VerdictAnswer } from '../../server/routes/schemas/verdicts.ts';

const words: Record<VerdictAnswer, string> = {
  yes: 'yes',
  note: 'yes, with a note',
  no: 'no',
  unknown: 'unknown',
};

export const verdictWord = (answer: VerdictAnswer) => words[answer];

/** An answer by its word; the colour only repeats it. */
export function VerdictMark({ answer }: { answer: VerdictAnswer }) {
  return <span class={`verdict verdict-${answer}`}>{words[answer]}</span>;
}

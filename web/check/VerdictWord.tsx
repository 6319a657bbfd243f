import type { Answer } from '../../server/verdict/verdict.ts';

const WORDS: Record<Answer, string> = { yes: 'yes', note: 'yes, with a note', no: 'no', unknown: 'unknown' };

/** A verdict in words; the colour only repeats it. */
export function VerdictWord({ answer }: { answer: Answer }) {
  return <span class={`check-verdict check-verdict-${answer}`}>{WORDS[answer]}</span>;
}

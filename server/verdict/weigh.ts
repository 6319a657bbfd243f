import type { Finding } from './rule.ts';
import type { Answer } from './verdict.ts';

/** In this order one answer outweighs the next. */
export const WEIGHT: readonly Answer[] = ['no', 'unknown', 'note', 'yes'];

/** The answer of several together: any no, else any unknown, else any note. Nothing said is nothing known. */
export function weigh(said: Answer[]): Answer {
  return WEIGHT.find((answer) => said.includes(answer)) ?? 'unknown';
}

/** Of several alike things of which one is enough (cards, runtimes), the best; a note where the others would not do. */
export function bestOf(found: Finding[]): Finding {
  const order: readonly Answer[] = ['yes', 'note', 'unknown', 'no'];
  const sorted = [...found].sort((a, b) => order.indexOf(a.answer) - order.indexOf(b.answer));
  const [best] = sorted;
  if (!best) return { answer: 'unknown', message: 'There is nothing to go by.', facts: [] };
  const others = sorted.filter((one) => one.answer !== best.answer);
  if (best.answer === 'no' || best.answer === 'unknown' || others.length === 0) return best;
  const rest = others.map((one) => one.message).join(' ');
  return {
    answer: 'note',
    message: `${best.message} Not everywhere on the node: ${rest}`,
    facts: [...best.facts, ...others.flatMap((one) => one.facts)],
  };
}

/** What holds by all that was read is not known where something was not read: only a no stands. */
export function cautious(found: Finding, gap: string): Finding {
  if (gap === '' || found.answer === 'no' || found.answer === 'unknown') return found;
  return {
    ...found,
    answer: 'unknown',
    message: `${found.message} What else it needs is not known: ${gap}.`,
  };
}

import type { State } from './states.ts';

/**
 * States of bhosts(1). A host closed because it is full, busy or used alone is as good as one that is not; why a host
 * is closed stands behind the word only with -w and -l.
 */
const STATES: Record<string, [base: string, ...flags: string[]]> = {
  ok: ['idle'],
  closed: ['unknown'],
  closed_adm: ['', 'drain'],
  closed_lock: ['', 'drain'],
  closed_lim: ['unknown', 'not_responding'],
  closed_rc: ['', 'powered_down'],
  unavail: ['down'],
  unlicensed: ['down'],
  unreach: ['down', 'not_responding'],
};

export function lsfStateOf(text: string): State | null {
  const word = text.toLowerCase();
  const known = Object.hasOwn(STATES, word) ? STATES[word] : undefined;
  if (known) return { base: known[0], flags: known.slice(1) };
  return /^closed(?:_[a-z]+)+$/.test(word) ? { base: 'allocated', flags: [] } : null;
}

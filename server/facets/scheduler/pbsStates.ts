import type { State } from './states.ts';

/** States of PBS and Torque (pbs_ifl.h ND_*): a node may have several. */
const STATES: Record<string, [base: string, ...flags: string[]]> = {
  free: ['idle'],
  'job-busy': ['allocated'],
  'job-exclusive': ['allocated'],
  'job-sharing': ['mixed'],
  busy: ['allocated'],
  reserve: ['', 'reserved'],
  'resv-exclusive': ['', 'reserved'],
  down: ['down'],
  stale: ['down', 'not_responding'],
  unresolvable: ['down'],
  offline: ['', 'drain'],
  offline_by_mom: ['', 'drain'],
  maintenance: ['', 'maintenance'],
  provisioning: ['', 'reboot_issued'],
  'wait-provisioning': ['', 'reboot_requested'],
  sleep: ['', 'powered_down'],
  'state-unknown': ['unknown'],
  unknown: ['unknown'],
  initializing: ['', 'powering_up'],
};

/** What is known of `down,offline`; null where no word is known. */
export function pbsStateOf(text: string): State | null {
  let base = '';
  const flags: string[] = [];
  for (const word of text.toLowerCase().split(/\s*,\s*/)) {
    if (word === '') continue;
    const known = Object.hasOwn(STATES, word) ? STATES[word] : undefined;
    // Such as MOM-list-not-sent of Torque, which is no state of its own.
    if (!known) continue;
    // Unknown beside down is down: the server knows no more of it.
    if (known[0] !== '' && (base === '' || base === 'unknown' || known[0] === 'down')) base = known[0];
    flags.push(...known.slice(1));
  }
  return base === '' && flags.length === 0 ? null : { base, flags: [...new Set(flags)].sort() };
}

import type { Lasting } from './schema.ts';

/** A node's state as Slurm keeps it: one base state and flags, in lower case. */
export interface State {
  base: string;
  flags: string[];
}

const BASES = ['down', 'idle', 'allocated', 'error', 'mixed', 'future', 'unknown', 'external'];

/** Long and short words of sinfo(1) that stand for a base and flags (node_state_string). */
const WORDS: Record<string, [base: string, ...flags: string[]]> = {
  alloc: ['allocated'],
  mix: ['mixed'],
  unk: ['unknown'],
  futr: ['future'],
  err: ['error'],
  ext: ['external'],
  drain: ['', 'drain'],
  drained: ['', 'drain'],
  drng: ['', 'drain', 'busy'],
  draining: ['', 'drain', 'busy'],
  failg: ['', 'fail', 'busy'],
  failing: ['', 'fail', 'busy'],
  comp: ['', 'completing'],
  maint: ['', 'maintenance'],
  resv: ['', 'reserved'],
  plnd: ['', 'planned'],
  block: ['', 'blocked'],
  inval: ['', 'invalid_reg'],
  boot: ['', 'reboot_requested'],
  reboot: ['', 'reboot_requested'],
  cancel_reboot: ['', 'reboot_canceled'],
  canc_r: ['', 'reboot_canceled'],
  resm: ['', 'resume'],
  npc: ['', 'perfctrs'],
  perfctrs: ['', 'perfctrs'],
  pow_dn: ['', 'power_down'],
  pow_up: ['', 'power_up'],
  powrng_dn: ['', 'powering_down'],
  powring_dn: ['', 'powering_down'],
  powered_dn: ['', 'powered_down'],
};

/** Flags by their own names (slurm_protocol_defs.c and the data parsers). */
const FLAGS = new Set([
  'blocked',
  'cloud',
  'completing',
  'drain',
  'dynamic_future',
  'dynamic_norm',
  'fail',
  'invalid',
  'invalid_reg',
  'maintenance',
  'not_responding',
  'perfctrs',
  'planned',
  'power_down',
  'power_drain',
  'power_up',
  'powered_down',
  'powering_down',
  'powering_up',
  'reboot',
  'reboot_canceled',
  'reboot_issued',
  'reboot_requested',
  'reserved',
  'resume',
  'undrain',
]);

/** The one character that sinfo puts behind a state. */
const MARKS: Record<string, string> = {
  '*': 'not_responding',
  '~': 'powered_down',
  '#': 'powering_up',
  '!': 'power_down',
  '%': 'powering_down',
  $: 'maintenance',
  '@': 'reboot_requested',
  '^': 'reboot_issued',
  '-': 'planned',
  '+': 'completing',
};

/** A state as a program writes it: `IDLE+DRAIN`, `drained*`, `mix-`; null when it is no state. */
export function stateOf(text: string): State | null {
  if (text.length > 200) return null;
  // An unquoted trailing + is a mark and no joint.
  const words = text
    .trim()
    .toLowerCase()
    .split(/\+(?=[a-z])/);
  return stateOfWords(words);
}

/** The same of a list of words, as JSON has it. */
export function stateOfWords(words: readonly string[]): State | null {
  let base = '';
  const flags = new Set<string>();
  for (const word of words) {
    const read = wordOf(word.trim().toLowerCase());
    if (!read) return null;
    if (read.base !== '') base = base === '' ? read.base : base;
    for (const flag of read.flags) flags.add(flag);
  }
  if (base === '' && flags.size === 0) return null;
  return { base, flags: [...flags].sort() };
}

function wordOf(word: string): State | null {
  const marks: string[] = [];
  let bare = word;
  while (bare.length > 1 && Object.hasOwn(MARKS, bare.at(-1) ?? '')) {
    marks.push(MARKS[bare.at(-1) ?? ''] ?? '');
    bare = bare.slice(0, -1);
  }
  if (BASES.includes(bare)) return { base: bare, flags: marks };
  const known = Object.hasOwn(WORDS, bare) ? WORDS[bare] : undefined;
  if (known) return { base: known[0], flags: [...known.slice(1), ...marks] };
  if (FLAGS.has(bare)) return { base: '', flags: [bare, ...marks] };
  return null;
}

/**
 * What of a state stays until somebody acts. A drained node prints as drained whether it is idle or down, so
 * drain comes first. Not answering is no state of its own: after SlurmdTimeout such a node is down.
 */
export function lastingOf({ base, flags }: State): Lasting {
  const has = (flag: string) => flags.includes(flag);
  if (has('invalid_reg') || has('invalid')) return 'invalid';
  if (has('drain') || has('power_drain')) return 'drain';
  if (has('fail')) return 'fail';
  if (base === 'down') return 'down';
  if (base === 'error') return 'error';
  if (has('maintenance')) return 'maintenance';
  if (base === 'unknown') return 'unknown';
  if (base === 'future') return 'future';
  return 'up';
}

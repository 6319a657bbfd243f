import type { Problem } from '../facet.ts';
import { flagArchitecture } from './architecture.ts';
import { x86Level } from './level.ts';
import type { Hardware } from './schema.ts';

/** What a text says of processors, however it is written. */
export interface Processors {
  architecture: string;
  vendor: string;
  models: string[];
  /** Those that every processor has. */
  flags: string[];
  sockets: number | null;
  cores: number | null;
  threads: number | null;
  numaNodes: number | null;
  problems: Problem[];
}

export const nothingKnown: Processors = {
  architecture: '',
  vendor: '',
  models: [],
  flags: [],
  sockets: null,
  cores: null,
  threads: null,
  numaNodes: null,
  problems: [],
};

/** What the kernel does for programs, and no instruction of the processor. */
const NO_INSTRUCTIONS = new Set(['evtstrm', 'cpuid']);

export function hardwareOf(found: Processors, memoryBytes: number | null): Hardware {
  const architecture = found.architecture || flagArchitecture(found.flags);
  const isX86 = /^(?:x86_64|i[3-6]86)$/.test(architecture);
  return {
    kind: 'hardware.node',
    architecture,
    vendor: found.vendor,
    model: sorted(found.models).join(' + '),
    sockets: positive(found.sockets),
    cores: positive(found.cores),
    threads: positive(found.threads),
    level: isX86 ? x86Level(found.flags) : '',
    features: isX86 ? [] : sorted(found.flags.filter((flag) => !NO_INSTRUCTIONS.has(flag))),
    memoryBytes: positive(memoryBytes),
    numaNodes: positive(found.numaNodes),
  };
}

/** Each once, sorted by code unit. */
export function sorted(words: Iterable<string>): string[] {
  return [...new Set(words)].filter((word) => word !== '').sort();
}

export function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

/** Counts of things that are there are at least one and are whole; anything else is not known. */
export function positive(number: number | null): number | null {
  return number !== null && Number.isSafeInteger(number) && number > 0 ? number : null;
}

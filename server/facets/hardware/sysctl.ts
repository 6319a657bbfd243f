import { nothingKnown, type Processors, words } from './processors.ts';

/** What sysctl of macOS calls the instructions that /proc/cpuinfo has under another name. */
const RENAMED = new Map<string, string>(
  Object.entries({
    'sse4.1': 'sse4_1',
    'sse4.2': 'sse4_2',
    sse3: 'pni',
    lahf: 'lahf_lm',
    lzcnt: 'abm',
    em64t: 'lm',
    'avx1.0': 'avx',
  }),
);

const OPTIONAL = /^hw\.optional\.(?:arm\.)?(\w+)$/;

/**
 * `sysctl -a` of macOS: a laptop that somebody compares with a cluster. Architecture levels are read as on
 * Linux. Its memory size is the module size and stays the same, so it is memory.
 */
export function parseSysctl(text: string): Processors & { memoryBytes: number | null } {
  const facts = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) facts.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  const number = (name: string) => {
    const value = facts.get(name) ?? '';
    return /^\d{1,15}$/.test(value) ? Number(value) : null;
  };
  const isArm = facts.get('hw.optional.arm64') === '1';
  return {
    ...nothingKnown,
    architecture: isArm ? 'aarch64' : facts.has('machdep.cpu.features') ? 'x86_64' : '',
    vendor: isArm ? 'Apple' : (facts.get('machdep.cpu.vendor') ?? ''),
    models: [facts.get('machdep.cpu.brand_string') ?? ''],
    flags: isArm ? armFeatures(facts) : x86Flags(facts),
    sockets: number('hw.packages'),
    cores: number('hw.physicalcpu') ?? number('machdep.cpu.core_count'),
    threads: number('hw.logicalcpu') ?? number('hw.ncpu'),
    memoryBytes: number('hw.memsize'),
  };
}

function armFeatures(facts: Map<string, string>): string[] {
  return [...facts]
    .filter(([, value]) => value === '1')
    .flatMap(([name]) => OPTIONAL.exec(name)?.[1] ?? [])
    .filter((name) => name !== 'arm64');
}

function x86Flags(facts: Map<string, string>): string[] {
  const lists = ['features', 'leaf7_features', 'extfeatures'].map(
    (name) => facts.get(`machdep.cpu.${name}`) ?? '',
  );
  return words(lists.join(' ').toLowerCase()).map((flag) => RENAMED.get(flag) ?? flag);
}

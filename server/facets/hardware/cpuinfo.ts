import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { armCore } from './armCores.ts';
import { nothingKnown, type Processors, sorted, words } from './processors.ts';

/** The lines that matter, under one name each (each architecture's show_cpuinfo in the kernel). */
type Fact = 'model' | 'vendor' | 'flags' | 'package' | 'core' | 'implementer' | 'part' | 'uarch' | 'siblings';

const FACTS = new Map<string, Fact>(
  Object.entries({
    'model name': 'model',
    'Model Name': 'model',
    'cpu model': 'model',
    // POWER and SPARC
    cpu: 'model',
    vendor_id: 'vendor',
    vendor: 'vendor',
    mvendorid: 'vendor',
    flags: 'flags',
    Features: 'flags',
    features: 'flags',
    isa: 'flags',
    cpucaps: 'flags',
    'physical id': 'package',
    package: 'package',
    'core id': 'core',
    core: 'core',
    'CPU implementer': 'implementer',
    'CPU part': 'part',
    uarch: 'uarch',
    siblings: 'siblings',
    // 32-bit Arm's header
    Processor: 'uarch',
  } as const),
);

type Lines = Map<Fact, string>;

/**
 * /proc/cpuinfo of any architecture. A processor that does not repeat a line has the one before (the agent
 * leaves repeated lines out), and lines after the last processor are of all of them (32-bit Arm).
 */
export function parseCpuinfo(text: string): Processors {
  const { processors, common, counted, problems } = recordsOf(text);
  const all = processors.length > 0 ? processors : [common];
  const flags = commonFlags(all.map((one) => one.get('flags') ?? common.get('flags') ?? ''));
  const cores = all.map((one) => coreOf(one, common));
  const threads = counted > 0 ? counted : processors.length;
  return {
    ...nothingKnown,
    vendor: sorted(cores.map((one) => one.vendor)).join(' + '),
    models: sorted(cores.map((one) => one.model)),
    flags,
    threads: threads > 0 ? threads : null,
    ...topologyOf(processors, problems),
    problems,
  };
}

interface Records {
  processors: Lines[];
  /** Lines of no processor. */
  common: Lines;
  /** Processors that are only counted: s390's one-line form and SPARC's total. */
  counted: number;
  problems: Problem[];
}

function recordsOf(text: string): Records {
  const records: Records = { processors: [], common: new Map(), counted: 0, problems: [] };
  let open: Lines | undefined;
  text.split('\n').forEach((line, at) => {
    // A blank line ends a processor.
    if (line.trim() === '') open = undefined;
    if (line.trim() === '') return;
    const colon = line.indexOf(':');
    if (colon === -1) {
      records.problems.push(problemOf('hardware', '', 'cpuinfo', at + 1, line, 'no name and colon'));
      return;
    }
    const name = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    const machine = /^processor \d+$/.test(name) ? /\bmachine = (\w+)/.exec(value) : null;
    if (machine) {
      records.counted += 1;
      records.common.set('model', `machine type ${machine[1]}`);
    } else if (name === 'ncpus active') {
      records.counted = Number(value) || 0;
    } else if (name === 'processor') {
      open = new Map(records.processors.at(-1));
      records.processors.push(open);
    } else {
      const fact = FACTS.get(name);
      if (fact) (open ?? records.common).set(fact, value);
    }
  });
  return records;
}

/** What every processor has; equal lines are split once. */
function commonFlags(lines: string[]): string[] {
  const different = [...new Set(lines)].map((line) => new Set(flagWords(line)));
  const [first, ...rest] = different;
  return sorted([...(first ?? [])].filter((flag) => rest.every((other) => other.has(flag))));
}

/** RISC-V joins its extensions by underscores: rv64imafdc_zba_zbb. */
export function flagWords(line: string): string[] {
  const found = words(line);
  return found.length === 1 && found[0]?.startsWith('rv') ? found[0].split('_') : found;
}

function coreOf(one: Lines, common: Lines): { vendor: string; model: string } {
  const fact = (name: Fact) => one.get(name) ?? common.get(name) ?? '';
  const vendor = fact('vendor');
  // Some arm64 kernels print a "model name" as well, for 32-bit programs; the part number says more.
  if (fact('implementer') !== '') return armCore(fact('implementer'), fact('part'));
  return { vendor, model: fact('model') || fact('uarch') };
}

/** Sockets and cores of x86, ia64 and LoongArch; other architectures do not print them. */
function topologyOf(
  processors: Lines[],
  problems: Problem[],
): Pick<Processors, 'sockets' | 'cores'> & { threads?: null } {
  const packages = processors.map((one) => one.get('package'));
  if (processors.length === 0 || packages.includes(undefined)) return { sockets: null, cores: null };
  const siblings = processors.reduce((most, one) => Math.max(most, Number(one.get('siblings')) || 0), 0);
  const inFirst = packages.filter((one) => one === packages[0]).length;
  if (siblings > inFirst) {
    const seen = `${inFirst} of ${siblings} processors of a socket`;
    problems.push(problemOf('hardware', '', 'cpuinfo', 0, seen, 'the text is cut, so nothing is counted'));
    return { sockets: null, cores: null, threads: null };
  }
  const cores = processors.map((one) => one.get('core'));
  return {
    sockets: new Set(packages).size,
    cores: cores.includes(undefined)
      ? null
      : new Set(processors.map((_, at) => `${packages[at]}/${cores[at]}`)).size,
  };
}

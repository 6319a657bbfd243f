import { type Case, captured, capturedBytes, type Measure } from './measure.ts';
import { cellsOf, documentOf, member } from './node-rows.ts';

const HARDWARE = ['architecture', 'model', 'sockets', 'cores', 'threads', 'numaNodes', 'memoryBytes'];

interface Told {
  input: string;
  attributes: unknown;
}

function inputs(): Told[] {
  return captured('sysinfo-sonar').map(({ path }) => {
    const json: unknown = JSON.parse(capturedBytes(path).toString('utf8'));
    const data: unknown = Reflect.get(Object(json), 'data');
    return { input: path, attributes: Reflect.get(Object(data), 'attributes') };
  });
}

/** Cores by the makers' data sheets: early versions of Sonar count every thread of the machine for each socket. */
const CORES: Record<string, number> = {
  'AMD EPYC 7763 64-Core Processor': 64,
  'Intel(R) Xeon(R) Gold 5120 CPU @ 2.20GHz': 14,
};

function hardware({ input, attributes }: Told): Case {
  const of = (name: string) => member(attributes, name);
  const distances: unknown = Reflect.get(Object(attributes), 'distances');
  const cores = Number(of('sockets')) * (CORES[of('cpu_model')] ?? Number(of('cores_per_socket')));
  const facts = {
    architecture: of('architecture'),
    model: of('cpu_model'),
    sockets: of('sockets'),
    cores,
    threads: cores * Number(of('threads_per_core')),
    numaNodes: Array.isArray(distances) ? distances.length : '',
  };
  return {
    input,
    expected: cellsOf(facts, HARDWARE),
    found: cellsOf(documentOf('hardware', input), HARDWARE),
  };
}

function kernel({ input, attributes }: Told): Case {
  const facts = { system: member(attributes, 'os_name'), release: member(attributes, 'os_release') };
  const names = ['system', 'release'];
  return { input, expected: cellsOf(facts, names), found: cellsOf(documentOf('kernel', input), names) };
}

function gpus({ input, attributes }: Told): Case {
  const cards: unknown = Reflect.get(Object(attributes), 'cards');
  const told = (Array.isArray(cards) ? cards : []).map(
    (one) => `${member(one, 'model')} ${Number(member(one, 'memory')) / 1024} ${member(one, 'driver')}`,
  );
  const groups: unknown = documentOf('gpus', input).gpus;
  const found = (Array.isArray(groups) ? groups : []).flatMap((one) =>
    Array.from({ length: Number(member(one, 'count')) }, () =>
      ['model', 'memoryMiB', 'driver'].map((name) => member(one, name)).join(' '),
    ),
  );
  return { input, expected: told, found };
}

function measure(parser: string, read: (told: Told) => Case): Measure {
  const truth = 'its own members, and data sheets';
  return { kind: 'sysinfo-sonar', parser, truth, cases: () => inputs().map(read) };
}

export const sonar: Measure[] = [
  measure('hardware sonar-sysinfo', hardware),
  measure('kernel sonar-sysinfo', kernel),
  measure('gpus sonar-sysinfo', gpus),
];

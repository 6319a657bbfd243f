import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfHex, elfArchitecture } from '../../server/facets/hardware/architecture.ts';
import { armCore } from '../../server/facets/hardware/armCores.ts';
import { parseCpuinfo } from '../../server/facets/hardware/cpuinfo.ts';
import { countOfList } from '../../server/facets/hardware/cpuList.ts';
import { hardware } from '../../server/facets/hardware/index.ts';
import { x86Level } from '../../server/facets/hardware/level.ts';
import { parseMemory } from '../../server/facets/hardware/memory.ts';
import { Hardware } from '../../server/facets/hardware/schema.ts';
import { parseTopology } from '../../server/facets/hardware/topology.ts';
import { parseNative, readParts } from './node-facets.ts';

const V1 = 'lm cmov cx8 fpu fxsr mmx syscall sse sse2'.split(' ');
const V2 = [...V1, ...'cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3'.split(' ')];
const V3 = [...V2, ...'avx avx2 bmi1 bmi2 f16c fma abm movbe xsave'.split(' ')];
const V4 = [...V3, ...'avx512f avx512bw avx512cd avx512dq avx512vl'.split(' ')];

describe('x86-64 levels', () => {
  test.each([
    [V1, 'x86-64-v1'],
    [V2, 'x86-64-v2'],
    [V3, 'x86-64-v3'],
    [V4, 'x86-64-v4'],
  ])('%#', (flags, level) => expect(x86Level(flags)).toBe(level));

  test('each flag of a level is needed, and higher ones do not make up for it', () => {
    const before = (level: number) => (level === 1 ? '' : `x86-64-v${level - 1}`);
    for (const [at, flags] of [V1, V2, V3, V4].entries()) {
      const own = flags.filter((flag) => ![[], V1, V2, V3][at]?.includes(flag));
      for (const flag of own) expect(x86Level(V4.filter((one) => one !== flag))).toBe(before(at + 1));
    }
  });
});

test.each([
  ['0', 1],
  ['0-3', 4],
  ['0-3,8-9', 6],
  ['0,8,252-255', 6],
  ['0-62:2', 32],
  ['1-61:4', 16],
  ['0-15:2/4', 8],
  ['0-4:2/4', 3],
  ['', 0],
  ['0-', null],
  ['a', null],
])('%s names %s processors', (list, count) => expect(countOfList(list)).toBe(count));

test.each([
  ['0x41', '0xd4f', 'ARM', 'Neoverse-V2'],
  ['0x41', '0xD0C', 'ARM', 'Neoverse-N1'],
  ['0x46', '0x001', 'FUJITSU', 'A64FX'],
  ['0x50', '0x0', 'APM', 'X-Gene'],
  ['0xc0', '0xac3', 'Ampere', 'Ampere-1'],
  ['0x41', '0xfff', 'ARM', 'ARM part 0xfff'],
  ['0x7f', '0x123', '0x7f', '0x7f part 0x123'],
])('core %s %s', (implementer, part, vendor, model) => {
  expect(armCore(implementer, part)).toEqual({ vendor, model });
});

test.each([
  ['7f454c4602010100 0000000000000000 0200b700', 'aarch64'],
  ['7f454c4602010100 0000000000000000 03003e00', 'x86_64'],
  ['7f454c4602020100 0000000000000000 00020015', 'ppc64'],
  ['7f454c4602010100 0000000000000000 02001500', 'ppc64le'],
  ['7f454c4602010100 0000000000000000 0300', ''],
  ['2321', ''],
  ['xyz', ''],
])('ELF header %s', (hex, architecture) => expect(elfArchitecture(bytesOfHex(hex))).toBe(architecture));

test.each([
  ['block_size 80000000\nonline 4\nother 1\n', 4 * 2 ** 31],
  ['block_size 8000000\nonline 190\nother 0\n', 25_501_368_320],
  ['block_size 8000000\nonline 0\nother 0\n', null],
  ['block_size zzz\nonline 3\n', null],
  ['', null],
])('memory %j', (text, bytes) => expect(parseMemory(text)).toBe(bytes));

test('topology counts the different sibling lists', () => {
  const text =
    'core_siblings_list:0-1,4-5\nthread_siblings_list:0,4\nthread_siblings_list:1,5\ncore_siblings_list:2-3,6-7\nthread_siblings_list:2,6\nthread_siblings_list:3,7\n';
  expect(parseTopology(text, 'x86_64')).toEqual({ sockets: 2, cores: 4, threads: 8 });
  expect(parseTopology(text, 'aarch64')).toEqual({ sockets: null, cores: 4, threads: 8 });
  expect(parseTopology(`${text}pptt\n`, 'aarch64')).toEqual({ sockets: 2, cores: 4, threads: 8 });
  expect(parseTopology('', 'x86_64')).toEqual({});
});

describe('cpuinfo', () => {
  test('a cut text counts nothing and says so', () => {
    const found = parseCpuinfo('processor : 0\nphysical id : 0\nsiblings : 4\ncore id : 0\n');
    expect([found.sockets, found.cores, found.threads]).toEqual([null, null, null]);
    expect(found.problems).toHaveLength(1);
  });

  test('different processors: all models, the flags they share', () => {
    const block = (n: number, part: string, features: string) =>
      `processor\t: ${n}\nFeatures\t: ${features}\nCPU implementer\t: 0x41\nCPU part\t: ${part}\n\n`;
    const found = parseCpuinfo(block(0, '0xd46', 'fp asimd sve') + block(1, '0xd4e', 'fp asimd'));
    expect(found).toMatchObject({ models: ['Cortex-A510', 'Cortex-X3'], flags: ['asimd', 'fp'], threads: 2 });
  });

  test('32-bit Arm says what is common behind the processors', () => {
    const text =
      'Processor\t: ARMv7 Processor rev 4 (v7l)\nprocessor\t: 0\nBogoMIPS\t: 1\n\nprocessor\t: 1\nBogoMIPS\t: 1\n\nFeatures\t: swp half thumb\nCPU implementer\t: 0x41\nCPU part\t: 0xc0f\n\nHardware\t: BOARD\n';
    expect(parseNative(hardware, text)?.facts).toMatchObject({
      architecture: 'armv7l',
      model: 'Cortex-A15',
      threads: 2,
    });
  });

  test('a broken line loses itself only', () => {
    const found = parseCpuinfo('processor : 0\nmodel name : A\nrubbish\nflags : fpu tsc lm\n');
    expect(found.problems).toMatchObject([{ line: 3, text: 'rubbish' }]);
    expect(found).toMatchObject({ models: ['A'], flags: ['fpu', 'lm', 'tsc'], threads: 1 });
  });
});

describe('lscpu', () => {
  const flat =
    'Architecture:        x86_64\nCPU(s):              8\nOn-line CPU(s) list: 0-5\nThread(s) per core:  2\nCore(s) per socket:  4\nSocket(s):           1\nNUMA node(s):        2\nVendor ID:           GenuineIntel\nModel name:          X\nFlags:               fpu tsc lm\n';
  test('flat, with processors offline', () => {
    expect(parseNative(hardware, flat)).toMatchObject({
      format: 'lscpu',
      facts: { architecture: 'x86_64', sockets: 1, cores: 3, threads: 6, numaNodes: 2, model: 'X' },
    });
  });

  test('indented, with two kinds of processors', () => {
    const text =
      'Architecture:             aarch64\n  CPU op-mode(s):         64-bit\nCPU(s):                   6\n  On-line CPU(s) list:    0-5\nVendor ID:                ARM\n  Model name:             Cortex-A510\n    Thread(s) per core:   1\n    Core(s) per socket:   4\n    Socket(s):            1\n    Flags:                fp asimd\n  Model name:             Cortex-X3\n    Thread(s) per core:   1\n    Core(s) per socket:   2\n    Socket(s):            1\n    Flags:                fp asimd sve\nNUMA:\n  NUMA node(s):           1\n';
    expect(parseNative(hardware, text)?.facts).toMatchObject({
      vendor: 'ARM',
      model: 'Cortex-A510 + Cortex-X3',
      sockets: 1,
      cores: 6,
      threads: 6,
      features: ['asimd', 'fp'],
      numaNodes: 1,
    });
  });

  test('clusters where the firmware tells no sockets', () => {
    const text =
      'Architecture: aarch64\nCPU(s): 8\nOn-line CPU(s) list: 0-7\nModel name: Neoverse-N1\nThread(s) per core: 1\nCore(s) per cluster: 4\nSocket(s): -\nCluster(s): 2\n';
    expect(parseNative(hardware, text)?.facts).toMatchObject({ sockets: null, cores: 8, threads: 8 });
  });

  test('JSON, flat and with children, reads like the text', () => {
    const rows = flat
      .trim()
      .split('\n')
      .map((line) => /^([^:]+:)\s*(.*)$/.exec(line))
      .map((found) => ({ field: found?.[1], data: found?.[2] }));
    const nested = [{ field: 'Architecture:', data: 'x86_64', children: rows.slice(1) }];
    const expected = parseNative(hardware, flat)?.facts;
    for (const lscpu of [rows, nested]) {
      const found = parseNative(hardware, JSON.stringify({ lscpu }, null, 3));
      expect(found).toMatchObject({ format: 'lscpu-json', facts: expected });
    }
  });
});

test('sonar: new and old form, and the description where counts contradict it', () => {
  const attributes = {
    architecture: 'x86_64',
    sockets: 2,
    cores_per_socket: 16,
    threads_per_core: 2,
    cpu_model: 'M',
    memory: 1,
    description: '2x8 (hyperthreaded) M, 1 GiB',
  };
  const found = parseNative(hardware, JSON.stringify({ data: { type: 'sysinfo', attributes } }));
  expect(found).toMatchObject({
    format: 'sonar-sysinfo',
    facts: { sockets: 2, cores: 16, threads: 32, memoryBytes: null },
  });
  expect(found?.problems).toHaveLength(1);
  const flat = {
    version: '0.8',
    hostname: 'h',
    description: '2x14 M @ 2GHz, 125 GiB',
    cpu_cores: 28,
    mem_gb: 125,
  };
  expect(parseNative(hardware, JSON.stringify(flat))?.facts).toMatchObject({
    model: 'M @ 2GHz',
    threads: 28,
  });
});

test('nothing at all is failed, not an empty machine', () => {
  expect(readParts(hardware, { cpuinfo: '' })).toMatchObject({ node: null, outcome: 'failed' });
});

test('no text makes any form throw, and every document is of its schema', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('processor : 0', 'physical id : 0', 'siblings : 9', 'flags : fpu tsc lm', ''),
    fc.constantFrom('CPU(s): 4', 'Socket(s): -', 'Model name: A', 'On-line CPU(s) list: 0-x', 'hw.ncpu: 3'),
    fc.constantFrom(
      '{"lscpu":[{"field":1}]}',
      '{"data":{"type":"sysinfo","attributes":{}}}',
      'processor 0: machine = 1',
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      for (const form of hardware.natives) {
        const bytes = Buffer.from(lines.join('\n'));
        const { node } = form.parse({ name: 'x', files: [{ path: 'x', bytes }] });
        if (node) Hardware.parse(node.facts);
      }
      const text = lines.join('\n');
      const { node } = readParts(hardware, {
        cpuinfo: text,
        topology: text,
        memory: text,
        numa: text,
        elf: text,
      });
      if (node) Hardware.parse(node.facts);
    }),
    { numRuns: 300 },
  );
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { hardware } from '../../server/facets/hardware/index.ts';
import { Hardware } from '../../server/facets/hardware/schema.ts';
import { kernel } from '../../server/facets/kernel/index.ts';
import { Kernel } from '../../server/facets/kernel/schema.ts';
import { os } from '../../server/facets/os/index.ts';
import { OperatingSystem } from '../../server/facets/os/schema.ts';
import { agentSession } from '../harness/agent.ts';
import { parseNative, row } from './node-facets.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A two-socket machine with two threads a core and one processor switched off, as its files tell it. */
const MACHINE: Record<string, string> = {
  'proc/cpuinfo': Array.from(
    { length: 7 },
    (_, at) =>
      `processor\t: ${at}\nvendor_id\t: GenuineIntel\nmodel name\t: Some CPU\nflags\t\t: fpu tsc lm\n\n`,
  ).join(''),
  'sys/devices/system/cpu/online': '0-6\n',
  'sys/devices/system/memory/block_size_bytes': '8000000\n',
  'sys/devices/system/memory/memory0/state': 'online\n',
  'sys/devices/system/memory/memory1/state': 'offline\n',
  'sys/devices/system/node/online': '0-1\n',
  ...Object.fromEntries(
    [0, 1, 2, 3, 4, 5, 6].flatMap((at): [string, string][] => {
      const folder = `sys/devices/system/cpu/cpu${at}/topology`;
      const threads = ['0,4', '1,5', '2,6', '3'][at % 4] ?? '';
      return [
        [`${folder}/thread_siblings_list`, `${threads}\n`],
        [`${folder}/core_siblings_list`, at % 2 === 0 ? '0,2,4,6\n' : '1,3,5\n'],
      ];
    }),
  ),
};

const EXPECTED = {
  architecture: 'x86_64',
  model: 'Some CPU',
  sockets: 2,
  cores: 4,
  threads: 7,
  numaNodes: 2,
};

function onDisk(top: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-dump-'));
  made.push(folder);
  for (const [path, text] of Object.entries(MACHINE)) {
    mkdirSync(dirname(join(folder, top, path)), { recursive: true });
    writeFileSync(join(folder, top, path), text);
  }
  return folder;
}

describe('a copy of /proc and /sys', () => {
  test.each([
    ['cf', '.'],
    ['czf', 'some-machine'],
  ])('as archive (%s) with %s around it', (mode, top) => {
    const folder = onDisk(top);
    const archive = join(folder, 'dump');
    expect(spawnSync('tar', [mode, archive, '-C', folder, top]).status).toBe(0);
    const found = parseNative(hardware, readFileSync(archive));
    expect(found).toMatchObject({ format: 'node-folder', facts: { ...EXPECTED, memoryBytes: 0x8000000 } });
  });

  test('as folder, which the agent reads alike', () => {
    const files = Object.entries(MACHINE).map(([path, text]) => ({
      path: `x/${path}`,
      bytes: Buffer.from(text),
    }));
    const input = { name: 'x', files };
    const form = hardware.natives.find((one) => one.recognise(input));
    const folder = onDisk('.');
    const [evidence] = agentSession({ facets: ['hardware'], root: folder }).facets;
    if (!evidence || !form) throw new Error('nothing was read');
    const read = hardware.read(evidence).node?.facts;
    expect(form.parse(input).node?.facts).toEqual({ ...row(read), architecture: 'x86_64' });
  });

  test('an archive that is cut or of something else is none, and never an error', () => {
    const folder = onDisk('.');
    spawnSync('tar', ['czf', join(folder, 'dump'), '-C', folder, 'proc', 'sys']);
    const whole = readFileSync(join(folder, 'dump'));
    for (const cut of [0, 1, 20, 100, whole.length - 20]) parseNative(hardware, whole.subarray(0, cut));
    const other = spawnSync('tar', ['cf', '-', '-C', folder, 'sys']).stdout;
    expect(parseNative(hardware, other)).toBeUndefined();
  });
});

describe('lscpu', () => {
  const TABLE = `# The following is the parsable format, which can be fed to other
# programs. Each different item in every column has an unique ID
# starting usually from zero.
`;
  test.each([
    [
      'lscpu-parse',
      `${TABLE}# CPU,Core,Socket,Node,,L1d,L1i,L2\n0,0,0,0,,0,0,0\n1,1,0,0,,1,1,1\n2,2,1,1,,2,2,2\n3,2,1,1,,2,2,2\n`,
    ],
    [
      'lscpu-parse',
      `${TABLE}# Socket,Core,CPU,Node,L1d:L1i:L2\n0,0,0,0,0:0:0\n0,1,1,0,1:1:1\n1,2,2,1,2:2:2\n1,2,3,1,2:2:2\n`,
    ],
    ['lscpu-parse', '# CPU,Core,Socket,Node\n0,0,0,0\n1,1,0,0\n2,2,1,1\n3,2,1,1\n4,,,\n'],
    // -y: numbers of cores begin anew in each socket.
    ['lscpu-parse', '# CPU,Core,Socket,Node\n0,0,0,0\n1,1,0,0\n2,0,1,1\n3,0,1,1\n'],
    ['lscpu-parse', '# CPU,Core,Socket,Node,Online\n0,0,0,0,Y\n1,1,0,0,Y\n2,2,1,1,Y\n3,2,1,1,Y\n4,,,,N\n'],
    [
      'lscpu-extended',
      'CPU NODE SOCKET CORE L1d:L1i:L2:L3 ONLINE    MAXMHZ   MINMHZ      MHZ\n  0    0      0    0 0:0:0:0          yes 4000.0000 800.0000 900.0000\n  1    0      0    1 1:1:1:0          yes 4000.0000 800.0000 900.0000\n  2    1      1    2 2:2:2:1          yes 4000.0000 800.0000 900.0000\n  3    1      1    2 2:2:2:1          yes 4000.0000 800.0000 900.0000\n  4    -      -    - -                 no         -        -        -\n',
    ],
    [
      'lscpu-extended-json',
      '{"cpus": [{"cpu":0,"node":0,"socket":0,"core":0,"l1d:l1i:l2":"0:0:0","online":true},{"cpu":1,"node":0,"socket":0,"core":1,"online":true},{"cpu":"2","node":"1","socket":"1","core":"2","online":"yes"},{"cpu":3,"node":1,"socket":1,"core":2,"online":true},{"cpu":4,"node":"-","socket":"-","core":"-","online":false}]}',
    ],
  ])('%s: %#', (format, text) => {
    expect(parseNative(hardware, text)).toMatchObject({
      format,
      problems: [],
      facts: { sockets: 2, cores: 3, threads: 4, numaNodes: 2 },
    });
  });

  test('masks of lscpu -x', () => {
    const text =
      'Architecture: x86_64\nCPU(s): 8\nOn-line CPU(s) mask: 0x7f\nOff-line CPU(s) mask: 0x80\nModel name: A\n';
    expect(parseNative(hardware, text)?.facts).toMatchObject({ threads: 7 });
  });

  test('one bad row of a table loses itself', () => {
    const text = '# CPU,Core,Socket,Node\n0,0,0,0\nx\n1,1,0,0\n';
    const found = parseNative(hardware, text);
    expect(found).toMatchObject({ facts: { threads: 2, cores: 2 }, problems: [{ line: 3, text: 'x' }] });
  });

  test('this machine in every form of its own lscpu', () => {
    const said = (...args: string[]) => spawnSync('lscpu', args, { encoding: 'utf8' }).stdout;
    const facts = (text: string) => Hardware.parse(parseNative(hardware, text)?.facts);
    const { threads, cores, sockets } = facts(said());
    for (const args of [['-J'], ['-p'], ['-e'], ['-e', '-J'], ['-x']])
      expect(facts(said(...args))).toMatchObject({ threads, cores, sockets });
  });
});

describe('jc', () => {
  test('/proc/cpuinfo', () => {
    const text =
      '[{"model name":"A","processor":0,"vendor_id":"AuthenticAMD","physical id":0,"core id":0,"siblings":2,"flags":["fpu","tsc","lm"],"wp":true,"power management":null},{"processor":1,"vendor_id":"AuthenticAMD","model name":"A","physical id":0,"core id":1,"flags":["fpu","tsc","lm"]}]';
    expect(parseNative(hardware, text)).toMatchObject({
      format: 'cpuinfo-jc',
      facts: { architecture: 'x86_64', vendor: 'AuthenticAMD', model: 'A', sockets: 1, cores: 2, threads: 2 },
    });
  });
  test('os-release, with what a shell would expand', () => {
    const text = JSON.stringify({
      NAME: 'A "b" $HOME \\ `id`',
      ID: 'x',
      VERSION_ID: '1',
      ID_LIKE: 'rhel fedora',
    });
    expect(parseNative(os, text)).toMatchObject({
      format: 'os-release-jc',
      facts: {
        name: 'A "b" $HOME \\ `id`',
        id: 'x',
        versionId: '1',
        idLike: ['rhel', 'fedora'],
        family: 'rhel',
      },
    });
  });
  test('uname -a', () => {
    const text =
      '{"kernel_name":"Linux","node_name":"secret","kernel_release":"6.1.0","machine":"x86_64","kernel_version":"#1 SMP"}';
    const found = parseNative(kernel, text);
    expect(found).toMatchObject({
      format: 'uname-jc',
      facts: { system: 'Linux', release: '6.1.0', machine: 'x86_64' },
    });
    expect(JSON.stringify(found?.facts)).not.toContain('secret');
  });
  test.each(['{}', '[]', '[1]', '{"a":1}', 'null', '"x"'])('%s is none', (text) => {
    for (const facet of [hardware, os, kernel]) expect(parseNative(facet, text)).toBeUndefined();
  });
});

test.each([
  [
    'Linux version 5.14.0-503.el9.x86_64 (mockbuild@x) (gcc (GCC) 11.5.0, GNU ld 2.35) #1 SMP PREEMPT_DYNAMIC Thu',
    '5.14.0-503.el9.x86_64',
    '#1 SMP PREEMPT_DYNAMIC Thu',
  ],
  [
    'Linux version 6.1.0-18-amd64 (d@l.org) (gcc-12 (Debian 12.2.0-14) 12.2.0) #1 SMP Debian 6.1.76-1',
    '6.1.0-18-amd64',
    '#1 SMP Debian 6.1.76-1',
  ],
])('%s', (text, release, version) => {
  expect(parseNative(kernel, `${text}\n`)).toMatchObject({
    format: 'proc-version',
    facts: { system: 'Linux', release, version },
  });
});

test.each([
  [
    'lsb-release',
    'No LSB modules are available.\nDistributor ID:\tUbuntu\nDescription:\tUbuntu 20.04.6 LTS\nRelease:\t20.04\nCodename:\tfocal\n',
    'ubuntu',
    '20.04',
    'debian',
  ],
  [
    'lsb-release',
    'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=24.04\nDISTRIB_CODENAME=noble\nDISTRIB_DESCRIPTION="Ubuntu 24.04 LTS"\n',
    'ubuntu',
    '24.04',
    'debian',
  ],
  [
    'lsb-release',
    'LSB Version:\t:core-4.1\nDistributor ID:\tRedHatEnterpriseServer\nRelease:\t7.9\nCodename:\tMaipo\n',
    'rhel',
    '7.9',
    'rhel',
  ],
  ['redhat-release', 'Oracle Linux Server release 6.10\n', 'ol', '6.10', 'rhel'],
  ['redhat-release', 'Scientific Linux release 7.9 (Nitrogen)\n', 'scientific', '7.9', 'rhel'],
  [
    'redhat-release',
    'Red Hat Enterprise Linux ComputeNode release 6.10 (Santiago)\n',
    'rhel',
    '6.10',
    'rhel',
  ],
  [
    'redhat-release',
    'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n',
    'sles',
    '11.4',
    'suse',
  ],
  ['redhat-release', 'Amazon Linux release 2 (Karoo)\n', 'amzn', '2', 'amzn'],
])('%s: %j', (format, text, id, versionId, family) => {
  expect(parseNative(os, text)).toMatchObject({ format, facts: { id, versionId, family } });
});

test('words that every object has are text like any other', () => {
  for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    const lines = ['processor : 0', `CPU implementer : ${word}`, `CPU part : ${word}`, `Features : ${word}`];
    Hardware.parse(parseNative(hardware, lines.join('\n'))?.facts);
    Hardware.parse(parseNative(hardware, `Architecture: ${word}\nCPU(s): 1\nModel name: ${word}\n`)?.facts);
    Hardware.parse(parseNative(hardware, `hw.ncpu: 2\nmachdep.cpu.features: ${word}\n`)?.facts);
    OperatingSystem.parse(parseNative(os, `ID=${word}\nID_LIKE=${word}\n`)?.facts);
    OperatingSystem.parse(parseNative(os, `Distributor ID: ${word}\n`)?.facts);
    Kernel.parse(parseNative(kernel, `{"kernel_name":"${word}"}`)?.facts);
  }
});

test('of several answers of Sonar in one file the last whole one counts', () => {
  const one = (cores: number, release: string) =>
    `{"meta":{"note":"}{"},"data":{"type":"sysinfo","attributes":{"os_name":"Linux","os_release":"${release}","architecture":"x86_64","sockets":2,"cores_per_socket":${cores},"threads_per_core":2,"cpu_model":"A"}}}\n`;
  const text = `${one(8, '5.14.0')}${one(16, '5.15.0')}{"meta":{"cut`;
  expect(parseNative(hardware, text)).toMatchObject({
    format: 'sonar-sysinfo',
    facts: { cores: 32, threads: 64 },
  });
  expect(parseNative(kernel, text)).toMatchObject({ facts: { release: '5.15.0', machine: 'x86_64' } });
});

test('mutated input never throws, in any form', () => {
  const seeds = [
    '# CPU,Core,Socket,Node\n0,0,0,0\n',
    'CPU NODE SOCKET CORE\n0 0 0 0\n',
    '[{"processor":0,"vendor_id":"x"}]',
    '{"cpus":[{"cpu":0,"core":0}]}',
    'Distributor ID:\tUbuntu\n',
    'Linux version 5.14.0 (x) #1 SMP\n',
    '{"data":{"type":"sysinfo","attributes":{"os_name":"Linux","cards":[{}]}}}',
  ];
  const edit = fc.tuple(fc.nat(), fc.nat(6), fc.string({ unit: 'binary', maxLength: 8 }));
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 6 }), (seed, edits) => {
      const text = edits.reduce((old, [at, cut, put]) => {
        const index = at % (old.length + 1);
        return old.slice(0, index) + put + old.slice(index + cut);
      }, seed);
      const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
      for (const facet of [hardware, os, kernel])
        for (const form of facet.natives) {
          form.recognise(input);
          const facts = form.parse(input).node?.facts;
          if (facts) facet.kinds[0]?.schema.parse(facts);
        }
    }),
    { numRuns: 1000 },
  );
});

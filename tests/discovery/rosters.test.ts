import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readSourceFile, rosterOf } from '../../server/discovery/sources.ts';
import type { Source } from '../../server/inventory/discovery.ts';
import { needs } from '../harness/tools.ts';

/** Files that list nodes, read as the programs that own them read them. */

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-rosters-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (kind: Source['kind'], groups: string[] = []): Source => ({
  kind,
  of: '',
  groups,
  exclude: [],
});
const read = (kind: Source['kind'], text: string, groups: string[] = [], file = 'x') => {
  const { nodes, problems } = rosterOf(source(kind, groups), file, text);
  return { names: [...nodes.keys()], nodes, problems: problems.map((one) => `${one.line}: ${one.message}`) };
};
const run = (program: string, args: string[], env: Record<string, string> = {}) =>
  execFileSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } });
const sorted = (names: Iterable<string>) => [...names].sort();

const GENDERS = `# rack 1
cpu[001-004]\tcompute,rack=r1,alt=%n-ib
cpu[003-006]  big  # the large ones
login1,login2 login
gpu[1-3] compute,gpu=a100
gpu3 broken
alone
`;

describe('genders', () => {
  test('names and attributes', () => {
    expect(read('genders', GENDERS).names).toHaveLength(12);
    expect(read('genders', GENDERS, ['login']).names).toEqual(['login1', 'login2']);
    expect(read('genders', GENDERS, ['alt=cpu002-ib']).names).toEqual(['cpu002']);
    expect(read('genders', GENDERS, ['nothing']).problems).toEqual([
      '0: no node has the attribute "nothing"',
    ]);
  });

  test('wrong lines are told with their numbers, and the others count', () => {
    expect(read('genders', 'a x\nb[1- y\nc z, w\nd v')).toMatchObject({
      names: ['a', 'd'],
      problems: [
        expect.stringMatching(/^2: this bracket is not closed/),
        expect.stringMatching(/^3: blanks between attributes/),
      ],
    });
  });

  test.skipIf(!needs('nodeattr', 'genders'))('as nodeattr reads them', () => {
    const file = join(folder, 'genders');
    writeFileSync(file, GENDERS);
    for (const query of ['compute', 'big', 'rack=r1', 'gpu=a100', 'broken', 'alt=cpu002-ib']) {
      const told = run('nodeattr', ['-f', file, '-n', query]).trim().split('\n');
      expect(sorted(read('genders', GENDERS, [query]).names)).toEqual(sorted(told));
    }
    const all = run('nodeattr', ['-f', file, '-n', '-A']).trim().split('\n');
    expect(sorted(read('genders', GENDERS).names)).toEqual(sorted(all));
  });
});

const INI = `loose.example.com:2222
# comment
[login]
login1 ansible_host=10.0.0.1 ansible_port=22 note="two words" # why
[compute]
cpu[001:012:3].example.com
db-[a:c] ansible_host='10.1.1.1'
[gpu]
r[1:2]n[01:02]
[nodes:children]
compute
gpu
[nodes:vars]
anything = {{ not evaluated }}
`;

const YAML = `all:
  hosts:
    loose: {ansible_host: 10.0.0.9, ansible_port: 2200}
  children:
    compute:
      hosts:
        cpu[01:03].example.com:
        secret: {password: !vault abc}
      children: {gpu: }
    gpu:
      hosts: {g1: , g2: {ansible_host: 10.0.0.2}}
      vars: {x: 1}
`;

describe('Ansible', () => {
  test('groups, ranges, ports and addresses', () => {
    expect(read('ansible', INI, ['nodes']).names).toHaveLength(4 + 3 + 4);
    expect(read('ansible', INI, ['gpu']).names).toEqual(['r1n01', 'r1n02', 'r2n01', 'r2n02']);
    expect(read('ansible', INI).nodes.get('login1')).toEqual({ address: '10.0.0.1', port: 22 });
    expect(read('ansible', INI).nodes.get('loose.example.com')).toEqual({ address: '', port: 2222 });
    expect(read('ansible', YAML, ['compute'], 'a.yml').names).toHaveLength(6);
    expect(read('ansible', YAML, [], 'a.yml').nodes.get('loose')).toEqual({
      address: '10.0.0.9',
      port: 2200,
    });
  });

  test('what is wrong is told with its line, and nothing is run', async () => {
    expect(read('ansible', '[a]\nb[1:\nc\nd e\n[f:oo]\n').problems).toEqual([
      expect.stringMatching(/^2: a bracket is not closed/),
      expect.stringMatching(/^4: expected key=value behind d/),
      expect.stringMatching(/^5: \[f:oo\] is none of/),
    ]);
    expect(read('ansible', 'a ansible_host={{x}}\nb').problems).toEqual([
      expect.stringContaining('the address of a is a template'),
    ]);
    expect(read('ansible', 'all:\n  hosts: [a, b]\n', [], 'x.yml').problems).toEqual([
      '2: expected a map of hosts of all',
    ]);
    expect(read('ansible', 'plugin: aws_ec2\n', [], 'x.yml').problems[0]).toContain('inventory plugin');
    const file = join(folder, 'inventory.sh');
    writeFileSync(file, `#!/bin/sh\ntouch ${folder}/ran\n`, { mode: 0o755 });
    const program = await readSourceFile({ ...source('ansible'), of: file });
    expect(program.problems[0]?.message).toContain('is not run');
  });

  test.skipIf(!needs('ansible-inventory', 'ansible-core')).each([
    ['hosts', INI, ['login', 'compute', 'gpu', 'nodes']],
    ['hosts.yml', YAML.replace('!vault abc', 'x'), ['compute', 'gpu']],
  ])(
    'as ansible-inventory reads %s',
    (name, text, groups) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      const told = JSON.parse(run('ansible-inventory', ['-i', file, '--list'], { HOME: folder }));
      const members = (group: string): string[] => [
        ...(told[group]?.hosts ?? []),
        ...(told[group]?.children ?? []).flatMap(members),
      ];
      for (const group of [...groups, 'all']) {
        expect(sorted(read('ansible', text, [group], name).names)).toEqual(sorted(new Set(members(group))));
      }
      for (const [host, { address, port }] of read('ansible', text, [], name).nodes) {
        const vars = told._meta.hostvars[host] ?? {};
        expect([host, address, port]).toEqual([host, vars.ansible_host ?? '', vars.ansible_port]);
      }
    },
    30_000,
  );
});

const CFG = `# local groups
compute: cpu[001-012],gpu[1-4]
gpu: gpu[1-4]
broken: cpu003,gpu2
good: @compute!@broken
odd: cpu[001-012/2]&@compute
either: @broken^cpu[001-003]
all: @compute,login1
`;

const GROUPS = `roles:
  login: login[1-2]
  compute: 'cpu[1-9],@racks:r2'
racks:
  r1: cpu[1-4]
  r2: ['x']
  r3: cpu[5-7]
  most: '@*!cpu5'
`;

describe('ClusterShell', () => {
  test('lines and YAML', () => {
    expect(read('clustershell', CFG, ['good']).names).toHaveLength(14);
    const yaml = read('clustershell', GROUPS, ['racks:most', 'login'], 'g.yaml');
    expect(sorted(yaml.names)).toEqual(['cpu1', 'cpu2', 'cpu3', 'cpu4', 'cpu6', 'cpu7', 'login1', 'login2']);
    expect(yaml.problems).toEqual(['6: expected nodes for the group r2']);
  });

  test('circles, missing groups and programs are told', () => {
    expect(read('clustershell', 'a: @b\nb: @a,x\nc: @d', ['a', 'c']).problems).toEqual([
      expect.stringMatching(/^2: the group a holds itself/),
      '3: there is no group "d"',
    ]);
    expect(read('clustershell', '[local]\nmap: rm -rf /\n').problems[0]).toContain(
      'its programs are not run',
    );
  });

  test.skipIf(!needs('nodeset', 'clustershell'))('as nodeset reads them', () => {
    const config = join(folder, 'clustershell');
    mkdirSync(join(config, 'groups.d'), { recursive: true });
    writeFileSync(
      join(config, 'groups.conf'),
      `[Main]\ndefault: local\nautodir: ${config}/groups.d\n[local]\n` +
        `map: sed -n 's/^$GROUP:\\(.*\\)/\\1/p' ${config}/local.cfg\n` +
        `list: sed -n 's/^\\([0-9A-Za-z_-]*\\):.*/\\1/p' ${config}/local.cfg\n`,
    );
    writeFileSync(join(config, 'local.cfg'), CFG);
    const yaml = GROUPS.replace("r2: ['x']", 'r2: x1');
    writeFileSync(join(config, 'groups.d/g.yaml'), yaml);
    const told = (group: string) =>
      run('nodeset', ['-e', '-S', '\n', `@${group}`], { CLUSTERSHELL_CFGDIR: config, HOME: folder })
        .trim()
        .split('\n');
    for (const group of ['compute', 'gpu', 'broken', 'good', 'odd', 'either', 'all'])
      expect([group, sorted(read('clustershell', CFG, [group]).names)]).toEqual([group, sorted(told(group))]);
    for (const group of ['roles:login', 'roles:compute', 'racks:r1', 'racks:r3'])
      expect(sorted(read('clustershell', yaml, [group], 'g.yaml').names)).toEqual(sorted(told(group)));
  });
});

test('a list of node sets', () => {
  expect(read('list', 'cpu[1-3], login1 # x\n\ngpu1\n').names).toEqual([
    'cpu1',
    'cpu2',
    'cpu3',
    'login1',
    'gpu1',
  ]);
  expect(read('list', 'ok\n../etc/passwd\n').problems[0]).toMatch(/^2: "\/" cannot be part/);
});

test('no text makes a reader throw or hang', () => {
  const samples: [Source['kind'], string, string][] = [
    ['genders', GENDERS, 'g'],
    ['ansible', INI, 'hosts'],
    ['ansible', YAML, 'h.yml'],
    ['clustershell', CFG, 'c'],
    ['clustershell', GROUPS, 'g.yaml'],
    ['list', 'a[1-9]\n', 'l'],
  ];
  const mutated = fc.record({
    sample: fc.constantFrom(...samples),
    at: fc.nat(400),
    cut: fc.nat(30),
    put: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('[', ']', '@*', '@', ':', '\0', '- - -', '{{'),
    ),
  });
  fc.assert(
    fc.property(mutated, ({ sample: [kind, text, file], at, cut, put }) => {
      const { nodes, problems } = rosterOf(
        source(kind),
        file,
        text.slice(0, at) + put + text.slice(at + cut),
      );
      expect(nodes.size + problems.length).toBeLessThan(200_000);
    }),
    { numRuns: 400 },
  );
  for (const text of ['['.repeat(200_000), '{'.repeat(200_000), '- '.repeat(50_000), 'a[1:99999999]\n'])
    for (const [kind, , file] of samples) rosterOf(source(kind), file, text);
  const chain = Array.from({ length: 20_000 }, (_, at) => `g${at}: @g${at + 1}`).join('\n');
  expect(read('clustershell', chain, ['g0']).problems.length).toBeGreaterThan(0);
  const stars = Array.from({ length: 3000 }, (_, at) => `g${at}: @*,n${at}`).join('\n');
  read('clustershell', stars);
}, 60_000);

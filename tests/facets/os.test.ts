import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { agentFiles } from '../../server/agent/bundle.ts';
import { installation } from '../../server/config.ts';
import { familyOf } from '../../server/facets/os/family.ts';
import { os } from '../../server/facets/os/index.ts';
import { parseLibc } from '../../server/facets/os/libc.ts';
import { parseOsRelease } from '../../server/facets/os/osRelease.ts';
import { OperatingSystem } from '../../server/facets/os/schema.ts';
import { securityOf } from '../../server/facets/os/security.ts';
import { shells } from '../harness/agent.ts';
import { parseNative, readParts } from './node-facets.ts';

describe('os-release', () => {
  test.each([
    ['NAME=Fedora', 'Fedora'],
    ['NAME="Rocky Linux"', 'Rocky Linux'],
    ["NAME='Debian GNU/Linux'", 'Debian GNU/Linux'],
    ['NAME=Our Own Linux', 'Our Own Linux'],
    ['NAME="a \\"b\\" \\$c \\\\ \\`d"', 'a "b" $c \\ `d'],
    ["NAME='a \\b'", 'a \\b'],
    ['NAME="never closed', 'never closed'],
    ['NAME=bare # why', 'bare'],
    ['NAME="quoted # not" # why', 'quoted # not'],
    ['  NAME=indented  ', 'indented'],
    ['export NAME=exported', 'exported'],
    ['NAME=', ''],
    ['NAME=""', ''],
    ['NAME=crlf\r', 'crlf'],
    ['\uFEFFNAME=bom', 'bom'],
    ['NAME=first\nNAME=last', 'last'],
    ['NAME="Ünïcode — ok"', 'Ünïcode — ok'],
  ])('%j', (text, name) => {
    expect(parseOsRelease(text)).toEqual({ fields: new Map([['NAME', name]]), problems: [] });
  });

  test('a bad line loses itself only', () => {
    const { fields, problems } = parseOsRelease('ID=a\nnot a line\nVERSION_ID=1\n');
    expect([...fields]).toEqual([
      ['ID', 'a'],
      ['VERSION_ID', '1'],
    ]);
    expect(problems).toMatchObject([{ line: 2, text: 'not a line' }]);
  });

  test.each(['', '\n', '# only a comment\n'])('%j is a distribution without a name', (text) => {
    expect(parseNative(os, text)).toMatchObject({
      format: 'os-release',
      outcome: 'present',
      facts: { id: '', versionId: '' },
    });
  });
});

test.each([
  ['rocky', ['rhel', 'centos', 'fedora'], 'rhel'],
  ['rhel', ['fedora'], 'rhel'],
  ['fedora', [], 'fedora'],
  ['sles', ['suse'], 'suse'],
  ['linuxmint', ['ubuntu', 'debian'], 'debian'],
  ['newdistro', ['ubuntu'], 'debian'],
  ['XCP-ng', ['centos', 'rhel', 'fedora'], 'rhel'],
  ['nixos', [], 'nixos'],
  ['', [], ''],
])('%s like %j is of the family %s', (id, like, family) => expect(familyOf(id, like)).toBe(family));

test.each([
  ['CentOS release 6.10 (Final)', 'centos', '6.10'],
  ['Red Hat Enterprise Linux Server release 5.11 (Tikanga)', 'rhel', '5.11'],
  ['Scientific Linux release 6.9 (Carbon)', 'scientific', '6.9'],
  ['SUSE Linux Enterprise Server 11 (x86_64)', 'sles', '11'],
])('%s', (line, id, versionId) => {
  expect(parseNative(os, `${line}\n`)).toMatchObject({
    format: 'redhat-release',
    facts: { id, versionId, prettyName: line },
  });
});

test.each([
  ['GNU C Library (GNU libc) stable release version 2.28', 'glibc', '2.28'],
  ['GNU C Library stable release version 2.12', 'glibc', '2.12'],
  ['GNU C Library (Ubuntu GLIBC 2.39-0ubuntu8.3) stable release version 2.39.', 'glibc', '2.39'],
  ['GNU C Library (GNU libc) development release version 2.38.9000.', 'glibc', '2.38.9000'],
  ['ldd (Debian GLIBC 2.36-9+deb12u7) 2.36\nCopyright', 'glibc', '2.36'],
  ['ldd (GNU libc) 2.34', 'glibc', '2.34'],
  [
    'musl\nmusl libc (x86_64)\nVersion 1.2.4_git20230717\nDynamic Program Loader',
    'musl',
    '1.2.4_git20230717',
  ],
  ['musl\nV:1.2.5-r0', 'musl', '1.2.5'],
  ['musl\n', 'musl', ''],
  ['', 'unknown', ''],
])('%j', (text, libc, libcVersion) => expect(parseLibc(text)).toEqual({ libc, libcVersion }));

test('a C library alone tells of no distribution', () => {
  const text = 'ldd (GNU libc) 2.34\nCopyright (C) 2021 Free Software Foundation, Inc.\n';
  expect(parseNative(os, text)).toMatchObject({
    format: 'libc-version',
    facts: { id: '', prettyName: '', libc: 'glibc', libcVersion: '2.34' },
  });
  expect(parseNative(os, 'musl libc (x86_64)\nVersion 1.2.4\nDynamic Program Loader\n')).toMatchObject({
    facts: { libc: 'musl', libcVersion: '1.2.4' },
  });
  expect(parseNative(os, 'musl is small\n')).toBeUndefined();
});

describe('user namespaces', () => {
  test.each([
    ['userns=yes userns-max=some userns-clone=none userns-apparmor=none', 'allowed'],
    ['userns=yes userns-max=0', 'forbidden'],
    ['userns=no', 'forbidden'],
    ['userns=yes userns-max=some userns-clone=0', 'forbidden'],
    ['userns=yes userns-max=some userns-apparmor=1 apparmor=Y', 'restricted'],
    ['userns=yes userns-max=some userns-apparmor=1 apparmor=N', 'allowed'],
    ['userns=yes userns-max=some userns-apparmor=0 apparmor=Y', 'allowed'],
    ['userns=yes', 'unknown'],
    ['userns=yes userns-clone=1', 'allowed'],
    ['userns-max=some', 'unknown'],
    ['', 'unknown'],
  ])('%s: %s', (words, expected) => {
    const facts = new Map(
      words.split(' ').map((word): [string, string] => [word.split('=')[0] ?? '', word.split('=')[1] ?? '']),
    );
    expect(securityOf(facts).userNamespaces).toBe(expected);
  });
});

test('binary formats: sorted, by the machine in their magic, off when all are off', () => {
  const arm =
    'qemu-aarch64/\nenabled\ninterpreter /usr/bin/qemu-aarch64-static\nflags: OCF\noffset 0\nmagic 7f454c460201010000000000000000000200b700\n';
  const odd = 'a /b\n$(id)/\ndisabled\ninterpreter /x y\nflags: \nextension .exe\n';
  const read = (status: string) =>
    OperatingSystem.parse(readParts(os, { 'binfmt-status': status, binfmt: [arm, odd] }).node?.facts);
  expect(read('enabled\n').binaryFormats).toEqual([
    { name: 'a /b\n$(id)', enabled: false, architecture: '', interpreter: '/x y', flags: '' },
    {
      name: 'qemu-aarch64',
      enabled: true,
      architecture: 'aarch64',
      interpreter: '/usr/bin/qemu-aarch64-static',
      flags: 'OCF',
    },
  ]);
  expect(read('disabled\n').binaryFormats?.some((one) => one.enabled)).toBe(false);
  expect(readParts(os, {}).node?.facts).toMatchObject({ binaryFormats: null });
  expect(readParts(os, { 'binfmt-none': '' }).node?.facts).toMatchObject({ binaryFormats: [] });
});

test('no text makes it throw, and every document is of its schema', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'ID=',
      '"',
      "'",
      '\\',
      '#',
      '\n',
      'NAME="a',
      'cgroup=v9',
      'selinux=7',
      'enabled\n',
      'magic 7f',
      '/\n',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const read = [
        readParts(os, {
          'os-release': text,
          facts: text,
          libc: text,
          'binfmt-status': text,
          binfmt: [text, text],
        }),
        ...os.natives.map((form) =>
          form.parse({ name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] }),
        ),
      ];
      for (const { node } of read) if (node) OperatingSystem.parse(node.facts);
    }),
    { numRuns: 300 },
  );
});

describe('ranges in /etc/subuid', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-ranges-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const others = Array.from({ length: 600 }, (_, at) => `user${at}:${(at + 2) * 65536}:65536`);

  /** What the agent's own function says of such a file to the account alice. */
  function said(lines: string[], [program = 'sh', ...args]: string[]): string {
    writeFileSync(join(folder, 'subuid'), lines.map((line) => `${line}\n`).join(''));
    const agent = ['prelude', 'facets/os']
      .flatMap(agentFiles)
      .map((name) => readFileSync(join(installation, 'agents', name), 'utf8'));
    const call = `GZ_ROOT='' LOGNAME=alice gz_os_uid=1004\ngz_os_range ranges '${folder}/subuid'\n`;
    return spawnSync(program, [...args, '-s'], { input: [...agent, call].join('\n'), encoding: 'utf8' })
      .stdout;
  }

  test.each([
    ['its own', ['alice:100000:65536'], 'whole'],
    ['its own behind another', ['bob:100000:65536', 'alice:165536:65536'], 'whole'],
    ['a small one', ['alice:100000:1000'], 'part'],
    ['a small one and a whole one', ['alice:100000:1000', 'alice:200000:65536'], 'whole'],
    ['by number', ['1004:100000:65536'], 'whole'],
    ['of another', ['bob:100000:65536'], 'others'],
    ['of one whose name begins alike, and of a pattern', ['alicent:100000:65536', '*:1:65536'], 'others'],
    ['of very many', others, 'others'],
    ['an empty file', [], 'none'],
    [
      'lines that are none',
      ['# none', 'alice', 'alice::', 'alice:x:65536', `alice:1:${'9'.repeat(30)}`],
      'none',
    ],
  ])('%s', (_, lines, word) => {
    for (const shell of shells) expect(said(lines, shell)).toBe(`ranges=${word}\n`);
  });
});

test('who may use containers is told by the lesser of users and groups', () => {
  const read = (facts: string) => OperatingSystem.parse(readParts(os, { facts }).node?.facts).idRanges;
  expect(read('ranges-uid=whole\nranges-gid=others\n')).toBe('others');
  expect(read('ranges-uid=part\nranges-gid=whole\n')).toBe('part');
  expect(read('ranges=elsewhere\n')).toBe('elsewhere');
  expect(read('ranges-uid=whole\n')).toBeUndefined();
  expect(read('ranges-uid=constructor\nranges-gid=whole\n')).toBeUndefined();
});

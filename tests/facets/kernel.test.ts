import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kernel } from '../../server/facets/kernel/index.ts';
import { parseInstalled, rebootOf } from '../../server/facets/kernel/installed.ts';
import { compareReleases, flavourOf } from '../../server/facets/kernel/order.ts';
import { Kernel } from '../../server/facets/kernel/schema.ts';
import { parseUname } from '../../server/facets/kernel/uname.ts';
import { parseNative, readParts } from './node-facets.ts';

describe('order of releases', () => {
  // Each list is in the order in which its distribution released them.
  test.each([
    [
      [
        '4.18.0-477.27.1.el8_8.x86_64',
        '4.18.0-513.el8.x86_64',
        '4.18.0-553.el8_10.x86_64',
        '4.18.0-553.5.1.el8_10.x86_64',
        '4.18.0-553.16.1.el8_10.x86_64',
      ],
    ],
    [['5.14.0-70.el9.x86_64', '5.14.0-70.13.1.el9_0.x86_64', '5.14.0-162.6.1.el9_1.x86_64']],
    [['6.1.0-9-amd64', '6.1.0-10-amd64', '6.1.0-21-amd64']],
    [['5.15.0-91-generic', '6.5.0-14-generic', '6.8.0-9-generic', '6.8.0-40-generic']],
    [['5.14.21-150500.53-default', '5.14.21-150500.55.7-default', '5.14.21-150500.55.39-default']],
    [['6.8.0-rc1', '6.8.0-rc10', '6.8.0', '6.8.1']],
  ])('%j', (releases) => {
    const shuffled = [...releases].reverse();
    expect(shuffled.sort(compareReleases)).toEqual(releases);
  });
});

test.each([
  ['5.14.0-427.13.1.el9_4.x86_64', ''],
  ['5.14.0-427.13.1.el9_4.x86_64+rt', 'rt'],
  ['4.18.0-553.rt7.342.el8.x86_64', 'rt'],
  ['5.14.0-427.13.1.el9_4.aarch64+64k', ''],
  ['3.10.0-1160.el7.x86_64.debug', 'debug'],
  ['5.15.0-200.131.27.el9uek.x86_64', 'uek'],
  ['6.1.0-21-amd64', ''],
  ['6.1.0-21-rt-amd64', 'rt'],
  ['6.1.0-21-cloud-amd64', 'cloud'],
  ['6.8.0-40-generic', 'generic'],
  ['5.14.21-150500.55.39-default', 'default'],
  ['6.6.14-0-lts', 'lts'],
])('flavour of %s is "%s"', (release, flavour) => expect(flavourOf(release)).toBe(flavour));

describe('installed kernels', () => {
  const found = (boot: string[], modules: string[]) =>
    parseInstalled(boot.map((name) => `${name}/\n`).join(''), modules.map((name) => `${name}\n`).join(''));

  test('an image, modules, or both; what a removed kernel left is none', () => {
    expect(
      found(
        ['vmlinuz-6.1.0-9-amd64', 'vmlinuz-6.1.0-10-amd64'],
        ['6.1.0-10-amd64/m', '6.1.0-7-amd64/', '6.1.0-8-amd64/m'],
      ),
    ).toEqual([
      { release: '6.1.0-8-amd64', image: false, modules: true },
      { release: '6.1.0-9-amd64', image: true, modules: false },
      { release: '6.1.0-10-amd64', image: true, modules: true },
    ]);
  });

  test('names of other architectures, packed images, and names that are none', () => {
    const boot = [
      'Image-5.14.21-1-default',
      'vmlinux-5.14.21-2-default.gz',
      'image-5.14.21-3-default',
      'vmlinuz-linux',
      'vmlinuz-6.8.0-40-generic.old',
      'vmlinuz-6.1.0-1~',
      'vmlinuz-',
    ];
    expect(found(boot, []).map((one) => one.release)).toEqual([
      '5.14.21-1-default',
      '5.14.21-2-default',
      '5.14.21-3-default',
    ]);
  });

  test('hostile names are names', () => {
    const hostile = '6.1 $(id)\n@gz `x`';
    expect(found([`vmlinuz-${hostile}`], [])).toEqual([{ release: hostile, image: true, modules: false }]);
  });

  test.each([
    ['6.1.0-9-amd64', ['6.1.0-9-amd64'], false],
    ['6.1.0-9-amd64', ['6.1.0-9-amd64', '6.1.0-10-amd64'], true],
    ['6.1.0-9-amd64', ['6.1.0-9-amd64', '6.1.0-10-cloud-amd64'], false],
    ['6.1.0-9-amd64', ['6.1.0-8-amd64'], false],
    ['6.1.0-9-amd64', [], null],
    ['', ['6.1.0-9-amd64'], null],
  ])('%s running, %j installed: reboot pending is %s', (running, releases, pending) => {
    const installed = releases.map((release) => ({ release, image: true, modules: true }));
    expect(rebootOf(running, installed).rebootPending).toBe(pending);
  });

  test('a newer folder of modules without an image does not ask for a reboot', () => {
    const installed = parseInstalled('vmlinuz-6.1.0-9-amd64/\n', '6.1.0-10-amd64/m\n');
    expect(rebootOf('6.1.0-9-amd64', installed)).toEqual({ newest: '6.1.0-9-amd64', rebootPending: false });
  });

  test('what cannot be read is not empty', () => {
    const running = 'Linux\n6.1.0\n#1\nx86_64\n';
    const facts = (parts: Record<string, string>) =>
      Kernel.parse(readParts(kernel, { running, ...parts }).node?.facts);
    expect(facts({}).installed).toBeNull();
    expect(facts({ 'boot-unread': '', 'modules-unread': '' }).installed).toBeNull();
    expect(facts({ boot: '' }).installed).toEqual([]);
    expect(facts({ 'boot-unread': '', modules: '6.1.0/m\n' })).toMatchObject({
      newest: '6.1.0',
      rebootPending: false,
    });
  });
});

describe('uname', () => {
  const el7 = {
    system: 'Linux',
    release: '3.10.0-1160.el7.x86_64',
    version: '#1 SMP Mon Oct 19 16:18:59 UTC 2020',
    machine: 'x86_64',
  };
  test.each([
    [
      'Linux n1 3.10.0-1160.el7.x86_64 #1 SMP Mon Oct 19 16:18:59 UTC 2020 x86_64 x86_64 x86_64 GNU/Linux',
      el7,
    ],
    ['Linux n1 3.10.0-1160.el7.x86_64 #1 SMP Mon Oct 19 16:18:59 UTC 2020 x86_64 GNU/Linux', el7],
    [
      'Linux n1 3.10.0-1160.el7.x86_64 #1 SMP Mon Oct 19 16:18:59 UTC 2020 x86_64 Intel(R) Xeon(R) CPU E5-2680 v3 @ 2.50GHz GenuineIntel GNU/Linux',
      el7,
    ],
    [
      'Linux n1 6.6.14-0-virt #1-Alpine SMP PREEMPT_DYNAMIC Fri, 26 Jan 2024 11:08:07 +0000 x86_64 Linux\n',
      {
        ...el7,
        release: '6.6.14-0-virt',
        version: '#1-Alpine SMP PREEMPT_DYNAMIC Fri, 26 Jan 2024 11:08:07 +0000',
      },
    ],
    [
      'Linux 10.1.2.3 5.14.0-70.el9.aarch64 #1 SMP x aarch64 aarch64 aarch64 GNU/Linux',
      { system: 'Linux', release: '5.14.0-70.el9.aarch64', version: '#1 SMP x', machine: 'aarch64' },
    ],
    [
      'Linux 5.14.0-70.el9.ppc64le ppc64le',
      { system: 'Linux', release: '5.14.0-70.el9.ppc64le', version: '', machine: 'ppc64le' },
    ],
    ['Linux', { system: 'Linux', release: '', version: '', machine: '' }],
    ['6.1.0-21-amd64\n', { system: '', release: '6.1.0-21-amd64', version: '', machine: '' }],
    [
      'FreeBSD b 14.0-RELEASE FreeBSD 14.0-RELEASE #0 releng/14.0: root@x:/usr/obj GENERIC  amd64',
      {
        system: 'FreeBSD',
        release: '14.0-RELEASE',
        version: 'FreeBSD 14.0-RELEASE #0 releng/14.0: root@x:/usr/obj GENERIC',
        machine: 'amd64',
      },
    ],
    [
      'Darwin m 23.1.0 Darwin Kernel Version 23.1.0: Mon Oct 9 21:28:45 PDT 2023; root:xnu-10002.41.9~6/RELEASE_ARM64_T6020 arm64',
      {
        system: 'Darwin',
        release: '23.1.0',
        version:
          'Darwin Kernel Version 23.1.0: Mon Oct 9 21:28:45 PDT 2023; root:xnu-10002.41.9~6/RELEASE_ARM64_T6020',
        machine: 'arm64',
      },
    ],
    ['hello world', null],
    ['', null],
  ])('%s', (line, expected) => expect(parseUname(line)).toEqual(expected));

  test.each(['12.5\n', '3.19\n', '2.11\n'])('%j alone is of anything', (text) => {
    expect(parseUname(text)).toBeNull();
  });

  test.each(['5.14.0-427.el9.x86_64\n', '22.6.0\n', '13.2-RELEASE\n'])('%j is a release', (text) => {
    expect(parseUname(text)?.release).toBe(text.trim());
  });

  test('the host name stays out of the document', () => {
    const found = parseNative(kernel, 'Linux secret-host 6.1.0 #1 SMP x86_64 GNU/Linux\n');
    expect(JSON.stringify(found?.facts)).not.toContain('secret');
  });
});

test('no text makes it throw, and every document is of its schema', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'Linux',
      '6.1.0',
      '#1',
      'x86_64',
      '\n',
      '/',
      'vmlinuz-6',
      'flags : a b',
      'microcode : 0x1\n',
      '/m\n',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join(' ');
      const read = [
        readParts(kernel, {
          running: text,
          boot: text,
          modules: pieces.join(''),
          cpuinfo: pieces.join('\n'),
        }),
        readParts(kernel, { uname: text }),
        ...kernel.natives.map((form) =>
          form.parse({ name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] }),
        ),
      ];
      for (const { node } of read) if (node) Kernel.parse(node.facts);
    }),
    { numRuns: 300 },
  );
});

test.each([
  'Modules Release 4.1.4 (2018-08-20)',
  'Python 3.11.2',
  'GNU bash, version 5.2',
  'Apptainer version 1.3.0',
])('the version of a program is no kernel: %s', (text) => expect(parseNative(kernel, text)).toBeUndefined());

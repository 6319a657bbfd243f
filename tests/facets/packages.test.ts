import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { facets } from '../../server/facets/registry.ts';
import { agentSession, shells } from '../harness/agent.ts';

/** Rows as name, version and architecture, of a native form that is recognised by its content. */
function rows(text: string) {
  const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
  const form = facets.packages.natives.find((one) => one.recognise(input));
  if (!form) throw new Error('not recognised');
  const found = form.parse(input);
  const document = found.node?.facts as unknown as { packages: Record<string, string>[] } | undefined;
  return {
    format: form.format,
    packages: (document?.packages ?? []).map((one) =>
      `${one.name} ${one.version} ${one.architecture}`.trim(),
    ),
    problems: found.problems.map((one) => one.line),
  };
}

describe('a native form', () => {
  test.each<[format: string, text: string, packages: string[], problems?: number[]]>([
    [
      'rpm-names',
      'bash-5.1.8-9.el9.x86_64\npython3-pip-wheel-21.3.1-1.el9.noarch\ngpg-pubkey-350d275d-6279464b\njava-1.8.0-openjdk-headless-1.8.0.412.b08-2.el9.x86_64\n',
      [
        'bash 5.1.8-9.el9 x86_64',
        'gpg-pubkey 350d275d-6279464b',
        'java-1.8.0-openjdk-headless 1.8.0.412.b08-2.el9 x86_64',
        'python3-pip-wheel 21.3.1-1.el9 noarch',
      ],
    ],
    [
      'rpm-names',
      'bash-3.2-33.el5.1\nglibc-common-2.5-123.el5_11.3\ngpg-pubkey-e8562897-459f07a4\n',
      ['bash 3.2-33.el5.1', 'glibc-common 2.5-123.el5_11.3', 'gpg-pubkey e8562897-459f07a4'],
    ],
    [
      'rpm-names',
      'vim-minimal-8.2.2637-20.el9_1.x86_64          Tue 05 Mar 2024 10:11:12 AM CET\nbash-5.1.8-9.el9.x86_64                       Tue 05 Mar 2024 10:10:00 AM CET\n',
      ['bash 5.1.8-9.el9 x86_64', 'vim-minimal 8.2.2637-20.el9_1 x86_64'],
    ],
    [
      'rpm-qi',
      `Name        : bash
Version     : 5.1.8
Release     : 9.el9
Architecture: x86_64
Install Date: Tue 05 Mar 2024 10:10:00 AM CET
Vendor      : Rocky Enterprise Software Foundation
Source RPM  : bash-5.1.8-9.el9.src.rpm
Description :
The GNU Bourne Again shell (Bash).
Name: of nothing

Name        : bind-utils
Epoch       : 32
Version     : 9.16.23
Release     : 18.el9_4.1
Architecture: x86_64
Description :
Tools.
`,
      ['bash 5.1.8-9.el9 x86_64', 'bind-utils 32:9.16.23-18.el9_4.1 x86_64'],
    ],
    [
      'dnf-list',
      'Loaded plugins: fastestmirror, search-disabled-repos, subscription-\n              : manager\nInstalled Packages\nbash.x86_64        4.2.46-35.el7_9        @updates\n',
      ['bash 4.2.46-35.el7_9 x86_64'],
      [],
    ],
    [
      'dnf-list',
      `Installed Packages
bash.x86_64                          5.1.8-9.el9                  @anaconda
a-package-with-a-name-too-long-for-its-column.noarch
                                     1.0-1.el9                    @epel
bind-utils.x86_64                    32:9.16.23-18.el9_4.1        @appstream
`,
      [
        'a-package-with-a-name-too-long-for-its-column 1.0-1.el9 noarch',
        'bash 5.1.8-9.el9 x86_64',
        'bind-utils 32:9.16.23-18.el9_4.1 x86_64',
      ],
    ],
    [
      'dpkg-list',
      `Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
||/ Name           Version        Architecture Description
+++-==============-==============-============-=================================
ii  adduser        3.134          all          add and remove users and groups
hi  docker-ce      5:24.0.7-1     amd64        held
ii  libc6:amd64    2.36-9+deb12u9 amd64        GNU C Library: Shared libraries
rc  oldtool        1.0-1          amd64        gone
`,
      ['adduser 3.134 all', 'docker-ce 5:24.0.7-1 amd64', 'libc6 2.36-9+deb12u9 amd64'],
    ],
    [
      'dpkg-query',
      'adduser\t3.134\nlibc6:amd64\t2.36-9\nremoved\t\n',
      ['adduser 3.134', 'libc6 2.36-9 amd64'],
    ],
    [
      'apt-list',
      'Listing...\nadduser/stable,now 3.134 all [installed]\nbash/now 5.2.15-2+b7 amd64 [installed,local]\nzsh/stable 5.9-4 amd64 [upgradable from: 5.8]\n',
      ['adduser 3.134 all', 'bash 5.2.15-2+b7 amd64'],
    ],
    [
      'zypper-table',
      `Loading repository data...
Reading installed packages...

S  | Name | Type    | Version       | Arch   | Repository
---+------+---------+---------------+--------+-----------
i+ | bash | package | 4.4-150400.27.3.2 | x86_64 | SLE
i  | sles | product | 15.5-0 | x86_64 | SLE
v  | vim  | package | 9.0-1 | x86_64 | SLE
`,
      ['bash 4.4-150400.27.3.2 x86_64'],
    ],
    [
      'zypper-table',
      `S | Repository | Name | Version | Arch
--+------------+------+---------+-------
i | @System    | bash | 4.4-1.2 | x86_64
`,
      ['bash 4.4-1.2 x86_64'],
    ],
    [
      'apk-list',
      'musl-1.2.5-r0\nca-certificates-bundle-20240226-r0\nlibstdc++-13.2.1_git20240309-r0\n',
      ['ca-certificates-bundle 20240226-r0', 'libstdc++ 13.2.1_git20240309-r0', 'musl 1.2.5-r0'],
    ],
    [
      'apk-list',
      'musl-1.2.5-r0 x86_64 {musl} (MIT) [installed]\nzlib-1.3.1-r1 x86_64 {zlib} (Zlib)\n',
      ['musl 1.2.5-r0 x86_64'],
    ],
    [
      'rpm-table',
      'hello-tool\t2\t1.2~rc1\t3.el9\tnoarch\thello-tool-1.2~rc1-3.el9.src.rpm\tÖrg, "quoted"\ttab\n',
      ['hello-tool 2:1.2~rc1-3.el9 noarch'],
    ],
    ['pacman-query', 'acl 2.3.2-1\nlinux 6.8.1.arch1-1\n', ['acl 2.3.2-1', 'linux 6.8.1.arch1-1']],
    [
      'dpkg-list',
      `${Array.from({ length: 20 }, (_, at) => `ii  tool${String(at).padStart(2, '0')} 1.${at} all text`).join('\n')}\nwhat is this\n`,
      Array.from({ length: 20 }, (_, at) => `tool${String(at).padStart(2, '0')} 1.${at} all`),
      [21],
    ],
  ])('%s is read', (format, text, packages, problems = []) => {
    expect(rows(text)).toEqual({ format, packages, problems });
    expect(rows(text.replaceAll('\n', '\r\n')).packages).toEqual(packages);
  });

  test('never throws, and one bad line loses that line only', () => {
    const good = Array.from({ length: 30 }, (_, at) => `tool${at}-1.${at}-1.el9.x86_64`);
    fc.assert(
      fc.property(fc.nat(29), fc.string({ maxLength: 60 }), (at, bad) => {
        const line = bad.replace(/[\r\n]/g, ' ');
        const found = rows([...good.slice(0, at), `! ${line}`, ...good.slice(at)].join('\n'));
        expect(found.packages).toHaveLength(30);
        expect(found.problems).toEqual([at + 1]);
      }),
    );
    const natives = facets.packages.natives;
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(...natives),
        (text, form) => {
          const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
          form.recognise(input);
          form.parse(input);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('find is offered tools, not the parts of a system', () => {
  const offered = (name: string) => {
    const one = { manager: 'dpkg', name, version: '1.0-1', architecture: '', source: '', vendor: '' };
    const facts = { kind: 'packages.node', managers: ['dpkg'], packages: [one] };
    return facets.packages.offerings(facts, '').length;
  };
  test.each([
    'samtools',
    'openmpi-bin',
    'gcc',
    'python3-numpy',
    'libreoffice',
    'libtool',
    'apptainer',
    'R-core',
  ])('%s is one', (name) => expect(offered(name)).toBe(1));
  test.each([
    'libc6',
    'zlib-devel',
    'gpg-pubkey',
    'kernel-core',
    'perl-DBI',
    'fonts-dejavu',
    'glibc-langpack-en',
  ])('%s is none', (name) => expect(offered(name)).toBe(0));
});

describe.skipIf(!existsSync('/var/lib/dpkg/status'))("the agent's list of this machine", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format
  const format = '${db:Status-Status} ${Package} ${Version} ${Architecture}\n';
  const listed = spawnSync('dpkg-query', ['-W', '-f', format], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const expected = listed.stdout
    .split('\n')
    .filter((line) => line.startsWith('installed '))
    .map((line) => line.slice('installed '.length))
    .sort();
  test.each(shells.map((shell) => [shell.join(' '), shell]))('equals dpkg-query under %s', (_, shell) => {
    const [evidence] = agentSession({ facets: ['packages'] }, shell).facets;
    if (!evidence) throw new Error('no facet');
    const reading = facets.packages.read(evidence);
    const document = reading.node?.facts as unknown as { packages: Record<string, string>[] };
    const found = document.packages
      .filter((one) => one.manager === 'dpkg')
      .map((one) => `${one.name} ${one.version} ${one.architecture}`)
      .sort();
    expect(found).toEqual(expected);
    expect(reading.problems).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../server/check/answer.ts';
import { readInput } from '../../server/check/inputs/read.ts';
import { judgedOn } from '../../server/check/judged.ts';
import { subjectsOn } from '../../server/check/subject.ts';
import type { Facts } from '../../server/facets/facet.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, NFS, reading } from '../harness/readings.ts';
import { group } from '../verdict/invent.ts';

interface Seen {
  name: string;
  version?: string;
  build: string;
  subdir?: string;
  channel?: string;
  sha256?: string;
  asks?: string[];
}

/** An environment as the agent reads it: its packages, and beside it what their records ask of the machine, unless the agent is an older one. */
function environment(path: string, seen: Seen[], looked = true) {
  const packages = seen.map(({ asks: _, ...one }) => ({
    ...{ version: '1.0', subdir: 'linux-64', channel: 'conda-forge', sha256: '', md5: '' },
    ...one,
  }));
  const needs = seen.flatMap(({ name, version = '1.0', build, asks = [] }) =>
    asks.map((spec) => ({ name, version, build, spec, optional: false })),
  );
  const item = (at: string, facts: Facts) => ({
    path: at,
    facts,
    evidence: { name: at, parts: [{ name: 'records', bytes: Buffer.from(JSON.stringify(facts)) }] },
  });
  const own = { kind: 'conda.environment', python: '', packages, pip: [], unreadable: 0 };
  const beside = { kind: 'conda.needs', needs };
  return [item(path, own), ...(looked ? [item(`${path}/conda-meta/needs`, beside)] : [])];
}

function conda(...items: ReturnType<typeof environment>[]) {
  const root = { kind: 'installation', path: '/apps/conda', mount: NFS, key: '', message: '', unread: [] };
  return reading({ roots: [{ ...root, outcome: 'present', reason: '', items: items.flat() }] });
}

const SHA = 'ab'.repeat(32);

describe('what records of collected environments ask of the machine', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
    const sweep = async (name: string, ...items: ReturnType<typeof environment>[]) => {
      const cluster = await Cluster.make(database.db, 1, name);
      await cluster.sweep([{ conda: conda(...items) }]);
    };
    await sweep(
      'first',
      environment('envs/a', [
        { name: 'zlib', build: 'h0000001_0', asks: ['__glibc >=2.17,<3.0.a0'], sha256: SHA },
        { name: 'plain', build: 'h0000002_0' },
        { name: 'gpu', build: 'h0000003_0', asks: ['__cuda >=12'], channel: 'pkgs/main' },
        { name: 'both', build: 'h0000004_0', asks: ['__glibc >=2.17'] },
        { name: 'any', build: 'pyhd8ed1ab_0', subdir: 'noarch' },
        { name: 'plain2', build: 'py39_0', channel: 'pkgs/main', sha256: 'ef'.repeat(32) },
        { name: 'bwa', version: '0.7.17', build: 'h0000008_0', channel: 'bioconda' },
      ]),
    );
    await sweep(
      'second',
      environment('envs/b', [
        { name: 'both', build: 'h0000004_0', subdir: 'linux-aarch64', asks: ['__glibc >=2.28'] },
        { name: 'patched', build: 'h0000005_0' },
      ]),
      environment('envs/c', [
        { name: 'patched', build: 'h0000005_0' },
        { name: 'more', build: 'h0000007_0' },
      ]),
    );
    await sweep(
      'third',
      environment('envs/d', [{ name: 'patched', build: 'h0000005_0', asks: ['__glibc >=2.28'] }]),
    );
    await sweep('older', environment('envs/e', [{ name: 'seldom', build: 'h0000006_0' }], false));
  }, 60_000);

  afterAll(async () => database?.drop());

  /** Answers of the rules about virtual packages on nodes with some glibc and no card, and the last note. */
  const judged = async (text: string, libcVersion: string) => {
    const { subjects, notes } = await subjectsOn(database.db, readInput('input', Buffer.from(text)));
    const reasons =
      subjects.flatMap((one) => judgedOn(one, [group({ os: { libcVersion } })]))[0]?.reasons ?? [];
    const told = reasons.filter(({ rule }) => /^conda-(?:glibc|cuda|archspec)$/.test(rule));
    return { rules: Object.fromEntries(told.map(({ rule, answer }) => [rule, answer])), told, notes };
  };
  const url = (channel: string, file: string) => `https://conda.anaconda.org/${channel}/${file}`;

  const LISTS: [form: string, text: string][] = [
    ['conda-export', 'zlib=1.0=h0000001_0\nplain=1.0=h0000002_0\n'],
    [
      'conda-explicit',
      `@EXPLICIT\n${url('conda-forge/linux-64', 'zlib-1.0-h0000001_0.conda')}#${SHA}\n${url('conda-forge/linux-64', 'plain-1.0-h0000002_0.conda')}\n`,
    ],
    [
      'conda-list',
      '# Name                    Version                   Build  Channel\nzlib 1.0 h0000001_0 conda-forge\nplain 1.0 h0000002_0 conda-forge\n',
    ],
    [
      'conda-list-json',
      JSON.stringify(
        ['zlib h0000001_0', 'plain h0000002_0'].map((one) => {
          const [name, build_string] = one.split(' ');
          return { name, version: '1.0', build_string, channel: 'conda-forge', platform: 'linux-64' };
        }),
      ),
    ],
  ];
  test.each(LISTS)('decide for %s', async (form, text) => {
    expect(readInput('input', Buffer.from(text)).form).toBe(form);
    expect((await judged(text, '2.34')).rules).toEqual({ 'conda-glibc': 'yes' });
    const { rules, told, notes } = await judged(text, '2.12');
    expect(rules).toEqual({ 'conda-glibc': 'no' });
    expect(told[0]?.message).toContain('zlib 1.0 asks for "__glibc >=2.17,<3.0.a0"');
    expect(notes.join()).toContain('2 of 2.');
  });

  test('what no collected record has is unknown, and counted', async () => {
    const text = 'zlib=1.0=h0000001_0\nnosuch=1.0=h0000009_0\nseldom=1.0=h0000006_0\n';
    const { rules, told, notes } = await judged(text, '2.34');
    expect(rules).toEqual({ 'conda-glibc': 'unknown', 'conda-cuda': 'unknown', 'conda-archspec': 'unknown' });
    expect(told[0]?.message).toContain('What 2 of its 3 packages ask of __glibc is not known');
    expect(notes.join()).toMatch(/same package: 1 of 3\. Not known of nosuch, seldom\./);
    // What is known to fail fails whatever else is not known.
    expect((await judged(text, '2.12')).rules['conda-glibc']).toBe('no');
  });

  test('another build, channel, platform or file is another package', async () => {
    const line = (channel: string, name: string, hash = '') => `@EXPLICIT\n${url(channel, name)}${hash}\n`;
    const known = async (text: string) => (await judged(text, '2.34')).rules['conda-glibc'] !== 'unknown';
    expect(await known(line('conda-forge/linux-64', 'zlib-1.0-h0000001_0.conda'))).toBe(true);
    expect(await known(line('conda-forge/linux-64', 'zlib-1.0-h0000001_1.conda'))).toBe(false);
    expect(await known(line('bioconda/linux-64', 'zlib-1.0-h0000001_0.conda'))).toBe(false);
    expect(await known(line('conda-forge/linux-aarch64', 'zlib-1.0-h0000001_0.conda'))).toBe(false);
    expect(
      await known(line('conda-forge/linux-64', 'zlib-1.0-h0000001_0.conda', `#${'cd'.repeat(32)}`)),
    ).toBe(false);
    // The same bytes, wherever they were taken from.
    expect(await known(line('mirror/linux-64', 'zlib-1.0-h0000001_0.conda', `#${SHA}`))).toBe(true);
  });

  test('where platforms differ and nobody says which, nothing is known', async () => {
    expect((await judged('both=1.0=h0000004_0\n', '2.20')).rules['conda-glibc']).toBe('unknown');
    const on = (subdir: string) =>
      `@EXPLICIT\n${url(`conda-forge/${subdir}`, 'both-1.0-h0000004_0.conda')}\n`;
    expect((await judged(on('linux-64'), '2.20')).rules['conda-glibc']).toBe('yes');
    expect((await judged(on('linux-aarch64'), '2.20')).rules['conda-glibc']).toBe('no');
  });

  test('a list without platforms is for the one of the same builds in collected environments', async () => {
    const subdir = async (text: string, architecture: string) => {
      const { subjects, notes } = await subjectsOn(database.db, readInput('input', Buffer.from(text)));
      const host = group({ hardware: { architecture, level: '' } });
      const reasons = subjects.flatMap((one) => judgedOn(one, [host]))[0]?.reasons ?? [];
      return [
        reasons.find(({ rule }) => rule === 'conda-subdir')?.answer,
        notes.some((note) => note.includes('taken to be for linux-64')),
      ];
    };
    const list = 'zlib=1.0=h0000001_0\nnosuch=1.0=h0000009_0\nany=1.0=pyhd8ed1ab_0\n';
    expect(await subdir(list, 'x86_64')).toEqual(['yes', true]);
    expect(await subdir(list, 'aarch64')).toEqual(['no', true]);
    // Two platforms have it, nobody has it, and a build without a hash is of any.
    for (const text of ['both=1.0=h0000004_0\n', 'nosuch=1.0=h0000009_0\n', 'plain2=1.0=py39_0\n'])
      expect(await subdir(text, 'x86_64')).toEqual(['unknown', false]);
    // With a package that one platform alone has, the other one is the build of that platform.
    expect((await judged('zlib=1.0=h0000001_0\nboth=1.0=h0000004_0\n', '2.20')).rules['conda-glibc']).toBe(
      'yes',
    );
  });

  test('a record that says more than another of the same package counts', async () => {
    expect((await judged('patched=1.0=h0000005_0\n', '2.20')).rules['conda-glibc']).toBe('no');
  });

  test('the answer says what it rests on', async () => {
    const input = readInput(
      'list',
      Buffer.from('zlib=1.0=h0000001_0\ngpu=1.0=h0000003_0\nmore=1.0=h0000007_0\n'),
    );
    const { notes } = await check(database.db, input, { on: '', staleDays: 100_000 });
    expect(notes.join()).toContain('have the same package: 3 of 3.');
    const ranges = readInput('environment.yml', Buffer.from('dependencies: [zlib=1.0]\n'));
    expect((await check(database.db, ranges, { on: '', staleDays: 100_000 })).notes).toEqual([]);
  });

  test('the same build of another channel or platform is no more than the same version', async () => {
    const match = async (address: string, hash = '') => {
      const input = readInput('list', Buffer.from(`@EXPLICIT\n${address}${hash}\n`));
      const answer = await check(database.db, input, { on: 'alpha/first', staleDays: 100_000 });
      return answer.rows[0]?.match;
    };
    const zlib = 'zlib-1.0-h0000001_0.conda';
    expect(await match(url('conda-forge/linux-64', zlib))).toBe('same-build');
    // A mirror of the channel by its address.
    expect(await match(`https://prefix.dev/conda-forge/linux-64/${zlib}`)).toBe('same-build');
    expect(await match(url('bioconda/linux-64', zlib))).toBe('same-version');
    expect(await match(url('conda-forge/linux-aarch64', zlib))).toBe('same-version');
    expect(await match(url('conda-forge/linux-64', zlib), `#${SHA}`)).toBe('identical');
    expect(await match(url('conda-forge/linux-64', zlib), `#${'cd'.repeat(32)}`)).toBe('same-version');
    // Of a build without a hash only both together tell that it is the same.
    expect(await match(url('pkgs/main/linux-64', 'plain2-1.0-py39_0.conda'))).toBe('same-build');
    expect(await match(url('conda-forge/linux-64', 'plain2-1.0-py39_0.conda'))).toBe('same-version');
    // A list that does not tell them.
    const input = readInput('list', Buffer.from('zlib=1.0=h0000001_0\n'));
    const { rows } = await check(database.db, input, { on: 'alpha/first', staleDays: 100_000 });
    expect(rows[0]?.match).toBe('same-build');
  });

  test('a package without a channel is taken to be of bioconda where that may be, and the note says why', async () => {
    const derived = async (text: string) => {
      const input = readInput('input', Buffer.from(text));
      const answer = await check(database.db, input, { on: 'alpha/older', staleDays: 100_000 });
      return answer.derived.map(({ reference, note }) => [reference.replace(/^.*\//, ''), note]);
    };
    const file = (channels: string, ...specs: string[]) =>
      `channels: [${channels}]\ndependencies:\n${specs.map((one) => `  - ${one}\n`).join('')}`;
    const nothing = 'bioconda is among the channels, and nothing tells which one fastp is of';
    expect(await derived(file('conda-forge, bioconda', 'fastp=0.23.4=hadf994f_2'))).toEqual([
      ['fastp:0.23.4--hadf994f_2', `derived, not checked: ${nothing}`],
    ]);
    // Not among the channels; no build; of another channel, as the file says; and as collected environments have it.
    expect(await derived(file('conda-forge', 'fastp=0.23.4=hadf994f_2'))).toEqual([]);
    expect(await derived(file('conda-forge, bioconda', 'fastp=0.23.4'))).toEqual([]);
    expect(await derived(file('conda-forge, bioconda', 'conda-forge::fastp=0.23.4=hadf994f_2'))).toEqual([]);
    expect(await derived(file('conda-forge, bioconda', 'zlib=1.1=h0000001_9'))).toEqual([]);
    // Environments tell the channel, whatever the file lists, also of another build.
    expect(await derived('bwa=0.7.17=h0000008_1\n')).toEqual([
      ['bwa:0.7.17--h0000008_1', 'derived, not checked: collected environments have bwa from bioconda'],
    ]);
    expect(
      (await derived(file('bioconda', 'fastp=0.23.4=hadf994f_2', 'bwa=0.7.17=h0000008_1'))).map(
        ([, note]) => note,
      ),
    ).toEqual([
      `derived, not checked: ${nothing}`,
      'derived, not checked: collected environments have bwa from bioconda',
      `derived, not checked: ${nothing}; collected environments have bwa from bioconda`,
    ]);
  });
});

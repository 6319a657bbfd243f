import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { FacetReading } from '../../server/facets/facet.ts';
import { Hardware } from '../../server/facets/hardware/schema.ts';
import { Kernel } from '../../server/facets/kernel/schema.ts';
import { OperatingSystem } from '../../server/facets/os/schema.ts';
import { facets } from '../../server/facets/registry.ts';
import { agentSession, shells } from '../harness/agent.ts';

const names = ['hardware', 'os', 'kernel'] as const;
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A node made of these files. */
function node(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'gazetteer-node-'));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function read(shell: string[], root = ''): { readings: Record<string, FacetReading>; text: string } {
  const session = agentSession({ facets: [...names], ...(root === '' ? {} : { root }) }, shell);
  expect(session.complete).toBe(true);
  expect(session.damage).toEqual([]);
  expect(session.facets.map((facet) => [facet.facet, facet.ended])).toEqual(
    names.map((name) => [name, 'done']),
  );
  const readings = session.facets.map((facet) => [
    facet.facet,
    facets[names.find((one) => one === facet.facet) ?? 'os'].read(facet),
  ]);
  return {
    readings: Object.fromEntries(readings),
    text: JSON.stringify(session.facets.map((facet) => facet.parts)),
  };
}

const said = (program: string, ...args: string[]) =>
  spawnSync(program, args, { encoding: 'utf8' }).stdout.trim();

describe.each(shells)('this machine under %s', (...shell) => {
  const { readings } = read(shell);

  test('hardware', () => {
    const found = Hardware.parse(readings.hardware?.node?.facts);
    expect(found.architecture).toBe(said('uname', '-m'));
    expect(found.threads).toBe(cpus().length);
    const blocks = '/sys/devices/system/memory';
    const states = readdirSync(blocks)
      .filter((name) => /^memory\d/.test(name))
      .map((name) => readFileSync(`${blocks}/${name}/state`, 'utf8').trim());
    const size = Number.parseInt(readFileSync(`${blocks}/block_size_bytes`, 'utf8'), 16);
    expect(found.memoryBytes).toBe(size * states.filter((state) => state === 'online').length);
  });

  test('os', () => {
    const found = OperatingSystem.parse(readings.os?.node?.facts);
    expect(found.id).toBe(said('sh', '-c', '. /etc/os-release; echo "$ID"'));
    expect(found.libcVersion).toBe(said('getconf', 'GNU_LIBC_VERSION').replace('glibc ', ''));
  });

  test('kernel', () => {
    const found = Kernel.parse(readings.kernel?.node?.facts);
    expect(found).toMatchObject({
      system: 'Linux',
      release: release(),
      version: said('uname', '-v'),
      machine: said('uname', '-m'),
    });
  });

  test('a second run gives the same documents and the same evidence', () => {
    const again = read(shell);
    expect(again.readings).toEqual(readings);
  });
});

test('every shell reads the same documents', () => {
  const documents = shells.map((shell) => names.map((name) => read(shell).readings[name]?.node?.facts));
  for (const one of documents) expect(one).toEqual(documents[0]);
});

const HOSTILE = [
  "6.1 o'clock",
  '6.2"$(touch pwned)`id`;&|<>*?[a]',
  '6.3\nnew\n@gz 0000000000000000 end absent',
  '6.4\x1b[31m',
  '6.5 -n %s\\x41',
];

describe.each(shells)('hostile names under %s', (...shell) => {
  test('arrive as data', () => {
    const root = node({
      'proc/sys/kernel/osrelease': '6.1.0\n',
      'etc/os-release': 'ID="$(touch pwned)"\nNAME=`id`\n',
    });
    for (const name of HOSTILE) {
      mkdirSync(join(root, 'lib/modules', name, 'kernel'), { recursive: true });
      mkdirSync(join(root, 'boot'), { recursive: true });
      writeFileSync(join(root, 'boot', `vmlinuz-${name}`), '');
      mkdirSync(join(root, 'proc/sys/fs/binfmt_misc'), { recursive: true });
      writeFileSync(join(root, 'proc/sys/fs/binfmt_misc', name), 'enabled\ninterpreter $(touch pwned) x\n');
    }
    writeFileSync(Buffer.from(`${root}/boot/vmlinuz-7\xff`, 'latin1'), '');
    const { readings } = read(shell, root);
    const found = Kernel.parse(readings.kernel?.node?.facts);
    const shown = (name: string) => (name.includes('\\x41') ? name.replaceAll('\\', '\\\\') : name);
    const releases = found.installed?.map((one) => one.release) ?? [];
    // One name that is no text makes its whole part escaped (frames/text.ts).
    for (const name of HOSTILE) expect(releases).toContain(shown(name));
    expect(releases).toContain('7\\xff');
    const system = OperatingSystem.parse(readings.os?.node?.facts);
    expect(system).toMatchObject({ id: '$(touch pwned)', name: '`id`' });
    expect(system.binaryFormats?.map((one) => one.name).sort()).toEqual(HOSTILE.map(shown).sort());
    expect(system.binaryFormats?.[0]?.interpreter).toBe('$(touch pwned) x');
    expect(readdirSync(root)).not.toContain('pwned');
  });
});

test('the node is not read past its root: absolute links stay inside', () => {
  const root = node({ 'opt/release': 'ID=inside\n', 'etc/x': '' });
  symlinkSync('/opt/release', join(root, 'etc/os-release'));
  expect(read(['sh'], root).readings.os?.node?.facts).toMatchObject({ id: 'inside' });
});

test('equal nodes send equal documents whatever moves by itself', () => {
  const cpu = (mhz: string, bogo: string) =>
    `processor\t: 0\nmodel name\t: A\ncpu MHz\t\t: ${mhz}\nflags\t\t: fpu tsc lm\nbogomips\t: ${bogo}\n\n`;
  const rescue = (id: string) => `boot/vmlinuz-0-rescue-${id}`;
  const one = node({
    'proc/cpuinfo': cpu('1000.1', '1.0'),
    'etc/os-release': 'ID=a\n',
    'proc/sys/kernel/osrelease': '6.1\n',
    'proc/sys/user/max_user_namespaces': '100\n',
    [rescue('aaaa')]: '',
  });
  const two = node({
    'proc/cpuinfo': cpu('2000.2', '2.0'),
    'etc/os-release': 'ID=a\n',
    'proc/sys/kernel/osrelease': '6.1\n',
    'proc/sys/user/max_user_namespaces': '999\n',
    [rescue('bbbb')]: '',
  });
  // The evidence as well: equal evidence is not parsed again.
  expect(read(['sh'], one)).toEqual(read(['sh'], two));
});

test.skipIf(process.getuid?.() === 0)('what may not be read is failed or unknown, never empty', () => {
  const root = node({
    'etc/os-release': 'ID=a\n',
    'proc/cpuinfo': 'processor : 0\n',
    'proc/sys/kernel/osrelease': '6.1\n',
    'boot/vmlinuz-6.1': '',
  });
  for (const path of ['etc/os-release', 'proc/cpuinfo', 'boot']) chmodSync(join(root, path), 0);
  const { readings } = read(['sh'], root);
  expect(readings.os).toMatchObject({ node: null, outcome: 'failed', reason: 'permission' });
  expect(readings.hardware).toMatchObject({ node: null, outcome: 'failed', reason: 'unreadable' });
  expect(readings.kernel?.node?.facts).toMatchObject({ installed: null, rebootPending: null });
  chmodSync(join(root, 'boot'), 0o755);
});

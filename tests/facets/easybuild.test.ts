import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { agentBundle, settingsLines } from '../../server/agent/bundle.ts';
import { parseInput } from '../../server/cli/parse.ts';
import { easyconfigOf } from '../../server/facets/easybuild/easyconfig.ts';
import { easybuild } from '../../server/facets/easybuild/index.ts';
import { Software } from '../../server/facets/easybuild/schema.ts';
import { decodeFrames } from '../../server/frames/decode.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { expectLinear } from '../names/effort.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-easybuild-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

const config = (name: string, version: string) =>
  `name = '${name}'\nversion = '${version}'\nhomepage = 'https://x.example'\ntoolchain = {'name': 'GCC', 'version': '12.2.0'}\n`;

function make(tree: string, name: string, version: string, text = config(name, version)): string {
  const place = join(folder, tree, name, `${version}-GCC-12.2.0`, 'easybuild');
  mkdirSync(place, { recursive: true });
  const file = join(place, `${name}-${version}-GCC-12.2.0.eb`);
  writeFileSync(file, text);
  return file;
}

function rootAt(tree: string, shell?: string[]) {
  const path = join(folder, tree);
  const [evidence] = agentSession(
    { facets: ['easybuild'], roots: [{ facet: 'easybuild', path }] },
    shell,
  ).facets;
  if (!evidence) throw new Error('no facet');
  return easybuild.read(evidence).roots.find((root) => root.path === path);
}

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('the agent under %s', (_, shell) => {
  test('takes hostile names as data', () => {
    for (const name of ['$(touch HOSTILE)', "o'brien", 'a b', '-n', '*', 'new\nline', '@gz 0 bye'])
      make('odd', name, '1');
    make('odd', 'back\\slash', '2');
    symlinkSync('/nowhere', join(folder, 'odd/dangling'));
    const root = rootAt('odd', shell);
    const names = root?.items.flatMap(({ facts }) =>
      Software.parse(facts).installations.map(({ name }) => name),
    );
    expect(names?.sort()).toEqual(['$(touch HOSTILE)', '*', '-n', '@gz 0 bye', 'a b'].sort());
    expect(root?.items.map(({ path }) => path).sort()).toEqual(
      ['$(touch HOSTILE)', '*', '-n', '@gz 0 bye', 'a b', 'back\\slash', "o'brien"].sort(),
    );
    expect(readdirSync('.')).not.toContain('HOSTILE');
    rmSync(join(folder, 'odd'), { recursive: true });
  });

  test('no link of a node image leads out of it', () => {
    const secret = make('out', 'secret', '1');
    make('image/apps/software', 'zlib', '1.3');
    const place = join(folder, 'image/apps/software/linked/1/easybuild');
    mkdirSync(place, { recursive: true });
    symlinkSync(secret, join(place, 'linked-1.eb'));
    symlinkSync(join(folder, 'out/secret'), join(folder, 'image/apps/software/whole'));
    const session = agentSession({ facets: ['easybuild'], root: join(folder, 'image') }, shell);
    const items = session.facets.flatMap(({ roots }) => roots).flatMap((root) => root.items);
    expect(items.map(({ path }) => path)).toEqual(['zlib']);
    for (const one of ['out', 'image']) rmSync(join(folder, one), { recursive: true });
  });

  test("the digest is the file's, and a tree that is gone is told of", () => {
    const file = make('tree', 'zlib', '1.3');
    const sha256 = createHash('sha256').update(config('zlib', '1.3')).digest('hex');
    expect(rootAt('tree', shell)?.items.map(({ facts }) => facts)).toEqual([
      {
        kind: 'easybuild.software',
        installations: [
          {
            name: 'zlib',
            version: '1.3',
            toolchain: 'GCC',
            toolchainVersion: '12.2.0',
            suffix: '',
            easyconfig: file.replace(/.*\//, ''),
            sha256,
          },
        ],
      },
    ]);
    renameSync(join(folder, 'tree'), join(folder, 'away'));
    expect(rootAt('tree', shell)).toMatchObject({ outcome: 'failed', reason: 'root-missing', items: [] });
    rmSync(join(folder, 'away'), { recursive: true });
  });
});

test.skipIf(process.getuid?.() !== 0)('what the account may not read is unread, not gone', () => {
  make('closed', 'open', '1');
  make('closed', 'theirs', '1');
  const file = make('closed', 'half', '1');
  make('closed', 'half', '2');
  chmodSync(join(folder, 'closed/theirs'), 0o700);
  chmodSync(file, 0o600);
  const path = join(folder, 'closed');
  const input =
    settingsLines({ facets: ['easybuild'], roots: [{ facet: 'easybuild', path }] }) + agentBundle().text;
  const args = ['--reuid', '65534', '--regid', '65534', '--clear-groups', 'sh', '-s'];
  const [evidence] = decodeFrames(spawnSync('setpriv', args, { input }).stdout).facets;
  const root = evidence && easybuild.read(evidence).roots.find((one) => one.path === path);
  expect(root?.items.map((item) => item.path)).toEqual(['half', 'open']);
  expect(root?.unread).toEqual([
    { reason: 'permission', path: 'half/1-GCC-12.2.0' },
    { reason: 'permission', path: 'theirs' },
  ]);
});

test.each([
  ['toolchain = SYSTEM', '1.0', 'system', '', ''],
  ["toolchain = {'name': 'dummy', 'version': 'dummy'}", '1.0', 'system', '', ''],
  ["toolchain = {'name': 'system', 'version': 'system'}", '1.0-extra', 'system', '', '-extra'],
  [
    'toolchain = { "version" : "2023a", \'name\':\'foss\' }',
    '1.0-foss-2023a-CUDA-12.1.1',
    'foss',
    '2023a',
    '-CUDA-12.1.1',
  ],
  [
    "toolchain = {'name': 'foss', 'version': '2023a'}\nversionsuffix = '-mt'  # threads",
    '',
    'foss',
    '2023a',
    '-mt',
  ],
  [
    "toolchain = {'name': 'foss', 'version': '2023a'}\nversionsuffix = '-Python-%(pyver)s'",
    '',
    'foss',
    '2023a',
    '',
  ],
  ["toolchain = {'name': 'foss', 'version': '2023a'}", 'custom/scheme', 'foss', '2023a', ''],
])('%s in the folder "%s"', (line, place, toolchain, toolchainVersion, suffix) =>
  expect(easyconfigOf(`name = "x"\nversion = '1.0'\n${line}\n`, place)).toEqual({
    name: 'x',
    version: '1.0',
    toolchain,
    toolchainVersion,
    suffix,
  }),
);

test('an easyconfig is known by its content, and its digest is of its bytes', () => {
  const text = config('SAMtools', '1.17');
  const read = (name: string, bytes: string) => {
    const file = { path: name, bytes: Buffer.from(bytes) };
    return parseInput('easybuild', { name, files: [file] });
  };
  expect(read('x/SAMtools-1.17-GCC-12.2.0-mt.eb', text)).toMatchObject({
    format: 'easyconfig',
    document: {
      installations: [{ suffix: '-mt', sha256: createHash('sha256').update(text).digest('hex') }],
    },
  });
  expect(() => read('setup.cfg', '[metadata]\nname = x\nversion = 1\n')).toThrow();
});

test('whatever an easyconfig holds, it is read or it is not', () => {
  const pieces = fc.constantFrom(
    "name = '",
    'version = "',
    "toolchain = {'name': '",
    "'version'",
    ':',
    ' ',
    "'",
    '\n',
    'x'.repeat(50),
    '%(',
    '\\',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 200 }), (words) => {
      const found = easyconfigOf(words.join(''), 'x');
      expect(found === null || found.name !== '').toBe(true);
    }),
  );
});

test.each(["name = '", "toolchain = {'name'", "toolchain = {'version' : ", ' ', "'"])(
  'many of %j take time in proportion',
  (piece) =>
    expectLinear(
      (size) => void easyconfigOf(`name = 'x'\nversion = '1'\ntoolchain = {${piece.repeat(size)}`, 'x'),
      8000,
      piece,
    ),
);

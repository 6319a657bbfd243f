import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type AgentSettings, agentBundle, installedAgent } from '../../server/agent/bundle.ts';
import { settingsText } from '../../server/agent/run.ts';
import { decodeFrames } from '../../server/frames/decode.ts';
import { shells } from '../harness/agent.ts';
import { needs } from '../harness/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-forced-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const canary = join(folder, 'canary');

/** The installed agent, and the same with a gz_main that tells what it would work with, each value behind its length. */
const installed = join(folder, 'agent.sh');
const telling = join(folder, 'telling.sh');
const NAMES =
  'NONCE LIMIT FACETS OWNERS HOMES ROOT ROOTS KNOWN DIGESTS CONTENTS LOADS OPS ASK STAMPS BUSY SHARED PLACES REFUSED'.split(
    ' ',
  );
writeFileSync(installed, installedAgent().text);
const tell = `gz_main() { ${NAMES.map((name) => `printf '%s\\0' "$GZ_${name}"`).join('; ')}; cat; }`;
writeFileSync(
  telling,
  installedAgent().text.replace(/\ngz_installed "\$@"; exit\n$/, (last) => `\n${tell}${last}`),
);

interface Asked {
  shell?: string[];
  file?: string;
  allow?: string;
  input?: string;
  env?: Record<string, string>;
}

function ask(command: string | undefined, { shell = ['sh'], file = telling, allow, input = '', env }: Asked) {
  const [program = 'sh', ...args] = shell;
  const words = allow === undefined ? [] : ['--allow', allow];
  const { SSH_ORIGINAL_COMMAND: _, ...rest } = process.env;
  const run = spawnSync(program, [...args, file, 'forced', ...words], {
    input,
    cwd: folder,
    env: { ...rest, ...env, ...(command === undefined ? {} : { SSH_ORIGINAL_COMMAND: command }) },
    maxBuffer: 1 << 28,
  });
  return { code: run.status, out: run.stdout.toString(), err: run.stderr.toString() };
}

/** What the agent would work with; what comes behind the settings is left for it to read. */
function values(out: string, behind = ''): Record<string, string> {
  const parts = out.split('\0');
  expect(parts).toHaveLength(NAMES.length + 1);
  expect(parts.at(-1)).toBe(behind);
  return Object.fromEntries(NAMES.map((name, at) => [name, parts[at] ?? '']));
}

const COLLECT = 'gazetteer-agent collect';
const ALL = 'owners,homes,loads,places,root';
const REFUSED =
  'gazetteer-refused command: this key runs the installed agent of Gazetteer and nothing else\n';

/** Text that would do something in a shell, mixed with any other. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        `touch ${canary}`,
        `$(touch ${canary})`,
        `\`touch ${canary}\``,
        `a[$(touch ${canary})]`,
        `; touch ${canary} #`,
        `' touch ${canary} '`,
        `" ; touch ${canary}; "`,
        `| touch ${canary}`,
        `&& touch ${canary}`,
        `\\`,
        "'",
        '*',
        '~root',
        '-rf',
        '%s',
        '$IFS',
        'exec /bin/sh -s',
      ),
      fc.string({ unit: 'grapheme' }),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''));
const plain = (text: string) => text.replace(/\p{Cc}/gu, '');
const path = nasty.map((text) => `/${plain(text).replaceAll('\\x', '')}`);

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('under %s', (_, shell) => {
  test('nothing that is asked for runs, but for its own verbs', () => {
    const mixed = fc
      .array(fc.oneof(nasty, fc.constantFrom(COLLECT, 'gazetteer-agent version', '\n', ' ', ';', '')), {
        maxLength: 4,
      })
      .map((parts) => parts.join('').replaceAll('\0', ''))
      .filter((text) => text !== COLLECT && text !== 'gazetteer-agent version');
    fc.assert(
      fc.property(fc.option(mixed, { nil: undefined }), (command) => {
        expect(ask(command, { shell })).toEqual({ code: 3, out: '', err: REFUSED });
        expect(existsSync(canary)).toBe(false);
      }),
      {
        numRuns: 25,
        examples: [
          [undefined],
          [''],
          [`${COLLECT}; touch ${canary}`],
          [`${COLLECT}\n`],
          [`${COLLECT} --allow owners`],
          ['exec /bin/sh -s'],
          ['internal-sftp'],
          [`scp -t ${canary}`],
        ],
      },
    );
  });

  test('settings come out as they went in', () => {
    const place = fc.record({ facet: fc.constantFrom('modules', 'conda', 'scheduler'), path });
    const settings = fc.record({
      nonce: fc.stringMatching(/^[0-9a-f]{16}$/),
      facets: fc.subarray(['os', 'conda', 'modules']),
      limit: fc.integer({ min: 1, max: 86_400 }),
      root: path,
      roots: fc.array(place, { maxLength: 3 }),
      known: fc.array(place, { maxLength: 3 }),
      owners: fc.array(fc.constantFrom('swadmin', '$(id)', "o'neill", 'a;b'), { maxLength: 3 }),
      shared: fc.array(path, { maxLength: 3 }),
      digests: fc.array(path, { maxLength: 3 }),
      contents: fc.array(
        path.map((one) => `4096 ${one}`),
        { maxLength: 3 },
      ),
      loads: fc.array(
        fc.tuple(path, path).map(([tree, name]) => `${tree}\t-\t${name}`),
        { maxLength: 3 },
      ),
      homes: fc.boolean(),
      ask: fc.boolean(),
      busy: fc.constantFrom('skip' as const, 'cheap' as const),
      operations: fc.nat({ max: 100_000 }),
      stamps: fc.array(fc.record({ path, file: path }), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(settings, (some) => {
        const ran = ask(COLLECT, { shell, allow: ALL, input: `${settingsText(some)}an answer\n` });
        expect(ran).toMatchObject({ code: 0, err: '' });
        const lines = (list: { facet: string; path: string }[]) =>
          list.map((one) => `${one.facet} ${one.path}`);
        expect(values(ran.out, 'an answer\n')).toEqual({
          NONCE: some.nonce,
          LIMIT: String(some.limit),
          FACETS: some.facets.join(' '),
          OWNERS: some.owners.join(' '),
          HOMES: some.homes ? '1' : '',
          ROOT: some.root,
          ROOTS: lines(some.roots).join('\n'),
          KNOWN: lines(some.known).join('\n'),
          DIGESTS: some.digests.join('\n'),
          CONTENTS: some.contents.join('\n'),
          LOADS: some.loads.join('\n'),
          OPS: String(some.operations),
          ASK: some.ask ? '1' : '',
          STAMPS: some.stamps.map((one) => `${one.path}\t${one.file}`).join('\n'),
          BUSY: some.busy,
          SHARED: some.shared.join('\n'),
          PLACES: '',
          REFUSED: '',
        });
        expect(existsSync(canary)).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  test('no text in place of settings runs anything, or gets what is not allowed', () => {
    const name = fc.constantFrom(...NAMES.map((one) => `GZ_${one}`), 'GZ_PATH', 'PATH', 'GZ_TIMEOUT', 'end');
    const line = fc.oneof(
      fc.tuple(name, nasty).map(([one, value]) => `${one} ${value}`),
      fc.tuple(name, path).map(([one, value]) => `${one} ${value}`),
      fc.constantFrom('GZ_OWNERS evil', 'GZ_HOMES 1', `GZ_LOADS /a\t-\tx`, `GZ_KNOWN runtimes ${folder}`),
    );
    const text = fc
      .tuple(fc.boolean(), fc.array(line, { maxLength: 5 }), fc.boolean())
      .map(
        ([begins, lines, ends]) =>
          `${begins ? 'gazetteer-settings 1\n' : ''}${lines.map((one) => `${one}\n`).join('')}${ends ? 'end\n' : ''}`,
      );
    fc.assert(
      fc.property(text, (input) => {
        const ran = ask(COLLECT, { shell, input });
        expect(existsSync(canary)).toBe(false);
        if (ran.code === 0) {
          const { OWNERS, HOMES, ROOT, LOADS, PLACES, KNOWN, ROOTS } = values(ran.out);
          expect({ OWNERS, HOMES, ROOT, LOADS, PLACES }).toEqual({
            OWNERS: '',
            HOMES: '',
            ROOT: '',
            LOADS: '',
            PLACES: 'own',
          });
          expect(`${KNOWN}\n${ROOTS}`).not.toMatch(/^(?:runtimes|scheduler) \//m);
          return;
        }
        expect({ code: ran.code, out: ran.out }).toEqual({ code: 3, out: '' });
        expect(ran.err).toMatch(/^gazetteer-refused (?:settings|policy): .*\n$/);
      }),
      { numRuns: 30 },
    );
  });

  test('what is not allowed is told, and the rest is done', () => {
    const settings: AgentSettings = {
      facets: ['os'],
      owners: ['swadmin'],
      homes: true,
      loads: ['/a\t-\tx/1'],
      roots: [{ facet: 'scheduler', path: '/evil' }],
      known: [
        { facet: 'scheduler', path: '' },
        { facet: 'runtimes', path: '/evil' },
      ],
    };
    const later = settingsText(settings).replace('end\n', 'GZ_LATER yes\nend\n');
    const ran = ask(COLLECT, { shell, file: installed, input: later });
    const session = decodeFrames(Buffer.from(ran.out));
    expect(session.refused).toEqual(
      expect.arrayContaining([
        { setting: 'GZ_OWNERS', why: 'owners' },
        { setting: 'GZ_HOMES', why: 'homes' },
        { setting: 'GZ_LOADS', why: 'loads' },
        { setting: 'GZ_ROOTS', why: 'places' },
        { setting: 'GZ_KNOWN', why: 'places' },
        { setting: 'GZ_LATER', why: 'unknown' },
      ]),
    );
    expect(session).toMatchObject({ complete: true, damage: [], agent: agentBundle().version });
    expect(session.facets.map(({ facet, outcome }) => [facet, outcome])).toEqual([['os', 'present']]);
  });
});

test('every setting of the agent is told at the door', () => {
  const [head = ''] = agentBundle().text.split('# --- frames');
  const listed = [...head.matchAll(/^# {3}GZ_([A-Z]+) /gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...NAMES].sort());
});

test('nothing in the environment says what is read', () => {
  const env = Object.fromEntries(NAMES.map((name) => [`GZ_${name}`, 'evil']));
  const { out } = ask(COLLECT, { input: settingsText({}), env });
  expect(values(out)).toEqual({ ...Object.fromEntries(NAMES.map((name) => [name, ''])), PLACES: 'own' });
});

test.each([
  ['another folder that is not allowed', settingsText({ root: '/srv/image' }), 'policy'],
  ['a number that is none', 'gazetteer-settings 1\nGZ_LIMIT 08\nend\n', 'settings'],
  ['a setting twice', 'gazetteer-settings 1\nGZ_LIMIT 8\nGZ_LIMIT 9\nend\n', 'settings'],
  ['a connection that was cut', settingsText({ limit: 5 }).replace('end\n', ''), 'settings'],
  ['another protocol', 'gazetteer-settings 2\nend\n', 'settings'],
  ['no settings', '', 'settings'],
  ['too much', `gazetteer-settings 1\n${`GZ_DIGESTS /${'x'.repeat(1000)}\n`.repeat(4300)}end\n`, 'settings'],
])('refused as a whole: %s', (_, input, word) => {
  const ran = ask(COLLECT, { input });
  expect(ran).toMatchObject({ code: 3, out: '' });
  expect(ran.err).toMatch(new RegExp(`^gazetteer-refused ${word}: .+\n$`));
});

test('a line of authorized_keys that is wrong says so', () => {
  expect(ask(COLLECT, { allow: 'owner' })).toMatchObject({ code: 2, out: '' });
  const run = spawnSync('sh', [installed, 'collect'], { encoding: 'utf8' });
  expect([run.status, run.stderr]).toEqual([2, expect.stringContaining('agent.sh [forced')]);
});

test('the version is that of the agent that is sent', () => {
  const { out } = ask('gazetteer-agent version', {});
  expect(out).toBe(`gazetteer-agent agent=${agentBundle().version} settings=1\n`);
});

test('without arguments it is the agent as it is sent', () => {
  const run = spawnSync('sh', [installed], { env: { ...process.env, GZ_FACETS: 'os' } });
  expect(decodeFrames(run.stdout)).toMatchObject({ complete: true, refused: [] });
});

const hasLmod = existsSync('/usr/share/lmod/lmod/libexec/spider') || needs('lmod', 'lmod');

test.skipIf(!hasLmod)(
  'modulefiles in places that the other side names are evaluated only where that is allowed',
  () => {
    const [own, brought, named] = ['own', 'brought', 'named'].map((name) => {
      const tree = join(folder, name);
      mkdirSync(join(tree, 'tool'), { recursive: true });
      const more = name === 'own' ? `prepend_path("MODULEPATH", "${join(folder, 'brought')}")\n` : '';
      writeFileSync(join(tree, 'tool/1.lua'), `io.open("${tree}.ran", "w"):close()\n${more}`);
      return tree;
    });
    const profile = `. /usr/share/lmod/lmod/init/bash\nexport MODULEPATH=${own}\n`;
    writeFileSync(join(folder, '.bash_profile'), profile);
    const input = settingsText({
      facets: ['modules'],
      owners: [userInfo().username],
      known: [named, brought].map((path = '') => ({ facet: 'modules', path })),
    });
    const read = (allow: string) => {
      const { out } = ask(COLLECT, { file: installed, input, allow, env: { HOME: folder } });
      const [modules] = decodeFrames(Buffer.from(out)).facets;
      return modules?.roots.map(({ path, args, outcome }) => [path, args.read, outcome]).sort();
    };
    expect(read('owners')).toEqual([
      [brought, 'evaluated', 'present'],
      [named, 'names', 'present'],
      [own, 'evaluated', 'present'],
    ]);
    expect([own, brought, named].map((tree) => existsSync(`${tree}.ran`))).toEqual([true, true, false]);
    expect(read('owners,places')).toContainEqual([named, 'evaluated', 'present']);
    expect(existsSync(`${named}.ran`)).toBe(true);
  },
  60_000,
);

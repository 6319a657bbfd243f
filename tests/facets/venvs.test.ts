import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { venvs } from '../../server/facets/venvs/index.ts';
import { readVenvs } from '../../server/facets/venvs/read.ts';
import { Environment } from '../../server/facets/venvs/schema.ts';
import type { FacetEvidence } from '../../server/frames/evidence.ts';
import { agentSession, runAgent, shells } from '../harness/agent.ts';

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-venvs-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

function rootAt(path: string, settings: Parameters<typeof agentSession>[0], shell?: string[]) {
  const [evidence] = agentSession({ facets: ['venvs'], ...settings }, shell).facets;
  if (!evidence) throw new Error('no facet');
  return venvs.read(evidence).roots.find((root) => root.path === path);
}

const CFG = 'home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\n';

function make(path: string, packages: string[]): void {
  const site = join(folder, path, 'lib/python3.11/site-packages');
  mkdirSync(site, { recursive: true });
  mkdirSync(join(folder, path, 'bin'), { recursive: true });
  writeFileSync(join(folder, path, 'pyvenv.cfg'), CFG);
  for (const name of packages) mkdirSync(join(site, name), { recursive: true });
}

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('under %s', (_, shell) => {
  test('hostile names arrive as data', () => {
    const odd = `odd/a b$(touch HOSTILE)"q';x`;
    make(odd, ['$(touch HOSTILE)-1.dist-info', 'new\nline-2.dist-info', 'six-1.16.0.dist-info']);
    const root = rootAt(
      join(folder, 'odd'),
      { roots: [{ facet: 'venvs', path: join(folder, 'odd') }] },
      shell,
    );
    expect(root?.items.map((item) => item.path)).toEqual([odd.slice(4)]);
    expect(Environment.parse(root?.items[0]?.facts).packages).toEqual([
      { name: '$(touch hostile)', version: '1' },
      { name: 'six', version: '1.16.0' },
    ]);
    const { load } = venvs.locate({
      rootKind: 'environments',
      rootPath: '/v',
      itemPath: odd.slice(4),
      provider: 'venv',
      locator: '',
    });
    expect(load).toBe(`source '/v/a b$(touch HOSTILE)"q'\\'';x/bin/activate'`);
  });

  test('in a root folder no link leads out of it', () => {
    make('outside/secret', ['hidden-1.dist-info']);
    const root = join(folder, `image-${shell[0]}`);
    mkdirSync(join(root, 'apps/venvs'), { recursive: true });
    symlinkSync(join(folder, 'outside/secret'), join(root, 'apps/venvs/link'));
    const raw = runAgent(
      { facets: ['venvs'], root, roots: [{ facet: 'venvs', path: '/apps/venvs' }] },
      shell,
    ).toString('latin1');
    expect(raw).toContain('/apps/venvs');
    expect(raw).not.toContain('hidden');
  });

  test.skipIf(process.getuid?.() !== 0)('what may not be read is unread, and nothing of it is gone', () => {
    make('closed/a', ['six-1.dist-info']);
    make('closed/b', ['six-1.dist-info']);
    chmodSync(join(folder, 'closed/a'), 0o700);
    chmodSync(join(folder, 'closed/b/lib/python3.11/site-packages'), 0o700);
    const found = rootAt(
      join(folder, 'closed'),
      { known: [{ facet: 'venvs', path: join(folder, 'closed') }] },
      ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...shell],
    );
    expect(found?.unread).toEqual([
      { reason: 'permission', path: 'a' },
      { reason: 'permission', path: 'b/lib' },
    ]);
    expect(found?.items.map((item) => item.path)).toEqual(['b']);
  });
});

test('a folder with two names is one root, and an environment is no folder of others', () => {
  const root = join(folder, 'twins');
  make('twins/apps/tools/x', ['six-1.dist-info']);
  make('twins/apps/tools/x/inner', []);
  symlinkSync('apps', join(root, 'sw'));
  const [evidence] = agentSession({ facets: ['venvs'], root }).facets;
  expect(evidence?.roots.map((one) => `${one.path} ${one.items.map((item) => item.path)}`)).toEqual([
    '/apps/tools x',
  ]);
});

test('whether the interpreter is there is told where every node that has the environment has it', () => {
  const [evidence] = agentSession({ facets: ['venvs'], root: 'tests/fixtures/venvs/shared/root' }).facets;
  const root = evidence && readVenvs(evidence).roots[0];
  const told = root?.items.map((item) => {
    const { home, interpreter } = Environment.parse(item.facts);
    return [item.path, home, interpreter];
  });
  // /apps is another file system than /usr: a node with another system may lack what this one has.
  expect(told).toEqual([
    ['bio', '/usr/bin', null],
    ['damaged', '', null],
    ['own', '/apps/python/3.12/bin', true],
    ['stale', '/apps/python/3.9/bin', false],
  ]);
});

test('homes are looked into only when that is wanted', () => {
  const root = join(folder, 'homes');
  make('homes/home/ann/.virtualenvs/x', ['six-1.dist-info']);
  make('homes/home/ann/project/.venv', ['six-2.dist-info']);
  const seen = (homes: boolean) => {
    const [evidence] = agentSession({ facets: ['venvs'], root, homes }).facets;
    return evidence?.roots.map((one) => `${one.path} ${one.items.map((item) => item.path)}`).sort();
  };
  expect(seen(false)).toEqual([]);
  expect(seen(true)).toEqual(['/home/ann/.virtualenvs x', '/home/ann/project .venv']);
});

const hasVenv = spawnSync('python3', ['-c', 'import venv']).status === 0;
test.skipIf(!hasVenv)('an environment that python3 itself makes', () => {
  const path = join(folder, 'real');
  const made = spawnSync('python3', ['-m', 'venv', '--without-pip', path]);
  expect(made.status).toBe(0);
  const [, version = ''] =
    /^Python (\S+)/.exec(spawnSync('python3', ['-V'], { encoding: 'utf8' }).stdout) ?? [];
  const found = rootAt(path, { roots: [{ facet: 'venvs', path }] });
  expect(found?.items[0]).toMatchObject({
    path: '.',
    facts: { python: version, maker: 'venv', systemPackages: false, packages: [] },
  });
});

test('whatever arrives is read', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(CFG, 'yes', 'a-1.dist-info\n~b-1.dist-info\n-.egg\n'));
  const parts = fc.array(
    fc.record({
      name: fc.constantFrom('cfg', 'interpreter', 'packages'),
      bytes: text.map((one) => Buffer.from(one)),
    }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(fc.array(fc.record({ path: fc.string(), parts }), { maxLength: 3 }), (items) => {
      const evidence: FacetEvidence = {
        facet: 'venvs',
        parts: [],
        outcome: 'present',
        reason: '',
        message: '',
        roots: [
          {
            kind: 'environments',
            path: '/v',
            mount: { point: '-', fstype: '-', source: '-', inode: '-' },
            args: {},
            outcome: 'present',
            reason: '',
            message: '',
            parts: [],
            items,
            unread: [],
          },
        ],
        ended: 'done',
        centiseconds: 0,
      };
      const [root] = readVenvs(evidence).roots;
      expect(root?.items.length).toBe(items.length);
      for (const item of root?.items ?? []) {
        expect(Environment.safeParse(item.facts).success).toBe(true);
        for (const offering of venvs.offerings(item.facts, item.path)) expect(offering.provider).toBe('venv');
      }
    }),
  );
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { agentBundle } from '../../server/agent/bundle.ts';
import { runAgent, shells } from '../harness/agent.ts';

const folders: string[] = [];
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

/** Files by their path; a value {link} is a symbolic link, {pipe} a named pipe. */
function tree(files: Record<string, string | { link: string } | { pipe: true }>): string {
  const root = mkdtempSync(join(tmpdir(), 'gazetteer-hostile-'));
  folders.push(root);
  for (const [path, what] of Object.entries(files)) {
    const at = join(root, path);
    mkdirSync(dirname(at), { recursive: true });
    if (typeof what === 'string') writeFileSync(at, what);
    else if ('link' in what) symlinkSync(what.link, at);
    else execFileSync('mkfifo', [at]);
  }
  return root;
}

const meta = (name: string) => `${JSON.stringify({ build: '0', name, version: '1' }, null, 2)}\n`;
const each = shells.map((shell) => [shell.join(' '), shell] as const);
const ends = (text: string): string[] => [...text.matchAll(/end-facet (\w+)/g)].map(([, how = '']) => how);

describe.each(each)('under %s', (_, shell) => {
  test('named pipes keep nobody waiting', () => {
    const pipe = { pipe: true } as const;
    const root = tree({
      'etc/os-release': pipe,
      'etc/redhat-release': pipe,
      'etc/lmod/modulespath': pipe,
      'proc/cpuinfo': pipe,
      'proc/sys/kernel/osrelease': pipe,
      'proc/sys/fs/binfmt_misc/status': pipe,
      'proc/sys/fs/binfmt_misc/x': pipe,
      'opt/conda/.condarc': pipe,
      'opt/conda/LICENSE.txt': pipe,
      'opt/conda/conda-meta/history': '',
      'opt/conda/conda-meta/x.json': pipe,
      'opt/conda/lib/python3.9/site-packages/x.dist-info/INSTALLER': pipe,
      'opt/containers/x.sif': pipe,
      'opt/containers/overlay-images/images.json': pipe,
    });
    const facets = ['conda', 'hardware', 'images', 'kernel', 'modules', 'os'];
    const out = runAgent({ root, facets, limit: 3 }, shell).toString();
    expect(ends(out)).toEqual(facets.map(() => 'done'));
  }, 40_000);

  test('where the root folder is gone nothing is said to be absent', () => {
    const root = join(tree({}), 'gone');
    const facets = ['os', 'runtimes', 'modules', 'packages'];
    const out = runAgent({ root, facets }, shell).toString();
    expect([...out.matchAll(/ end (\w+)/g)].map(([, how]) => how)).toEqual(facets.map(() => 'failed'));
    expect(out).toContain(`${root}, which is read as the node's /, is not there`);
  });

  test('links inside a root folder never lead to this machine', () => {
    const host = tree({
      'conda/conda-meta/conda-1.json': meta('HOST-SECRET'),
      'conda/.condarc': 'channels: [HOST-SECRET]\n',
      'conda/envs/HOST-SECRET/conda-meta/a.json': meta('HOST-SECRET'),
      'lib/python3.9/site-packages/HOST_SECRET-1.dist-info/INSTALLER': 'pip\n',
      'modules/HOST-SECRET': '#%Module\n',
      modulespath: '/HOST-SECRET\n',
      'os-release': 'NAME=HOST-SECRET\n',
      'images.json': '[{"id":"HOST-SECRET"}]',
    });
    const up = `../../../../../../../../../..${host}`;
    const root = tree({
      'usr/lib/os-release': { link: `${up}/os-release` },
      'etc/lmod': { link: host },
      'etc/modulefiles/modulespath': '/apps/modules\n',
      'apps/modules/own': '#%Module\n',
      'apps/modules/dir': { link: `${host}/modules` },
      'apps/modules/up': { link: `${up}/modules` },
      'apps/modules/file.lua': { link: `${host}/modules/HOST-SECRET` },
      'opt/a': { link: `${host}/conda` },
      'opt/b/conda-meta': { link: `${host}/conda/conda-meta` },
      'opt/c/conda-meta/history': '',
      'opt/c/conda-meta/conda-1.json': { link: `${host}/conda/conda-meta/conda-1.json` },
      'opt/c/.condarc': { link: `${host}/conda/.condarc` },
      'opt/c/lib': { link: `${host}/lib` },
      'opt/c/envs': { link: `${host}/conda/envs` },
      'opt/d/bin/conda': '',
      'opt/d/conda-meta/history': '',
      'opt/d/envs/x/conda-meta': { link: `${up}/conda/conda-meta` },
      'var/lib/containers/storage/overlay-images/images.json': { link: `${host}/images.json` },
    });
    const out = runAgent({ root, facets: ['conda', 'images', 'modules', 'os'] }, shell).toString();
    expect(out).toContain('f own');
    expect(out).not.toMatch(/HOST.SECRET/);
    expect(ends(out)).toEqual(['done', 'done', 'done', 'done']);
  });

  test('a facet stopped at its limit is told as that, and its programs that ignore signals end', () => {
    const text = agentBundle().text.replace(/\nGZ_ALL_FACETS=[\s\S]*$/, '');
    const run = (body: string, limit: number) =>
      spawnSync(shell[0] ?? 'sh', [...shell.slice(1), '-s'], {
        input: `GZ_LIMIT=${limit}\n${text}\nfacet_x() { ${body}; }\nGZ_ALL_FACETS=x GZ_AGENT=x\ngz_main; exit\n`,
      }).stdout.toString();
    for (let i = 0; i < 3; i++) expect(ends(run('sleep 30; gz_end present', 1))).toEqual(['timeout']);
    const deaf = `gz_run x 1 sh -c 'trap "" TERM; sleep 30; sleep 30'; gz_end present`;
    expect(ends(run(deaf, 9))).toEqual(['done']);
  }, 40_000);

  test('a record without an end, and one of one endless line, spoil themselves only', () => {
    const root = tree({
      'opt/conda/conda-meta/a.json': meta('kept'),
      'opt/conda/conda-meta/b.json': '[\n',
      'opt/conda/.condarc': '',
    });
    truncateSync(join(root, 'opt/conda/.condarc'), 10e9);
    writeFileSync(join(root, 'opt/conda/conda-meta/c.json'), '{\n');
    truncateSync(join(root, 'opt/conda/conda-meta/c.json'), 10e9);
    writeFileSync(join(root, 'opt/conda/conda-meta/b.json'), `[\n${`${'x'.repeat(1 << 20)}\n`.repeat(70)}`);
    const out = runAgent({ root, facets: ['conda'], limit: 20 }, shell);
    expect(out.length).toBeLessThan(1e6);
    expect(out.toString().match(/!truncated/g)).toHaveLength(2);
    expect(out.includes('"name": "kept"')).toBe(true);
    expect(ends(out.subarray(-300).toString())).toEqual(['done']);
  }, 60_000);

  test('the variables of docker images stay on the node', () => {
    const id = `sha256:${'a'.repeat(64)}`;
    const inspect = [{ Id: id, Config: { Env: ['TOKEN=SECRET', 'B=],'], Labels: { a: 'kept' } } }];
    const last = [
      {
        Id: id,
        Config: { Labels: null, Env: ['TOKEN=SECRET', 'CUDA_VERSION=12.4.1', 'CUDA_VERSIONS=SECRET'] },
      },
    ];
    // What decides where an image runs goes, behind the word that says that it was looked for.
    for (const [one, sent] of [
      [inspect, ['=looked']],
      [last, ['=looked', 'CUDA_VERSION=12.4.1']],
    ] as const) {
      const root = tree({
        '.gazetteer/run/docker-image-ids.out': `${id}\n`,
        '.gazetteer/run/docker-image-inspect.out': `${JSON.stringify(one, null, 4)}\n`,
      });
      const out = runAgent({ root, facets: ['images'], nonce: '0123456789abcdef' }, shell).toString();
      const part = out.split('part inspect')[1]?.split('end-root')[0] ?? '';
      const lines = [...part.matchAll(/^0123456789abcdef\|(.*)$/gm)].map(([, line = '']) => line);
      expect(JSON.parse(lines.join('\n'))).toEqual(
        one.map((image) => ({ ...image, Config: { ...image.Config, Env: sent } })),
      );
    }
  });
});

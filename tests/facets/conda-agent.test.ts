import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentBundle, settingsLines } from '../../server/agent/bundle.ts';
import { parseInput } from '../../server/cli/parse.ts';
import { conda } from '../../server/facets/conda/index.ts';
import type { Environment, Needs } from '../../server/facets/conda/schema.ts';
import { decodeFrames } from '../../server/frames/decode.ts';
import { canonicalDocument } from '../../server/store/canonical.ts';
import { agentSession, runAgent, shells } from '../harness/agent.ts';
import { folder, record } from './conda-make.ts';

/** Paths of the installation and its environments, without how these came to be. */
function environmentsOf(items: { path: string }[]): string[] {
  return items.map(({ path }) => path).filter((path) => !/conda-meta(\/needs)?$/.test(path));
}

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('the agent under %s', (_, shell) => {
  const session = (root: string, roots: string[] = []) =>
    agentSession({ facets: ['conda'], root, roots: roots.map((path) => ({ facet: 'conda', path })) }, shell);
  const read = (root: string, roots: string[] = []) => {
    const [evidence] = session(root, roots).facets;
    if (!evidence) throw new Error('no facet');
    return conda.read(evidence);
  };

  test('takes hostile names as data', () => {
    const root = folder();
    const envs = join(root, 'opt/miniforge3/envs');
    const names = [
      "o'brien",
      'two words',
      'new\nline',
      '$(touch HOSTILE)',
      '`touch HOSTILE`',
      '-n',
      '@gz 0 end absent',
      '*',
      '"q"',
      '\u001b[31m',
    ];
    for (const name of names) {
      mkdirSync(join(envs, name, 'conda-meta'), { recursive: true });
      writeFileSync(
        join(envs, name, 'conda-meta/a b$(touch HOSTILE)-1-0.json'),
        record('hostile', '1', name),
      );
    }
    const bytes = Buffer.concat([Buffer.from(`${envs}/`), Buffer.from([0x62, 0xff])]);
    mkdirSync(Buffer.concat([bytes, Buffer.from('/conda-meta')]), { recursive: true });
    writeFileSync(Buffer.concat([bytes, Buffer.from('/conda-meta/history')]), '');
    const reading = read(root);
    const [found] = reading.roots;
    expect(
      environmentsOf(found?.items ?? [])
        .slice(1)
        .sort(),
    ).toEqual([...names, 'b\\xff'].map((name) => `envs/${name}`).sort());
    const builds = found?.items.flatMap((item) =>
      'packages' in item.facts ? (item.facts as Environment).packages : [],
    );
    expect(builds?.map((one) => one.build).sort()).toEqual([...names].sort());
    expect(readdirSync('.')).not.toContain('HOSTILE');
    expect(reading.problems).toEqual([]);
  });

  test('says what it could not read, and keeps the rest', () => {
    const root = folder();
    const meta = join(root, 'opt/miniforge3/conda-meta');
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(meta, 'good-1-0.json'), record('good', '1'));
    writeFileSync(join(meta, 'compact-1-0.json'), '{"name":"compact","version":"1","build":"0"}');
    writeFileSync(join(meta, 'cut-1-0.json'), record('cut', '1').slice(0, 60));
    writeFileSync(join(meta, 'bytes-1-0.json'), Buffer.from([0x7b, 0xff, 0xfe, 0x0a]));
    writeFileSync(join(meta, 'empty-1-0.json'), '');
    writeFileSync(join(meta, '._good-1-0.json'), 'macOS');
    // One record's bytes must not spoil the escapes of another.
    writeFileSync(
      join(meta, 'latin-1-0.json'),
      Buffer.from('{"name":"l\xe4","version":"1","build":"0"}', 'latin1'),
    );
    const files = ['lib/systemd/system/a\\x2db.service'];
    writeFileSync(
      join(meta, 'quoted-1-0.json'),
      JSON.stringify({ name: 'quoted', version: '1', license: 'who?why="q"', files }),
    );
    const reading = read(root);
    const facts = reading.roots[0]?.items.find((item) => item.path === '.')?.facts as Environment;
    expect(facts.packages.map((one) => one.name)).toEqual([
      'bytes',
      'compact',
      'cut',
      'empty',
      'good',
      'latin',
      'quoted',
    ]);
    expect(facts.packages.find((one) => one.name === 'cut')).toMatchObject({
      version: '1',
      build: '0',
      channel: '',
    });
    expect(facts.unreadable).toBe(reading.problems.length);
    expect(reading.problems.map((problem) => problem.text).sort()).toEqual([
      'bytes-1-0.json',
      'cut-1-0.json',
      'empty-1-0.json',
      'latin-1-0.json',
    ]);
    // A broken record still has its name, so nothing of the environment is unknown.
    expect(reading.roots[0]?.unread).toEqual([]);
  });

  test('leaves access tokens on the node', () => {
    const root = folder();
    const prefix = join(root, 'opt/miniforge3');
    mkdirSync(join(prefix, 'conda-meta'), { recursive: true });
    mkdirSync(join(prefix, 'pkgs'));
    const url = 'https://joe:p@hunter2@h.example/t/tk-secret/lab/noarch/x-1-0.conda';
    writeFileSync(
      join(prefix, 'conda-meta/x-1-0.json'),
      record('x', '1', '0', { url, channel: url.replace(/\/x-.*/, '') }),
    );
    writeFileSync(
      join(prefix, 'conda-meta/y-1-0.json'),
      JSON.stringify({ name: 'y', version: '1', build: '0', url }),
    );
    writeFileSync(
      join(prefix, '.condarc'),
      `proxy_servers:\n  http: joe:hunter2@proxy:3128\nchannels:\n- https://joe:p@hunter2@h.example/t/tk-secret/lab # hunter2\n# hunter2 is for\nupload_key: hunter2\n`,
    );
    writeFileSync(
      join(prefix, 'conda-meta/z-1-0.json'),
      JSON.stringify({ name: 'z', version: '1', build: '0', url }).replaceAll('/', '\\/'),
    );
    const raw = runAgent({ facets: ['conda'], root }, shell).toString('latin1');
    expect(raw).toContain('h.example/lab');
    expect(raw).not.toMatch(/hunter2|tk-secret/);
  });

  test('lists what pip installed, and not what conda packages left in site-packages', () => {
    const root = folder();
    const env = join(root, 'opt/miniforge3/envs/py');
    const make = (path: string, text = '') => {
      mkdirSync(join(env, path, '..'), { recursive: true });
      writeFileSync(join(env, path), text);
    };
    const site = 'lib/python3.11/site-packages';
    const files = [`${site}/msgpack-0.6.1-py3.11.egg-info/PKG-INFO`, `${site}/msgpack/__init__.py`];
    make('conda-meta/msgpack-python-0.6.1-0.json', record('msgpack-python', '0.6.1', '0', { files }));
    const torch = {
      name: 'pytorch',
      version: '2.0',
      build: '0',
      files: [`${site}/torch-2.0.dist-info/METADATA`],
    };
    make('conda-meta/pytorch-2.0-0.json', JSON.stringify(torch));
    make(`${site}/msgpack-0.6.1-py3.11.egg-info/PKG-INFO`);
    make(`${site}/torch-2.0.dist-info/METADATA`);
    make(`${site}/told-1.dist-info/INSTALLER`, 'conda\n');
    make(`${site}/real-1.0.dist-info/INSTALLER`, 'pip\n');
    make(`${site}/edited.egg-link`, '/home/ann/edited\n.');
    make(`${site}/whole-3.1-py3.11.egg/EGG-INFO/PKG-INFO`);
    make('lib/pypy3.9/site-packages/other-2.0.dist-info/METADATA');
    const facts = read(root).roots[0]?.items.find((item) => item.path === 'envs/py')?.facts as Environment;
    expect(facts.packages.map((one) => one.name)).toEqual(['msgpack-python', 'pytorch']);
    expect(facts.pip.map((one) => `${one.name} ${one.version}`)).toEqual([
      'edited ',
      'other 2.0',
      'real 1.0',
      'whole 3.1',
    ]);
  });

  test('takes channels from every place that holds for all users, the nearest first', () => {
    const root = folder();
    const make = (path: string, text: string) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    make('opt/miniforge3/conda-meta/conda-24.1.0-0.json', record('conda', '24.1.0'));
    make('opt/miniforge3/condabin/conda', '');
    make('opt/miniforge3/condarc.d/site.yml', 'channels: [first]\n');
    make(
      'opt/miniforge3/.condarc',
      'ssl_verify: true\n"channels":\n  - second\n  # why\n  - https://u:p@h.example/third/\n',
    );
    make('var/lib/conda/condarc', 'channels:\n- fourth\n- first\n');
    make('etc/conda/.condarc', 'channels: [\n  fifth\n]\nchannel_alias: https://none.example\n');
    const [installation] = read(root).roots[0]?.items ?? [];
    expect(installation?.facts).toMatchObject({
      channels: ['first', 'second', 'https://h.example/third', 'fourth', 'fifth'],
    });
    make('home/ann/.condarc', 'channels: [anns]\n');
    make('home/ann/miniconda3/.condarc', 'channels: [inside]\n');
    make('home/ann/miniconda3/conda-meta/history', '');
    make('home/ann/miniconda3/condabin/conda', '');
    const [evidence] = agentSession({ facets: ['conda'], root, homes: true }, shell).facets;
    const roots = evidence ? conda.read(evidence).roots : [];
    const anns = roots.find(({ path }) => path === '/home/ann/miniconda3')?.items[0];
    expect(anns?.facts).toMatchObject({ channels: ['anns', 'inside', 'fourth', 'first', 'fifth'] });
    expect(read(root).roots.map(({ path }) => path)).toEqual(['/opt/miniforge3']);
  });

  test('tells what records ask of the machine, however they are written', () => {
    const root = folder();
    const meta = join(root, 'opt/miniforge3/envs/asks/conda-meta');
    mkdirSync(meta, { recursive: true });
    const asking = {
      name: 'lines',
      version: '1',
      build: '0',
      constrains: ['__cuda >=12', 'other 1'],
      depends: ['__glibc >=2.28,<3.0.a0', '__archspec 1 x86_64_v3', '__python >=3', 'libzlib'],
      features: ['__cuda 9'],
      files: ['__glibc 9.9', 'lib/__cuda'],
    };
    const whole = JSON.stringify({ ...asking, name: 'whole' });
    const inline = `{
  "build": "0",
  "constrains": [],
  "depends": ["__glibc >=2.17", "x", "__linux"],
  "name": "inline",
  "version": "1"
}
`;
    const texts = {
      'lines-1-0': JSON.stringify(asking, null, 2),
      'tabs-1-0': JSON.stringify(
        { ...asking, name: 'tabs', depends: ['__cuda'], constrains: [] },
        null,
        '\t',
      ),
      'whole-1-0': whole,
      'inline-1-0': inline,
      'nothing-1-0': record('nothing', '1'),
    };
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(meta, `${name}.json`), `${text}\n`);
    const items = read(root).roots[0]?.items ?? [];
    const needs = items.find(({ path }) => path === 'envs/asks/conda-meta/needs')?.facts as unknown as Needs;
    expect(needs.needs.map((one) => `${one.name} ${one.spec}${one.optional ? ', if there' : ''}`)).toEqual([
      'inline __glibc >=2.17',
      'inline __linux',
      'lines __archspec 1 x86_64_v3',
      'lines __cuda >=12, if there',
      'lines __glibc >=2.28,<3.0.a0',
      'tabs __cuda',
      'whole __archspec 1 x86_64_v3',
      'whole __cuda >=12, if there',
      'whole __glibc >=2.28,<3.0.a0',
    ]);
    // The environment's own document is what it was before anybody asked for this.
    const environment = items.find(({ path }) => path === 'envs/asks')?.facts as Environment;
    expect(environment).toMatchObject({ unreadable: 0 });
    expect(Object.keys(environment)).toEqual(['kind', 'python', 'packages', 'pip', 'unreadable']);
  });

  test('what is left of an environment is unread, and an empty one is empty', () => {
    const root = folder();
    for (const name of ['left', 'empty'])
      mkdirSync(join(root, 'opt/miniforge3/envs', name, 'conda-meta'), { recursive: true });
    writeFileSync(join(root, 'opt/miniforge3/envs/empty/conda-meta/history'), '');
    const [found] = read(root).roots;
    expect(found?.unread).toEqual([{ reason: 'corrupt', path: 'envs/left' }]);
    expect(environmentsOf(found?.items ?? [])).toEqual(['', 'envs/empty']);
    expect(found?.items[1]?.facts).toMatchObject({ packages: [], pip: [], unreadable: 0 });
  });

  test("lists what R installed into its library, and neither conda's packages nor R's own", () => {
    const root = folder();
    const env = join(root, 'opt/miniforge3/envs/r');
    mkdirSync(join(env, 'conda-meta'), { recursive: true });
    for (const name of ['r-base', 'r-data.table', 'bioconductor-deseq2'])
      writeFileSync(join(env, `conda-meta/${name}-4.3.1-0.json`), record(name, '4.3.1'));
    const library = (name: string, ...lines: string[]) => {
      mkdirSync(join(env, 'lib/R/library', name), { recursive: true });
      writeFileSync(
        join(env, 'lib/R/library', name, 'DESCRIPTION'),
        [`Package: ${name}`, ...lines, ''].join('\n'),
      );
    };
    library('stats', 'Version: 4.3.1', 'Priority: base');
    library('data.table', 'Version: 1.14.8');
    library('DESeq2', 'Version: 1.40.2');
    library('Matrix', 'Version: 1.6-5', 'Priority: recommended');
    library('hdWGCNA', 'Title: x', 'Version: 0.3.01', 'Description: Version: 9', '  Version: 8');
    library('noversion', 'Title: x');
    // Packages that conda calls otherwise, one in a record with a key per line and one in a line.
    const brings = (name: string) => ({
      files: [`lib/R/library/${name}/DESCRIPTION`, `lib/R/library/${name}/R/x`],
    });
    library('Bundled', 'Version: 1.0');
    library('Compact', 'Version: 1.0');
    writeFileSync(join(env, 'conda-meta/tools-1-0.json'), record('tools', '1', '0', brings('Bundled')));
    const compact = JSON.stringify({ name: 'more', version: '1', ...brings('Compact') });
    writeFileSync(join(env, 'conda-meta/more-1-0.json'), compact);
    library('$(touch HOSTILE)', 'Version: 1.0');
    symlinkSync('/etc', join(env, 'lib/R/library/outside'));
    spawnSync('mkfifo', [join(env, 'lib/R/library/noversion/pipe')]);
    mkdirSync(join(env, 'lib/R/library/piped'));
    spawnSync('mkfifo', [join(env, 'lib/R/library/piped/DESCRIPTION')]);
    library('huge');
    truncateSync(join(env, 'lib/R/library/huge/DESCRIPTION'), 10e9);
    const [found] = read(root).roots;
    expect(found?.outcome).toBe('present');
    expect(found?.unread).toEqual([{ reason: 'corrupt', path: 'envs/r/lib/R/library/huge' }]);
    const facts = found?.items.find((item) => item.path === 'envs/r')?.facts as Environment;
    expect(facts.r).toEqual([
      { name: 'Matrix', version: '1.6-5' },
      { name: 'hdWGCNA', version: '0.3.01' },
    ]);
    const offered = conda.offerings(facts, 'envs/r').map(({ tool, version }) => `${tool} ${version}`);
    expect(offered).toEqual(expect.arrayContaining(['r-matrix 1.6-5', 'r-hdwgcna 0.3.01']));
    expect(readdirSync('.')).not.toContain('HOSTILE');
  });

  test('tells how an environment came to be, without secrets', () => {
    const root = folder();
    const env = join(root, 'opt/miniforge3/envs/py');
    const make = (path: string, text: string) => {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    make('etc/passwd', `root:x:4294967:0::/:/bin/sh\nada:x:${process.getuid?.()}:0::/home/ada:/bin/sh\n`);
    make('opt/miniforge3/envs/py/conda-meta/numpy-1.26.4-py311_0.json', record('numpy', '1.26.4', 'py311_0'));
    make('opt/miniforge3/envs/py/conda-meta/six-1.16.0-0.json', record('six', '1.16.0'));
    make(
      'opt/miniforge3/envs/py/conda-meta/pinned',
      '# keep tk-9\nnumpy 1.26.*\nhttps://me:pw@h.example/t/tk-9/lab::six\n',
    );
    make(
      'opt/miniforge3/envs/py/conda-meta/history',
      `==> 2024-01-01 10:00:00 <==
# cmd: conda create -c https://me:pw@h.example/t/tk-9/lab -n py numpy six gone
# conda version: 24.1.0
+conda-forge/linux-64::numpy-1.26.4-py311_0
# update specs: ["https://me:pw@h.example/t/tk-9/lab::numpy=1.26", 'six', 'gone']
==> 2024-01-02 10:00:00 <==
# remove specs: ['gone']
`,
    );
    const url = 'https://me:pw@conda.anaconda.org/t/tk-9/conda-forge/noarch';
    const explicit = (six: string) =>
      `@EXPLICIT\n${url}/numpy-1.26.4-py311_0.conda\n${url}/six-${six}-0.conda\n`;
    make('opt/miniforge3/envs/py/explicit.txt', explicit('1.16.0'));
    make('opt/miniforge3/envs/py/notes.txt', 'buy milk\n');
    make('opt/miniforge3/envs/py.txt', explicit('1.15.0'));
    make('opt/miniforge3/envs/py/conda-lock.yml', 'package: 7\n');
    make('opt/miniforge3/envs/py/.condarc', 'channels: [https://me:pw@h.example/t/tk-9/own, bioconda]\n');
    const escaped = 'https://me:pw@h.example/t/tk-9/lab'.replaceAll('/', '\\/');
    make('opt/miniforge3/envs/js/conda-meta/history', `==> now <==\n# update specs: ["${escaped}::six"]\n`);
    const coded = escaped.replaceAll('\\/', '\\u002F');
    const asked = 'https://h.example/lab/noarch/x-1-0.conda?token=tk-9&a.b=tk-9';
    make('opt/miniforge3/envs/js/js-lock.json', `{"url":"${escaped}","b":"${coded}","c":"${asked}"}\n`);
    make(
      'opt/miniforge3/envs/js/conda-meta/x-1-0.json',
      record('x', '1', '0', { url: asked, channel: asked }),
    );
    make(
      'opt/miniforge3/envs/js/conda-meta/y-1-0.json',
      `{"name":"y","version":"1","url":"${coded}","channel":"${asked}"}`,
    );
    make('opt/miniforge3/envs/js/.condarc', `channels: [${asked}, "${asked}"]\n`);
    const [found] = read(root).roots;
    const made = found?.items.find((item) => item.path === 'envs/py/conda-meta');
    expect(made?.facts).toEqual({
      kind: 'conda.making',
      owner: 'ada',
      history: true,
      asked: ['https://h.example/lab::numpy=1.26', 'six'],
      pinned: ['https://h.example/lab::six', 'numpy 1.26.*'],
      channels: ['https://h.example/own', 'bioconda'],
      locks: [
        { file: 'conda-lock.yml', state: 'unreadable' },
        { file: 'explicit.txt', state: 'matches' },
        { file: 'py.txt', state: 'differs' },
      ],
    });
    expect(runAgent({ facets: ['conda'], root }, shell).toString()).not.toMatch(/tk-9|me:pw|buy milk/);
    rmSync(join(env, 'conda-meta/pinned'));
    rmSync(join(env, 'conda-meta/history'));
    writeFileSync(join(env, 'conda-meta/new-1-0.json'), record('new', '1'));
    const again = read(root).roots[0]?.items.find((item) => item.path === 'envs/py/conda-meta');
    expect(again?.facts).toMatchObject({ history: false, asked: [], pinned: [] });
    expect(again?.facts).toMatchObject({ locks: [{}, { file: 'explicit.txt', state: 'differs' }, {}] });
  });

  test('an installation that cannot be named in a list is not the same as none', () => {
    const root = folder();
    mkdirSync(join(root, 'opt/new\nline/conda-meta'), { recursive: true });
    expect(read(root)).toMatchObject({ outcome: 'failed', reason: 'permission', roots: [] });
  });

  test('tells a configured place that is gone from one that is empty', () => {
    const root = folder();
    mkdirSync(join(root, 'srv/envs'), { recursive: true });
    const reading = read(root, ['/srv/envs', '/srv/gone']);
    expect(reading.roots.map((one) => [one.path, one.outcome, one.reason, one.items.length])).toEqual([
      ['/srv/envs', 'present', '', 0],
      ['/srv/gone', 'failed', 'root-missing', 0],
    ]);
    // Known again as what it most likely was, without a document that nothing speaks for.
    expect(reading.roots[0]?.kind).toBe('installation');
  });

  test('reads homes only where that is asked for, and each installation once', () => {
    const root = folder();
    const make = (path: string) => {
      mkdirSync(join(root, path, 'conda-meta'), { recursive: true });
      writeFileSync(join(root, path, 'conda-meta/x-1-0.json'), record('x', '1'));
    };
    for (const path of ['home/ann/miniconda3', 'home/ann/miniconda3/envs/a', 'home/bob/envs/b', 'srv/lone'])
      make(path);
    make('opt/python/2024.02');
    mkdirSync(join(root, 'home/ann/.conda'));
    const list = '/home/ann/miniconda3/envs/a\n/srv/lone/\n/srv/gone\n\nrelative\n$(touch HOSTILE)\n';
    writeFileSync(join(root, 'home/ann/.conda/environments.txt'), list);
    mkdirSync(join(root, 'home/bob/.conda'));
    writeFileSync(join(root, 'home/bob/.conda/environments.txt'), '/home/bob/envs/b');
    symlinkSync('python/2024.02', join(root, 'opt/conda'));
    // Even where the node's own profile names one.
    mkdirSync(join(root, 'etc/profile.d'), { recursive: true });
    writeFileSync(
      join(root, 'etc/profile.d/conda.sh'),
      `. "/home/ann/miniconda3/etc/profile.d/conda.sh"\nexport CONDA_EXE='/srv/site/bin/conda'\n`,
    );
    make('srv/site');
    // Of pixi: a workspace for everybody, and what somebody installed for herself (pixi global).
    make('apps/workspace/.pixi/envs/default');
    make('home/ann/.pixi/envs/ripgrep');
    const places = (homes: boolean) => {
      const [evidence] = agentSession({ facets: ['conda'], root, homes }, shell).facets;
      return evidence?.roots.map((one) => [one.kind, one.path, environmentsOf(one.items)]);
    };
    const shared = [
      ['environments', '/opt/conda', ['.']],
      ['environments', '/apps/workspace/.pixi/envs', ['default']],
      ['environments', '/srv/site', ['.']],
    ];
    expect(places(false)).toEqual(shared);
    expect(places(true)).toEqual([
      shared[0],
      shared[1],
      ['installation', '/home/ann/miniconda3', ['', '.', 'envs/a']],
      shared[2],
      ['environments', '/home/ann/.pixi/envs', ['ripgrep']],
      ['environments', '/srv/lone', ['.']],
      ['environments', '/home/bob/envs', ['b']],
    ]);
    expect(readdirSync('.')).not.toContain('HOSTILE');
  });

  test("takes the audit account's own installation for what it is: one in a home", () => {
    const home = folder();
    mkdirSync(join(home, 'own/conda-meta'), { recursive: true });
    writeFileSync(join(home, 'own/conda-meta/x-1-0.json'), record('x', '1'));
    const paths = (env: Record<string, string>) => {
      const [evidence] = agentSession({ facets: ['conda'] }, shell, env).facets;
      return evidence?.roots.map((one) => one.path);
    };
    const CONDA_EXE = join(home, 'own/bin/conda');
    expect(paths({ HOME: home, CONDA_EXE })).not.toContain(join(home, 'own'));
    expect(paths({ HOME: '/nowhere', CONDA_EXE })).toContain(join(home, 'own'));
  });

  test('a record or an environment that leads nowhere is unread', () => {
    const root = folder();
    const prefix = join(root, 'opt/miniforge3');
    mkdirSync(join(prefix, 'conda-meta'), { recursive: true });
    mkdirSync(join(prefix, 'envs'));
    mkdirSync(join(prefix, 'conda-meta/folder-1-0.json'));
    writeFileSync(join(prefix, 'conda-meta/good-1-0.json'), record('good', '1'));
    symlinkSync('/mnt/lost/x.json', join(prefix, 'conda-meta/lost-1-0.json'));
    symlinkSync('/mnt/lost/env', join(prefix, 'envs/lost'));
    const [found] = read(root).roots;
    expect(found?.unread).toEqual([
      { reason: 'vanished', path: 'envs/lost' },
      { reason: 'vanished', path: './conda-meta/lost-1-0.json' },
    ]);
    expect(found?.items[1]?.facts).toMatchObject({ packages: [{ name: 'good' }], unreadable: 1 });
  });

  test('a thousand packages are all there, in equal documents, and their files stay on the node', () => {
    const root = folder();
    const meta = join(root, 'opt/miniforge3/conda-meta');
    mkdirSync(meta, { recursive: true });
    const files = Array.from({ length: 50 }, (_, at) => `lib/python3.11/site-packages/p/file${at}.py`);
    const more = { files, paths_data: { paths: files.map((_path) => ({ _path, sha256: 'f'.repeat(64) })) } };
    for (let at = 0; at < 1000; at += 1)
      writeFileSync(join(meta, `p${at}-1-0.json`), record(`p${at}`, '1', '0', more));
    const first = read(root);
    const facts = first.roots[0]?.items.find((item) => item.path === '.')?.facts as Environment;
    expect(facts.packages).toHaveLength(1000);
    expect(new Set(facts.packages.map((one) => one.name)).size).toBe(1000);
    const sent = first.roots[0]?.items[0]?.evidence.parts.find((part) => part.name === 'records')?.bytes;
    expect(sent?.length).toBeLessThan(1000 * 150);
    const hashes = (reading: typeof first) =>
      reading.roots.flatMap((one) =>
        one.items.map((item) => canonicalDocument(item.facts).hash.toString('hex')),
      );
    expect(hashes(read(root))).toEqual(hashes(first));
  });
});

test.skipIf(process.getuid?.() !== 0)('a folder that may not be entered is not the same as no conda', () => {
  const root = folder();
  for (const name of ['opt/theirs', 'apps/lost+found', 'opt/containerd', 'opt/open']) {
    mkdirSync(join(root, name), { recursive: true });
    if (name !== 'opt/open') chmodSync(join(root, name), 0o700);
  }
  const look = () => {
    const input = settingsLines({ facets: ['conda'], root }) + agentBundle().text;
    const args = ['--reuid', '65534', '--regid', '65534', '--clear-groups', 'sh', '-s'];
    return decodeFrames(spawnSync('setpriv', args, { input }).stdout).facets[0];
  };
  expect(look()).toMatchObject({
    outcome: 'failed',
    reason: 'permission',
    message: expect.stringContaining('/opt/theirs'),
  });
  rmSync(join(root, 'opt/theirs'), { recursive: true });
  expect(look()).toMatchObject({ outcome: 'absent', reason: 'not-installed' });
});

test.skipIf(process.getuid?.() !== 0)(
  'what may not be read of how an environment came to be is unread',
  () => {
    const root = folder();
    const env = join(root, 'opt/miniforge3/envs/py');
    mkdirSync(join(env, 'conda-meta'), { recursive: true });
    mkdirSync(join(env, 'lib/R/library/closed'), { recursive: true });
    writeFileSync(join(env, 'conda-meta/x-1-0.json'), record('x', '1'));
    for (const path of [
      'conda-meta/history',
      'conda-meta/pinned',
      'conda-lock.yml',
      'lib/R/library/closed/DESCRIPTION',
    ]) {
      writeFileSync(join(env, path), 'secret');
      chmodSync(join(env, path), 0o600);
    }
    const input = settingsLines({ facets: ['conda'], root }) + agentBundle().text;
    const args = ['--reuid', '65534', '--regid', '65534', '--clear-groups', 'sh', '-s'];
    const [evidence] = decodeFrames(spawnSync('setpriv', args, { input }).stdout).facets;
    const [found] = evidence ? conda.read(evidence).roots : [];
    expect(found?.unread.map(({ reason, path }) => `${reason} ${path}`).sort()).toEqual([
      'permission envs/py/conda-meta/history',
      'permission envs/py/conda-meta/pinned',
      'permission envs/py/lib/R/library/closed',
    ]);
    expect(found?.items.find(({ path }) => path === 'envs/py/conda-meta')?.facts).toMatchObject({
      locks: [{ file: 'conda-lock.yml', state: 'unreadable' }],
    });
  },
);

test.skipIf(process.getuid?.() !== 0)('an environment of somebody else is unread, not gone', () => {
  const root = folder();
  for (const name of ['mine', 'theirs']) {
    mkdirSync(join(root, 'opt/miniforge3/envs', name, 'conda-meta'), { recursive: true });
    writeFileSync(join(root, 'opt/miniforge3/envs', name, 'conda-meta/x-1-0.json'), record('x', '1'));
  }
  chmodSync(join(root, 'opt/miniforge3/envs/theirs'), 0o700);
  chmodSync(join(root, 'opt/miniforge3/envs/mine/conda-meta/x-1-0.json'), 0o600);
  const input = settingsLines({ facets: ['conda'], root }) + agentBundle().text;
  const run = spawnSync('setpriv', ['--reuid', '65534', '--regid', '65534', '--clear-groups', 'sh', '-s'], {
    input,
  });
  const file = { path: 'x', bytes: run.stdout };
  const found = parseInput('conda', { name: 'x', files: [file] }, 'frames');
  expect(found.roots[0]).toMatchObject({
    outcome: 'present',
    unread: [
      { reason: 'permission', path: 'envs/theirs' },
      { reason: 'permission', path: 'envs/mine/conda-meta/x-1-0.json' },
    ],
    items: [
      { path: '' },
      { path: 'envs/mine', document: { packages: [], unreadable: 1 } },
      { path: 'envs/mine/conda-meta/needs', document: { needs: [] } },
      { path: 'envs/mine/conda-meta' },
    ],
  });
});

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FacetReading } from '../../server/facets/facet.ts';
import { modules } from '../../server/facets/modules/index.ts';
import { type Module, Tree } from '../../server/facets/modules/schema.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { modulecmd } from '../harness/modulecmd.ts';
import { needs } from '../harness/tools.ts';

/** The real programs over real trees: what the agent lists equals what the program lists. */

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-modules-'));
const home = join(folder, 'home');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

function read(shell: string[], settings: Parameters<typeof agentSession>[0] = {}): FacetReading {
  // The trees belong to whoever runs the tests.
  const owners = [userInfo().username];
  const session = agentSession({ facets: ['modules'], owners, ...settings }, shell, { HOME: home });
  expect(session.complete).toBe(true);
  expect(session.damage).toEqual([]);
  const [evidence] = session.facets;
  if (!evidence) throw new Error('the agent printed no facet');
  expect(evidence.ended).toBe('done');
  return modules.read(evidence);
}

function treeAt(reading: FacetReading, path: string): Tree {
  const root = reading.roots.find((one) => one.path === join(folder, path));
  return Tree.parse(root?.items[0]?.facts);
}

function moduleAt(tree: Tree, fullName: string): Module | undefined {
  return tree.modules.find((module) => module.fullName === fullName);
}

const namesIn = (tree: Tree) => tree.modules.map((module) => module.fullName);
const plain = (reading: FacetReading) =>
  reading.roots.map(({ path, key, items }) => [path, key, items[0]?.facts]);

beforeAll(() => {
  mkdirSync(home, { recursive: true });
  const hostile = 'odd/a b$(touch HOSTILE)"q\'';
  put('Core/GCC/12.2.0.lua', `prepend_path("MODULEPATH", "${folder}/GCC-12")\nfamily("compiler")\n`);
  put('Core/GCC/11.3.0.lua', `prepend_path("MODULEPATH", "${folder}/GCC-11")\nfamily("compiler")\n`);
  put(
    'Core/GCC/.modulerc.lua',
    'module_version("GCC/11.3.0", "default")\nmodule_version("GCC/12.2.0", "new")\n',
  );
  put('Core/.modulerc.lua', 'module_alias("cc", "GCC/12.2.0")\nhide_version("tools/0.9")\n');
  put('GCC-12/MPICH/4.1.lua', `prepend_path("MODULEPATH", "${folder}/MPI")\n`);
  put('GCC-11/MPICH/4.0.lua', `prepend_path("MODULEPATH", "${folder}/MPI")\n`);
  put(
    'MPI/phdf5/1.14.lua',
    'whatis("Description: Parallel \\"HDF5\\" }{ ")\nwhatis("URL: https://hdf.example/")\n',
  );
  put('Core/tools/0.9.lua', '');
  put('Core/tools/.1.0.lua', '');
  put(
    'Core/tools/1.10.lua',
    'whatis("tools of the site")\nhelp([[multi\nline \\" }\n]])\nextensions("numpy/1.26,six/1.16")\n',
  );
  put('Core/tools/1.9.lua', '');
  put('Core/sp ace/1 0.lua', '');
  put(`Core/${hostile}.lua`, '');
  put(
    'names/lab/2.lua',
    `execute{cmd="touch ${folder}/EVALUATED",modeA={"load","spider"}}\nos.execute("touch ${folder}/EVALUATED")\n`,
  );
  put('names/lab/1', '#%Module\nexec touch HOSTILE\n');
  put('names/lab/README', 'nothing\n');
  put('names/new\nline/1.lua', '');
  symlinkSync('1', join(folder, 'names/lab/default'));
  chmodSync(join(folder, 'names'), 0o777);
});

const hasLmod = existsSync('/usr/share/lmod/lmod/libexec/spider') || needs('lmod', 'lmod');
const libexec = '/usr/share/lmod/lmod/libexec';

describe.skipIf(!hasLmod)('Lmod', () => {
  const profile = () =>
    writeFileSync(
      join(home, '.bash_profile'),
      `echo "Welcome"; echo "MODULEPATH=/not/this"\nexport MODULEPATH=${folder}/Core:relative::${folder}/Core/:${folder}/names:${folder}/gone\n`,
    );

  for (const shell of shells) {
    test(`lists a hierarchy under ${shell.join(' ')}`, () => {
      profile();
      const reading = read(shell);
      expect(reading.outcome).toBe('present');
      expect(reading.node?.facts).toMatchObject({
        system: 'lmod',
        modulepath: ['Core', 'names', 'gone'].map((one) => join(folder, one)),
      });
      const core = treeAt(reading, 'Core');
      const listed = spawnSync(`${libexec}/spider`, ['-o', 'spider-json', join(folder, 'Core')], {
        encoding: 'utf8',
      });
      const files = Object.values(
        JSON.parse(listed.stdout) as Record<string, Record<string, { fullName: string; mpath: string }>>,
      );
      const expected = files
        .flatMap((one) => Object.values(one))
        .filter(({ mpath }) => mpath === join(folder, 'Core'));
      expect(namesIn(core)).toEqual(expected.map(({ fullName }) => fullName).sort());
      expect(namesIn(core)).toEqual([
        'GCC/11.3.0',
        'GCC/12.2.0',
        'odd/a b$(touch HOSTILE)"q\'',
        'sp ace/1 0',
        'tools/.1.0',
        'tools/0.9',
        'tools/1.10',
        'tools/1.9',
      ]);
      expect(core.modules.filter((one) => one.hidden).map((one) => one.fullName)).toEqual([
        'tools/.1.0',
        'tools/0.9',
      ]);
      expect(
        core.modules.filter((one) => one.default !== '').map((one) => [one.fullName, one.default]),
      ).toEqual([
        ['GCC/11.3.0', 'marked'],
        ['odd/a b$(touch HOSTILE)"q\'', 'highest'],
        ['sp ace/1 0', 'highest'],
        ['tools/1.10', 'highest'],
      ]);
      expect(core.aliases).toEqual([{ name: 'cc', target: 'GCC/12.2.0', hidden: false }]);
      expect(moduleAt(core, 'GCC/12.2.0')).toMatchObject({ symbols: ['new'], family: 'compiler' });
      expect(moduleAt(core, 'tools/1.10')).toMatchObject({
        description: 'tools of the site',
        provides: ['numpy/1.26', 'six/1.16'],
      });

      const mpi = treeAt(reading, 'MPI');
      expect(moduleAt(mpi, 'phdf5/1.14')).toMatchObject({
        description: 'Parallel "HDF5" }{',
        homepage: 'https://hdf.example/',
        requires: [
          ['GCC/11.3.0', 'MPICH/4.0'],
          ['GCC/12.2.0', 'MPICH/4.1'],
        ],
      });
      const [offering] = modules.offerings(mpi, '');
      expect(offering?.locator).toBe('GCC/12.2.0 MPICH/4.1 phdf5/1.14');

      const names = treeAt(reading, 'names');
      expect(names.read).toBe('names');
      expect(namesIn(names)).toEqual(['lab/1', 'lab/2', 'new\nline/1']);
      expect(moduleAt(names, 'lab/1')?.default).toBe('marked');
      expect(existsSync(join(folder, 'EVALUATED'))).toBe(false);

      const gone = reading.roots.find((root) => root.path === join(folder, 'gone'));
      expect([gone?.outcome, gone?.reason]).toEqual(['failed', 'root-missing']);
      expect(plain(read(shell))).toEqual(plain(reading));
    });
  }

  test('the offered load line loads', () => {
    const reading = read(['sh']);
    for (const [path, fullName] of [
      ['Core', 'odd/a b$(touch HOSTILE)"q\''],
      ['MPI', 'phdf5/1.14'],
    ] as const) {
      const facts = treeAt(reading, path);
      const offered = modules
        .offerings(facts, '')
        .find((one) => one.locator.endsWith('phdf5/1.14') || one.tool === 'odd');
      expect(offered).toBeDefined();
      const { load } = modules.locate({
        rootKind: 'tree',
        rootPath: join(folder, path),
        itemPath: '',
        provider: 'module',
        locator: offered?.locator ?? '',
      });
      const run = spawnSync(
        'bash',
        [
          '-c',
          `. /usr/share/lmod/lmod/init/bash; export MODULEPATH='${folder}/Core'; ${load} && echo "[$LOADEDMODULES]"`,
        ],
        { encoding: 'utf8' },
      );
      expect(run.stdout).toContain(fullName);
    }
  });

  test('a configured tree outside MODULEPATH is used first', () => {
    writeFileSync(join(home, '.bash_profile'), `export MODULEPATH=${folder}/empty\n`);
    mkdirSync(join(folder, 'empty'), { recursive: true });
    const reading = read(['sh'], { roots: [{ facet: 'modules', path: join(folder, 'Core') }] });
    const [offered] = modules.offerings(treeAt(reading, 'MPI'), '');
    const { load } = modules.locate({
      rootKind: 'tree',
      rootPath: join(folder, 'MPI'),
      itemPath: '',
      provider: 'module',
      locator: offered?.locator ?? '',
    });
    expect(load).toBe(`module use ${folder}/Core && module load GCC/12.2.0 MPICH/4.1 phdf5/1.14`);
    expect(treeAt(reading, 'empty').modules).toEqual([]);
  });

  test('a broken .modulerc is a failure and no empty tree', () => {
    put('broken/foo/1.lua', '');
    put('broken/foo/.modulerc', '#%Module\nno-such-command x\n');
    writeFileSync(join(home, '.bash_profile'), `export MODULEPATH=${folder}/broken\n`);
    const reading = read(['sh']);
    const [root] = reading.roots;
    const found = root?.items[0] ? namesIn(Tree.parse(root.items[0].facts)) : [];
    expect(root?.outcome === 'failed' || found.includes('foo/1')).toBe(true);
  });

  test('the account that looked is told', () => {
    writeFileSync(join(home, '.bash_profile'), `export MODULEPATH=${folder}/Core\n`);
    expect(read(['sh']).node?.facts).toMatchObject({ account: userInfo().username });
  });

  test('a fresh spider cache says the same as the spider', () => {
    profile();
    const evaluated = read(['sh']);
    const cache = join(folder, 'cache');
    mkdirSync(cache, { recursive: true });
    // Lmod writes a key that holds a quote as it is, and then cannot read its own cache: leave that one out.
    rmSync(join(folder, 'Core/odd'), { recursive: true });
    const made = spawnSync(`${libexec}/spider`, ['-o', 'spiderT', join(folder, 'Core')], {
      encoding: 'utf8',
    });
    writeFileSync(join(cache, 'spiderT.lua'), made.stdout);
    put('lmodrc.lua', `scDescriptT = { { ["dir"] = "${cache}", ["timestamp"] = "${cache}/stamp" } }\n`);
    writeFileSync(join(cache, 'stamp'), '');
    utimesSync(join(cache, 'stamp'), 1_000_000_000, 1_000_000_000);
    const withCache = `export LMOD_RC=${folder}/lmodrc.lua MODULEPATH=${folder}/Core:${folder}/names:${folder}/gone\n`;
    writeFileSync(join(home, '.bash_profile'), withCache);
    const session = agentSession({ facets: ['modules'], owners: [userInfo().username] }, ['sh'], {
      HOME: home,
    });
    expect(session.facets[0]?.parts.map((part) => part.name)).toContain('spider-cache');
    const cached = read(['sh']);
    for (const path of ['MPI', 'GCC-12', 'GCC-11'])
      expect(treeAt(cached, path)).toEqual(treeAt(evaluated, path));
    const core = treeAt(evaluated, 'Core');
    expect(treeAt(cached, 'Core')).toEqual({
      ...core,
      modules: core.modules.filter((one) => one.name !== 'odd'),
    });
    utimesSync(join(cache, 'stamp'), 4_000_000_000, 4_000_000_000);
    const stale = agentSession({ facets: ['modules'], owners: [userInfo().username] }, ['sh'], {
      HOME: home,
    });
    expect(stale.facets[0]?.parts.map((part) => part.name)).not.toContain('spider-cache');
  });

  test.skipIf(process.getuid?.() !== 0)(
    'a tree of somebody else is evaluated only when its owner is named',
    () => {
      put('theirs/a/1.lua', 'whatis("evaluated")\n');
      chownSync(join(folder, 'theirs'), 65534, 65534);
      writeFileSync(join(home, '.bash_profile'), `export MODULEPATH=${folder}/theirs\n`);
      const described = (settings: Parameters<typeof agentSession>[0]) => {
        const tree = treeAt(read(['sh'], settings), 'theirs');
        return [tree.read, moduleAt(tree, 'a/1')?.description];
      };
      expect(described({})).toEqual(['names', '']);
      expect(described({ owners: ['daemon'] })).toEqual(['names', '']);
      expect(described({ owners: ['daemon', 'nobody'] })).toEqual(['evaluated', 'evaluated']);
    },
  );

  test.skipIf(process.getuid?.() !== 0)('what the account may not read is told, and never empty', () => {
    put('closed/a/1.lua', '');
    put('part/a/1.lua', '');
    put('part/b/1.lua', '');
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'closed'), 0o700);
    chmodSync(join(folder, 'part/b'), 0o700);
    writeFileSync(join(home, '.bash_profile'), `export MODULEPATH=${folder}/closed:${folder}/part\n`);
    const reading = read(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'dash']);
    const at = (path: string) => reading.roots.find((root) => root.path === join(folder, path));
    expect([at('closed')?.outcome, at('closed')?.reason]).toEqual(['failed', 'permission']);
    expect(namesIn(treeAt(reading, 'part'))).toEqual(['a/1', 'b']);
    expect(moduleAt(treeAt(reading, 'part'), 'b')?.restricted).toBe('unreadable');
    expect(at('part')?.unread).toEqual([{ reason: 'permission', path: 'b' }]);
  });

  for (const [what, text] of [
    ['exits', 'echo noise; exit 3\n'],
    ['hangs', 'sleep 100\n'],
    ['is noisy', 'head -c 1000000 /dev/zero | tr "\\0" x; . /missing/file\n'],
  ] as const) {
    test(`a profile that ${what} does not stop the agent`, () => {
      writeFileSync(join(home, '.bash_profile'), text);
      const reading = read(['dash'], { limit: 9 });
      expect(reading.outcome).toBe('present');
      expect(reading.node?.facts).toMatchObject({ system: 'lmod' });
    });
  }
});

const tcl = modulecmd(folder);
if (tcl === undefined) needs('modulecmd.tcl', 'environment-modules');

describe.skipIf(tcl === undefined)('Environment Modules', () => {
  beforeAll(() => {
    put(
      'em/samtools/1.17',
      '#%Module\nmodule-whatis {Description: Reads "alignments": SAM}\nmodule-whatis {Homepage: http://www.htslib.org/}\n',
    );
    put('em/samtools/1.9', '#%Module\n');
    put('em/samtools/.version', '#%Module\nset ModulesVersion 1.9\n');
    put(
      'em/.modulerc',
      '#%Module\nmodule-version samtools/1.17 stable\nmodule-alias st samtools/1.17\nmodule-forbid lic/1\n',
    );
    put('em/lic/1', '#%Module\n');
    put('em/hid/.1', '#%Module\n');
    put("em/sp ace/1 $(touch HOSTILE)'", '#%Module\n');
    put('em/README', 'no module\n');
  });

  for (const shell of shells) {
    test(`lists what avail lists under ${shell.join(' ')}`, () => {
      writeFileSync(
        join(home, '.bash_profile'),
        `unset BASH_ENV LMOD_CMD LMOD_DIR LMOD_VERSION MODULESHOME\nexport MODULES_CMD=${tcl} MODULEPATH=${folder}/em:${folder}/gone\n`,
      );
      const reading = read(shell);
      expect(reading.node?.facts).toMatchObject({ system: 'environment-modules' });
      const tree = treeAt(reading, 'em');
      const avail = spawnSync('tclsh', [tcl ?? '', 'bash', 'avail', '-t'], {
        encoding: 'utf8',
        env: { ...process.env, MODULEPATH: join(folder, 'em') },
      });
      const shown = avail.stderr
        .split('\n')
        .filter((line) => line !== '' && !line.endsWith(':') && !line.includes('(@)'));
      expect(tree.modules.filter((one) => !one.hidden)).toHaveLength(shown.length);
      expect(namesIn(tree)).toEqual([
        'hid/.1',
        'lic/1',
        'samtools/1.17',
        'samtools/1.9',
        "sp ace/1 $(touch HOSTILE)'",
      ]);
      expect(moduleAt(tree, 'samtools/1.9')?.default).toBe('marked');
      expect(moduleAt(tree, 'samtools/1.17')).toMatchObject({
        symbols: ['stable'],
        description: 'Reads "alignments": SAM',
        homepage: 'http://www.htslib.org/',
      });
      expect(moduleAt(tree, 'lic/1')?.tags).toEqual(['forbidden']);
      expect(moduleAt(tree, 'hid/.1')?.hidden).toBe(true);
      expect(tree.aliases).toEqual([{ name: 'st', target: 'samtools/1.17', hidden: false }]);
      expect(plain(read(shell))).toEqual(plain(reading));
    });
  }
});

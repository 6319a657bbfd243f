import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modules } from '../../server/facets/modules/index.ts';
import { type Module, Tree } from '../../server/facets/modules/schema.ts';
import { samples } from './modules-samples.ts';

function inputOf(text: string) {
  return { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
}

const formatOf = (text: string) => modules.natives.find((one) => one.recognise(inputOf(text)))?.format;

function read(text: string) {
  const form = modules.natives.find((one) => one.recognise(inputOf(text)));
  if (!form) throw new Error('not recognised');
  return form.parse(inputOf(text));
}

/** `tree name` with `!` for the default and `?` for hidden. */
function seen(text: string): string[] {
  return all(text).map(
    ({ tree, module }) =>
      `${tree} ${module.default === '' ? '' : '!'}${module.hidden ? '?' : ''}${module.fullName}`,
  );
}

function all(text: string): { tree: string; module: Module }[] {
  return read(text).roots.flatMap((root) =>
    root.items.flatMap((item) =>
      Tree.parse(item.facts).modules.map((module) => ({ tree: root.path, module })),
    ),
  );
}

function one(text: string, fullName: string): Module {
  const found = all(text).find(({ module }) => module.fullName === fullName);
  if (!found) throw new Error(`no ${fullName}`);
  return found.module;
}

test('each form is known by its content', () => {
  for (const [format, text] of Object.entries(samples))
    expect([format, formatOf(text)]).toEqual([format, format]);
  expect([...Object.keys(samples), 'module-outputs'].sort()).toEqual(
    modules.natives.map(({ format }) => format).sort(),
  );
});

test('a folder of outputs is told once, what says most first', () => {
  const files = [
    ['avail.err', '---- /m/Core ----\n   gcc/13.2.0 (D)    gcc/9.1.0\n'],
    ['empty.out', ''],
    ['list.out', samples['lmod-spider-list'] ?? ''],
    ['rc', '0\n'],
    ['spider.out', samples['lmod-spider-json'] ?? ''],
    ['t-avail.err', '/m/Core:\ngcc/\ngcc/9.1.0\ngcc/13.2.0\n'],
    ['t-spider.err', 'gcc/\ngcc/13.2.0\nompi/\nompi/5\na/\na/1\n'],
    ['version.err', samples['module-messages'] ?? ''],
  ].map(([path, text]) => ({ path: path ?? '', bytes: Buffer.from(text ?? '') }));
  const input = { name: 'folder', files };
  const form = modules.natives.find((native) => native.recognise(input));
  const reading = form?.parse(input);
  expect(form?.format).toBe('module-outputs');
  expect(reading?.node?.facts).toMatchObject({ version: '8.7.53' });
  const told = reading?.roots.flatMap((root) =>
    root.items.flatMap((item) =>
      Tree.parse(item.facts).modules.map(({ fullName, family }) => [root.path, fullName, family]),
    ),
  );
  expect(told).toEqual([
    ['/m/Core', 'gcc/13.2.0', 'compiler'],
    ['/m/Core', 'gcc/9.1.0', ''],
    ['/m/gcc', 'ompi/5', ''],
  ]);
});

test('other lists of Environment Modules as JSON', () => {
  const loaded =
    '{"foo/1": { "name": "foo/1", "type": "modulefile", "variants": {}, "symbols": [ "default" ], "tags": [ "loaded" ], "pathname": "/m/foo/1"}}\n';
  expect([formatOf(loaded), seen(loaded)]).toEqual(['envmodules-json', ['/m !foo/1']]);
  const whatis =
    '{"/m": {\n"foo/1": { "name": "foo/1", "whatis": [ "Description: a tool", "Keywords: x, y" ]}\n}}\n';
  expect([formatOf(whatis), seen(whatis)]).toEqual(['envmodules-json', ['/m foo/1']]);
  expect(one(whatis, 'foo/1')).toMatchObject({ description: 'a tool', keywords: ['x', 'y'] });
  const failed = '{"errors": [\n{ "severity": "ERROR", "message": [ "Unable to locate x", "twice" ] } ]}\n';
  expect(
    read(
      failed.replace(
        '{"errors',
        '{"/m": {\n"a/1": { "name": "a/1", "type": "modulefile", "symbols": [], "tags": [], "pathname": "/m/a/1"}\n},\n"errors',
      ),
    ).problems.map(({ message }) => message),
  ).toEqual(['Unable to locate x twice']);
});

test('messages before what a program was to read', () => {
  const said = 'Lmod Warning: the cache is old\n\n';
  for (const format of ['lmod-spider-json', 'lmod-software-page', 'envmodules-json']) {
    const text = `${said}${samples[format] ?? ''}`;
    expect([format, formatOf(text), seen(text)]).toEqual([format, format, seen(samples[format] ?? '')]);
    expect(read(text).problems).toHaveLength(1);
  }
});

describe('what each form lists', () => {
  const cases: [format: string, modules: string[]][] = [
    ['lmod-spider-json', ['/m/Core !gcc/13.2.0', '/m/gcc !?ompi/5']],
    ['lmod-software-page', ['/m/Core !gcc/13.2.0']],
    ['lmod-reverse-map', ['/m/Core gcc/13.2.0', '/m/gcc impi/4.1', ' old/1']],
    ['lmod-spider-cache', ['/m/Core !gcc/13.2.0']],
    ['envmodules-json', ['/m !foo/1.0']],
    ['module-session', ['/m/Core !gcc/13.2.0', '/m/Core gcc/9.1.0', ' make']],
    ['module-help', [' gcc/13.2.0', '/m/Core make/4']],
    ['module-show', ['/m/Core gcc/13.2.0']],
    ['lmod-spider-text', [' gcc/13.2.0', ' gcc/9.1.0', ' tools/a/1.0']],
    ['avail-long', ['/m a-name-of-more-than-thirty-letters/1.0', '/m bar/2', '/m !foo/1.0']],
    ['lmod-overview', []],
    ['module-whatis', ['/m bar/2', '/m foo/1.0']],
    ['avail-columns', ['/m/Core BWA/0.7', '/m/Core !gcc/13.2.0', '/m/Core gcc/9.1.0']],
    ['module-list', [' ?.base', ' gcc/13.2.0', ' intel/15.0.2']],
    ['lmod-terse', ['/m/Core TACC', '/m/Core ?bowtie/64/2.2', '/m/Core gcc/13.2.0']],
    ['envmodules-terse', ['/m !foo/1.0', '/m space ya/2']],
    ['lmod-terse-spider', [' TACC', ' a-b/1-1', ' a/1.0']],
    ['lmod-spider-list', ['/m/Core TACC', '/m/Core gcc/13.2.0', '/m/Core gmp/6']],
    ['module-state', ['/m/Core gcc/13.2.0', '/m/Core make']],
    ['module-messages', []],
  ];
  test.each(cases)('%s', (format, expected) => {
    expect(seen(samples[format] ?? '')).toEqual(expected);
  });
});

test('facts beyond the names', () => {
  expect(one(samples['lmod-terse'] ?? '', 'bowtie/64/2.2')).toMatchObject({
    name: 'bowtie',
    version: '64/2.2',
    restricted: 'forbidden',
    provides: ['CC/3.1'],
  });
  expect(one(samples['avail-long'] ?? '', 'a-name-of-more-than-thirty-letters/1.0').symbols).toEqual([
    'latest',
  ]);
  expect(one(samples['lmod-spider-text'] ?? '', 'tools/a/1.0')).toMatchObject({
    name: 'tools/a',
    version: '1.0',
  });
  expect(one(samples['lmod-spider-text'] ?? '', 'gcc/9.1.0').description).toBe('GNU compilers');
  expect(one(samples['module-show'] ?? '', 'gcc/13.2.0')).toMatchObject({
    family: 'compiler',
    description: 'GNU compilers',
    file: 'gcc/13.2.0.lua',
  });
  expect(one(samples['envmodules-json'] ?? '', 'foo/1.0').requires).toEqual([['gcc/13', 'ompi/5']]);
  expect(one(samples['lmod-reverse-map'] ?? '', 'impi/4.1').requires).toEqual([['gcc/13.2.0']]);
  expect(one(samples['lmod-spider-json'] ?? '', 'ompi/5')).toMatchObject({
    requires: [['gcc/13.2.0'], ['gcc/9.1.0']],
    description: 'MPI',
    keywords: ['mpi', 'net'],
    provides: ['a/1'],
  });
});

test('what a session tells of the tool is a document of its own', () => {
  expect(read(samples['module-messages'] ?? '').node?.facts).toMatchObject({
    system: 'lmod',
    version: '8.7.53',
  });
  expect(read(samples['module-state'] ?? '').node?.facts).toMatchObject({
    modulepath: ['/m/Core', '/m/gcc'],
  });
  expect(
    JSON.stringify(read(samples['module-state'] ?? '').roots.map((root) => root.items[0]?.facts)),
  ).not.toContain('SECRET');
});

describe('module spider NAME', () => {
  const rule = `${'-'.repeat(70)}\n`;
  const chains = `\n${rule}  petsc: petsc/3.20\n${rule}    Description:\n      Solvers for\n      science\n\n    Properties:\n      built for host\n\n    You will need to load all module(s) on any one of the lines below before the "petsc/3.20" module is available to load.\n\n      gcc/13.2.0  openmpi/5.0\n      intel/2024  openmpi/5.0\n \n    Help:\n      Not a: module/1.0\n\n`;
  test('every chain of prerequisites', () => {
    expect(one(chains, 'petsc/3.20')).toMatchObject({
      description: 'Solvers for science',
      requires: [
        ['gcc/13.2.0', 'openmpi/5.0'],
        ['intel/2024', 'openmpi/5.0'],
      ],
    });
  });
  test('in other languages', () => {
    const german = chains
      .replace('Description:', 'Beschreibung:')
      .replace('Properties:', 'Eigenschaften:')
      .replace(
        /You will.*/,
        'Sie müssen alle Module in einer der nachfolgenden Zeilen laden bevor Sie das Modul "petsc/3.20" laden können.',
      );
    expect(one(german, 'petsc/3.20')).toMatchObject(one(chains, 'petsc/3.20'));
    const french = chains.replace(
      /You will.*/,
      "Vous devrez charger tous les modules de l'une des lignes suivantes avant.",
    );
    expect(one(french, 'petsc/3.20').requires).toHaveLength(2);
  });
  test('a module that can be loaded at once needs none of its other ways', () => {
    const direct = chains.replace(
      / {4}You will.*/,
      '    This module can be loaded directly: module load petsc/3.20\n\n    Additional variants of this module can also be loaded after loading the following modules:',
    );
    expect(one(direct, 'petsc/3.20').requires).toEqual([]);
  });
  test('versions of a name, extensions apart', () => {
    const text = `\n${rule}  gcc:\n${rule}    Description:\n      GNU\n\n     Versions:\n        gcc/9.1.0\n        gcc/13.2.0\n        gcc/1 (E)\n     Other possible modules matches:\n        gccxml  llvm-gcc\n\n${rule}  For detailed information about a specific "gcc" package (including how to load the modules) use the module's full name.\n  For example:\n\n     $ module spider gcc/13.2.0\n${rule}`;
    expect(seen(text)).toEqual([' gcc/13.2.0', ' gcc/9.1.0']);
  });
  test('the modules that bring an extension', () => {
    const text = `\n${rule}  numpy: numpy/1.26 (E)\n${rule}    This extension is provided by the following modules. To access the extension you must load one of the following modules.\n\n       SciPy/1.11 (gcc/13 openmpi/5)\n       Python/3.12\n\n\nNames marked by a trailing (E) are extensions provided by another module.\n`;
    expect(one(text, 'SciPy/1.11')).toMatchObject({
      provides: ['numpy/1.26'],
      requires: [['gcc/13', 'openmpi/5']],
    });
    expect(seen(text)).toEqual([' Python/3.12', ' SciPy/1.11']);
  });
});

test('module help in German', () => {
  expect(seen('---- Modul-spezifische Hilfe für "gcc/13.2.0". ----\nText\n')).toEqual([' gcc/13.2.0']);
});

describe('columns', () => {
  const cases: [what: string, text: string, expected: string[]][] = [
    [
      'a tree that modules bring',
      '---- /m/ompi (via gcc/13 > ompi/5) ----\nhdf5/1.14  petsc/3\n',
      ['/m/ompi hdf5/1.14', '/m/ompi petsc/3'],
    ],
    [
      'labels for headers',
      '------ Core Modules ------\n   gcc/13 (D)    tools\n\n',
      ['Core Modules !gcc/13', 'Core Modules tools'],
    ],
    [
      'a sentence of the site',
      '---- /m ----\n   gcc/13\nPlease see the handbook, or ask the help desk.\n',
      ['/m gcc/13'],
    ],
    [
      'find-first rules',
      '---- /m ----\n   a/b/1\n\nModule defaults are chosen based on Find First Rules due to Name/Version/Version modules found in the module tree.\nSee https://lmod.readthedocs.io for details.\n',
      ['/m a/b/1'],
    ],
    [
      'global aliases are of no tree',
      '------ Global Aliases ------\n   ucc12 -> gcc/12    ucc14 -> (N/A)\n\n---- /m ----\n   gcc/12\n',
      ['/m gcc/12'],
    ],
    [
      'a property E is no extension',
      '---- /m ----\n   goolf/2/GROMACS/4.6 (E)    CC (E)\n',
      ['/m goolf/2/GROMACS/4.6'],
    ],
    [
      'German',
      '---- /m ----\n   gcc/13 (L,D)    gcc/9\n\n  Wo:\n   D:  Standard-Modul\n   L:  Modul ist geladen\n\nVerwenden Sie "module spider" um alle verfügbaren Module anzuzeigen.\n',
      ['/m !gcc/13', '/m gcc/9'],
    ],
    [
      'French',
      '---- /m ----\n   gcc/13 (D)    gcc/9\n\n  Où :\n   D:  Module par défaut\n\nUtilisez "module spider" pour trouver tous les modules possibles.\nUtilisez "module keyword key1 key2 ..." pour chercher tous les modules possibles.\n',
      ['/m !gcc/13', '/m gcc/9'],
    ],
    [
      'a path wider than the terminal',
      '\n /apps/a/very/long/path/of/modules\n   gcc/13 (D)    gcc/9\n',
      ['/apps/a/very/long/path/of/modules !gcc/13', '/apps/a/very/long/path/of/modules gcc/9'],
    ],
    [
      'colours of a terminal',
      '\x1b[1m---- /m ----\x1b[0m\n   \x1b[31mgcc/13\x1b[0m (\x1b[1mD\x1b[0m)    gcc/9\r\n',
      ['/m !gcc/13', '/m gcc/9'],
    ],
    ['a property that is a sign', '---- /m ----\n   b/1 (m,L)    d/1.0    (@,L)\n', ['/m b/1', '/m d/1.0']],
  ];
  test.each(cases)('%s', (_, text, expected) => expect(seen(text)).toEqual(expected));
  test('a tree that modules bring is reached by them', () => {
    expect(one('---- /m/ompi (via gcc/13 > ompi/5) ----\nhdf5/1.14  petsc/3\n', 'petsc/3').requires).toEqual([
      ['gcc/13', 'ompi/5'],
    ]);
  });
});

test('regression sessions: rules taken out, one module told once', () => {
  const bar = '='.repeat(27);
  const step = (n: number, command: string, text: string) =>
    `${bar}\nstep ${n}\nlua X/src/lmod.in.lua shell --regression_testing ${command}\n${bar}\n${text}`;
  const text =
    step(1, '--version', 'Modules based on Lua: Version 9.2.2 2026-05-18 18:21 -05:00\n') +
    step(
      2,
      'avail',
      'X/mf/Core\n   gcc/13 (D)    gcc/9\nThis is a list of module extensions. Use "module --nx avail ..." to not show extensions.\n    CC (E)\n  Where:\n   D:  Default Module\nIf the avail list is too long consider trying:\n"module --default avail" or "ml -d av" to just list the default modules.\n',
    ) +
    step(3, 'list', 'Currently Loaded Modules:\n  1) gcc/13\n') +
    step(4, '-t spider', 'gcc/\ngcc/13\ngcc/9\nmpich/\nmpich/4\n') +
    step(
      5,
      'spider mpich/4',
      '  mpich: mpich/4\n    You will need to load all module(s) on any one of the lines below before the "mpich/4" module is available to load.\n      gcc/13\n',
    );
  expect(seen(text)).toEqual(['X/mf/Core !gcc/13', 'X/mf/Core gcc/9', ' mpich/4']);
  expect(one(text, 'mpich/4').requires).toEqual([['gcc/13']]);
  expect(read(text).node?.facts).toMatchObject({ system: 'lmod', version: '9.2.2' });
  expect(read(text).problems).toEqual([]);
});

describe('nothing breaks it', () => {
  const mutated = fc
    .tuple(
      fc.constantFrom(...Object.entries(samples)),
      fc.array(
        fc.tuple(
          fc.nat(2000),
          fc.constantFrom('cut', 'twice', 'swap', 'insert'),
          fc.string({ maxLength: 12, unit: 'binary' }),
        ),
        { maxLength: 6 },
      ),
    )
    .map(([[format, text], edits]) => ({ format, text: edits.reduce(edited, text) }));

  function edited(text: string, [where, how, junk]: [number, string, string]): string {
    const at = where % (text.length + 1);
    if (how === 'cut') return text.slice(0, at) + text.slice(at + junk.length);
    if (how === 'twice') return text.slice(0, at) + text.slice(Math.max(0, at - 30));
    if (how === 'swap') return text.slice(at) + text.slice(0, at);
    return text.slice(0, at) + junk + text.slice(at);
  }

  test('every form reads whatever becomes of its sample, and what it says is sound', () => {
    fc.assert(
      fc.property(mutated, ({ format, text }) => {
        const form = modules.natives.find((native) => native.format === format);
        const reading = form?.parse(inputOf(text));
        for (const root of reading?.roots ?? [])
          for (const item of root.items) expect(Tree.safeParse(item.facts).success).toBe(true);
        for (const native of modules.natives) native.recognise(inputOf(text));
        modules.natives.find((native) => native.recognise(inputOf(text)))?.parse(inputOf(text));
      }),
      { numRuns: 500 },
    );
  });

  test('one bad row loses that row and no other', () => {
    const rows = Array.from({ length: 50 }, (_, at) => `tool${at}/1.${at}`);
    fc.assert(
      fc.property(
        fc.nat(49),
        fc.constantFrom('ERROR: oops', 'foo(28):PROB:153: Duplicate', 'WARNING: x'),
        (at, bad) => {
          const lines = ['/m:', ...rows.slice(0, at), bad, ...rows.slice(at + 1)];
          expect(
            all(lines.join('\n'))
              .map(({ module }) => module.fullName)
              .sort(),
          ).toEqual(rows.filter((_, row) => row !== at).sort());
        },
      ),
    );
    const json: Record<string, unknown> = Object.fromEntries(
      rows.map((name) => [name, { name, type: 'modulefile', symbols: [], tags: [], pathname: `/m/${name}` }]),
    );
    json['tool7/1.7'] = 3;
    const reading = read(JSON.stringify({ '/m': json }));
    expect(
      reading.roots.flatMap((root) => root.items.flatMap((item) => Tree.parse(item.facts).modules)),
    ).toHaveLength(49);
    expect(reading.problems).toHaveLength(1);
  });

  test('long lines and many lines take time in proportion', () => {
    const worst = [
      'a'.repeat(200_000),
      ' '.repeat(200_000),
      '(('.repeat(100_000),
      `${'-'.repeat(100_000)} x`,
      '1) '.repeat(70_000),
      ': '.repeat(100_000),
      `  x: ${'y, '.repeat(70_000)}`,
      '$ '.repeat(100_000),
      '\\'.repeat(200_000),
      '<'.repeat(100_000),
    ];
    for (const line of worst) {
      for (const native of modules.natives) {
        const started = performance.now();
        native.recognise(inputOf(line));
        native.parse(inputOf(`/m:\n${line}\n`));
        expect([native.format, line.slice(0, 10), performance.now() - started < 5000]).toEqual([
          native.format,
          line.slice(0, 10),
          true,
        ]);
      }
    }
  });
});

test('the report of ofed_info is no listing, though headings and paths stand in it', () => {
  const report =
    'MLNX_OFED_LINUX-5.8-1.1.2.1 (OFED-5.8-1.1.2):\n\nclusterkit:\nmlnx_ofed_docs/clusterkit-1.8.src.rpm\n\nInstalled Packages:\n-------------------\nibutils2\nmlnx-tools\n';
  expect(formatOf(report)).toBeUndefined();
  // A tree may be called so.
  expect(formatOf('/apps/OFED-5.8:\nbio/\nbio/samtools/1.17\n')).toBeDefined();
});

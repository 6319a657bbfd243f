import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Listing } from '../../server/facets/modules/listing.ts';
import { bestChain, loadArguments, loadLine, quoted } from '../../server/facets/modules/load-line.ts';
import { readLua } from '../../server/facets/modules/lua.ts';
import { natives } from '../../server/facets/modules/natives.ts';
import { chainsByTree } from '../../server/facets/modules/parents.ts';
import { parseColumns } from '../../server/facets/modules/parse-columns.ts';
import { parseEnvmodulesJson } from '../../server/facets/modules/parse-envmodules-json.ts';
import { parseSoftwarePage } from '../../server/facets/modules/parse-software-page.ts';
import { parseSpiderCache } from '../../server/facets/modules/parse-spider-cache.ts';
import { parseSpiderJson } from '../../server/facets/modules/parse-spider-json.ts';
import { modulepathOf, versionIn } from '../../server/facets/modules/parse-system.ts';
import { parseTerse } from '../../server/facets/modules/parse-terse.ts';
import { namedModule } from '../../server/facets/modules/schema.ts';

/** tree -> full names, `!` for the default, `?` for hidden. */
function seen(listing: Listing): Record<string, string[]> {
  return Object.fromEntries(
    [...listing.trees].map(([path, { modules }]) => [
      path,
      modules.map((one) => `${one.default === '' ? '' : '!'}${one.hidden ? '?' : ''}${one.fullName}`),
    ]),
  );
}

function aliases(listing: Listing): string[] {
  return [...listing.trees.values()].flatMap((tree) =>
    tree.aliases.map(({ name, target }) => `${name}>${target}`),
  );
}

describe('terse avail', () => {
  const cases: [
    what: string,
    text: string,
    trees: Record<string, string[]>,
    aliases: string[],
    problems: number,
  ][] = [
    [
      'Lmod 8: folders are no modules',
      '/m/Core:\nBWA/\nBWA/0.7\nBWA/0.8\nTACC\n',
      { '/m/Core': ['BWA/0.7', 'BWA/0.8', 'TACC'] },
      [],
      0,
    ],
    [
      'Lmod: aliases before the first tree',
      'gg(@GCC/12)\n/m:\nGCC/\nGCC/12\n',
      { '': [], '/m': ['GCC/12'] },
      ['gg>GCC/12'],
      0,
    ],
    [
      'Lmod 8.7.50: decorations',
      '/m:\na/\na/1 <H>\na/2 <s>\na/3 <NF>\na/4 <F>\n',
      { '/m': ['?a/1', 'a/2', 'a/3', 'a/4'] },
      [],
      0,
    ],
    [
      'Lmod: labels instead of paths',
      'Compilers:\ngcc/\ngcc/12\nÜbersetzer (neu):\nx/\nx/1\n',
      { Compilers: ['gcc/12'], 'Übersetzer (neu)': ['x/1'] },
      [],
      0,
    ],
    ['Lmod: extensions', '/m:\npython/\npython/3.7\n#    CC/3.1\n', { '/m': ['python/3.7'] }, [], 0],
    ['Lmod 7: default mark', '/m:\na/\na/1(default)\na/2\n', { '/m': ['!a/1', 'a/2'] }, [], 0],
    [
      'Lmod: a failure lists nothing',
      'Lmod has detected the following error: x\n\n/m/.modulerc.lua:\n[string "x"]:1: y\n',
      {},
      [],
      3,
    ],
    [
      'symbols, aliases and tags',
      '/m:\na/1(default:new)\nb(@)\nc/1 <S:sS>\nd/(default)\n',
      { '/m': ['!a/1', 'c/1'] },
      ['b>', 'd/default>d'],
      0,
    ],
    [
      'quotes around spaces',
      "/m:\n'space ya/2'(default)\n'v/.w s' <H>\nit's/1\n",
      { '/m': ['!space ya/2', '?v/.w s', "it's/1"] },
      [],
      0,
    ],
    [
      '3.2: errors in between',
      "/m:\ndir2(28):PROB:153: Duplicate version symbol 'd1' found\ndir2/1.0(d1)\n",
      { '/m': ['dir2/1.0'] },
      [],
      1,
    ],
    ['final slashes of trees', '/m//n/:\na/1\n', { '/m/n': ['a/1'] }, [], 0],
  ];
  test.each(cases)('%s', (_what, text, trees, expected, problems) => {
    const listing = parseTerse(text);
    expect(seen(listing)).toEqual(trees);
    expect(aliases(listing)).toEqual(expected);
    expect(listing.problems).toHaveLength(problems);
  });
});

test('columns of both tools', () => {
  const lmod =
    '-------- /m/Core ---------\n   GCC/9.3.0   (L)    binutils/2.34  (L,D)    odd name/1\n   CC (E)    a/13.2 (13:D)\n\n  Where:\n   L:  Module is loaded\n';
  expect(seen(parseColumns(lmod))).toEqual({
    '/m/Core': ['GCC/9.3.0', '!binutils/2.34', 'odd name/1', '!a/13.2'],
  });
  const em =
    '---- /m ----\na/1(default)  space y/2   z/1 \nb/1           longer/name y/1 \nc/1           x           v/2 \n\nKey:\n(@)=module-alias\n';
  expect(seen(parseColumns(em))).toEqual({
    '/m': ['!a/1', 'space y/2', 'z/1', 'b/1', 'longer/name', 'y/1', 'c/1', 'x', 'v/2'],
  });
});

test('columns in a pasted session', () => {
  const text =
    '[me@login ~]$ module avail\n\n /sw/a/path/as/wide/as/the/terminal\nbar/4.7   gnu/9.1.0\nfoo/1.1   gnu/8.2.0\n- /short -\nx/1\n[me@login ~]$ which x\n/sw/bin/x\n$ echo y\ny z\n';
  expect(seen(parseColumns(text))).toEqual({
    '/sw/a/path/as/wide/as/the/terminal': ['bar/4.7', 'gnu/9.1.0', 'foo/1.1', 'gnu/8.2.0'],
    '/short': ['x/1'],
  });
});

describe('spider JSON', () => {
  test('versions that are false, no tree named, chains, defaults per tree', () => {
    const listing = parseSpiderJson(
      JSON.stringify({
        m: { '/t/m.lua': { fullName: 'm', Version: false, wV: 'M.*zfinal' } },
        g: {
          '/t/g/1.lua': { fullName: 'g/1', Version: '1', wV: '^00000001.*zfinal' },
          '/t/g/2': { fullName: 'g/2', Version: '2', wV: '000000002.*zfinal' },
          '/u/g/2.lua': { fullName: 'g/2', wV: '000000002.*zfinal', parentAA: [['a/1'], ['a/2', 'b/1']] },
          '/u/g/3.lua': 'broken',
        },
        'a/b': { '/t/a/b/32/1.0.lua': { fullName: 'a/b/32/1.0', wV: '32/000000001.*zfinal' } },
      }),
    );
    expect(seen(listing)).toEqual({ '/t': ['m', '!g/1', 'g/2', '!a/b/32/1.0'], '/u': ['!g/2'] });
    expect(listing.trees.get('/u')?.modules[0]?.requires).toEqual([['a/1'], ['a/2', 'b/1']]);
    expect(listing.trees.get('/t')?.modules.at(-1)).toMatchObject({
      name: 'a/b',
      version: '32/1.0',
      file: 'a/b/32/1.0.lua',
    });
    expect(listing.problems).toHaveLength(1);
  });
  test('empty is empty, broken is a problem', () => {
    for (const empty of ['{}', '[]', ' {} \n'])
      expect(parseSpiderJson(empty)).toMatchObject({ problems: [] });
    for (const broken of ['', '{"a":', 'null', '"x"', '[1]'])
      expect(parseSpiderJson(broken).problems).toHaveLength(1);
  });
});

test('software page: odd defaults and missing version names', () => {
  const listing = parseSoftwarePage(
    JSON.stringify([
      {
        package: 'a',
        defaultVersionName: '2 ',
        versions: [
          { full: 'a/1', path: '/t/a/1.lua' },
          { full: 'a/2', path: '/t/a/2.lua', versionName: '2' },
        ],
      },
      {
        package: 'b',
        defaultVersionName: false,
        versions: [{ full: 'b', path: '/t/b.lua', markedDefault: false }],
      },
      { package: '.h', versions: [] },
      { versions: [] },
    ]),
  );
  expect(seen(listing)).toEqual({ '/t': ['a/1', '!a/2', 'b'] });
  expect(listing.problems).toHaveLength(1);
});

test('Environment Modules JSON: via as text and as list', () => {
  const entry = (name: string, via: unknown) => ({
    name,
    type: 'modulefile',
    symbols: [],
    tags: [],
    pathname: `/t/${name}`,
    via,
  });
  const listing = parseEnvmodulesJson(
    `WARNING: x\n${JSON.stringify({ '/t': { a: entry('a', 'x/1'), b: entry('b', ['y/1', 'z/2']) } })}`,
  );
  expect(listing.trees.get('/t')?.modules.map((one) => one.requires)).toEqual([
    [['x/1']],
    // Outermost first, as getViaListModuleForModulepath gives them.
    [['y/1', 'z/2']],
  ]);
  expect(listing.problems).toHaveLength(1);
});

describe('Lua tables', () => {
  test('all that serializeTbl writes', () => {
    const { globals, error } = readLua(
      '-- Date\na = {\n  false,\n}\nb = {\n ["x/y"] = "q\\"\\\\", [[l\nm]], [==[ ]] ]==], n = -1.5, t = { u = true }, "z", ["k"q"] = 1,\n}\n',
    );
    expect(error).toBe('');
    const b = globals.get('b');
    if (typeof b !== 'object') throw new Error('b is no table');
    expect([...b.keyed.keys()]).toEqual(['x/y', 'n', 't', 'k"q']);
    expect(b.keyed.get('x/y')).toBe('q"\\');
    expect(b.listed).toEqual(['l\nm', ' ]] ', 'z']);
  });
  test('what stands before a mistake is kept, and the line told', () => {
    const { globals, error, line } = readLua('a = 1\nb = {\n  os.exit(),\n}\n');
    expect([[...globals.keys()], error !== '', line]).toEqual([['a'], true, 3]);
    expect(readLua(`a = ${'{'.repeat(1000)}`).error).toContain('deeply');
  });
});

test('chains through several trees, and none in a circle', () => {
  const chains = chainsByTree(
    new Map([
      [
        '/c',
        [
          ['gcc/1', '/core'],
          ['gcc/2', '/core'],
        ],
      ],
      ['/m', [['mpi/1', '/c']]],
      ['/loop', [['l/1', '/loop']]],
    ]),
  );
  expect(chains.get('/m')).toEqual([
    ['gcc/1', 'mpi/1'],
    ['gcc/2', 'mpi/1'],
  ]);
  expect(chains.get('/loop')).toEqual([]);
});

describe('load lines', () => {
  test.each([
    [[], []],
    [[['b/1', 'c/1'], ['a/1']], ['a/1']],
    [[['gcc/9.2'], ['gcc/10.1'], ['gcc/9.10']], ['gcc/10.1']],
  ])('of %j the best is %j', (chains, best) => expect(bestChain(chains)).toEqual(best));

  test('any name comes back from a shell as it was', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ minLength: 1 }).filter((text) => !text.includes('\0')),
          { minLength: 1, maxLength: 3 },
        ),
        (words) => {
          const run = spawnSync('sh', ['-c', `printf '%s\\0' ${words.map(quoted).join(' ')}`], {
            encoding: 'utf8',
          });
          expect(run.stdout.split('\0').slice(0, -1)).toEqual(words);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('trees outside MODULEPATH come first', () => {
    const module = { ...namedModule('x/1 $(y)'), requires: [['gcc/12']] };
    expect(loadLine('/t', loadArguments(module, ''))).toBe("module load gcc/12 'x/1 $(y)'");
    expect(loadLine('/t t', loadArguments(module, '.'))).toBe(
      "module use '/t t' && module load gcc/12 'x/1 $(y)'",
    );
    expect(loadLine('/t', loadArguments(module, "/it's"))).toBe(
      "module use '/it'\\''s' && module load gcc/12 'x/1 $(y)'",
    );
    expect(loadLine('/t', '')).toBe('');
  });
});

test.each([
  ['Modules based on Lua: Version 8.7.53  2024-10-25 10:00', '8.7.53'],
  ['Modules Release 5.2.0 (2022-11-08)\n', '5.2.0'],
  ['Modules Release Tcl 1.923 ($RCSfile)', '1.923'],
  ['noise\nVERSION=3.2.13\nDATE=2020', '3.2.13'],
  ['nothing', ''],
])('version of %j', (text, version) => expect(versionIn(text)).toBe(version));

test('MODULEPATH without what is no tree', () => {
  expect(modulepathOf('/a:rel::/a/:/b//c:')).toEqual(['/a', '/b/c']);
});

/** Every native form, mutated: never a throw, and nothing but rows that are there. */
describe('hostile input', () => {
  const own = [
    JSON.stringify({
      g: {
        '/t/g/1.lua': {
          fullName: 'g/1',
          mpath: '/t',
          parentAA: [['a']],
          whatis: ['Description: x'],
          propT: { a: { b: 1 } },
        },
      },
    }),
    JSON.stringify([
      { package: 'a', defaultVersionName: '1', versions: [{ full: 'a/1', path: '/t/a/1.lua', wV: '1' }] },
    ]),
    '{"/t": {\n"a/1": { "name": "a/1", "type": "modulefile", "symbols": [ "default" ], "tags": [], "pathname": "/t/a/1"},\n}}\n',
    "al(@x)\n/t:\na/\na/1 <H>\n'b c/2'(default:x)\n",
    '---- /t ----\n   a/1 (L,D)    b/2\n\n  Where:\n',
    'spiderT = {\n  ["/t"] = {\n    g = { fileT = { ["g/1"] = { fn = "/t/g/1.lua", wV = "1", whatis = { [[x]] } } }, dirT = {} },\n  },\n}\nmpathMapT = { ["/t"] = { ["a/1"] = "/t" } }\n',
  ];
  const mutated = fc
    .tuple(
      fc.constantFrom(...own),
      fc.array(fc.tuple(fc.nat(400), fc.nat(20), fc.string({ unit: 'binary', maxLength: 8 })), {
        maxLength: 6,
      }),
    )
    .map(([text, edits]) =>
      edits.reduce((now, [at, cut, put]) => now.slice(0, at) + put + now.slice(at + cut), text),
    );
  test('parsers never throw', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
        for (const form of natives) {
          form.recognise(input);
          for (const root of form.parse(input).roots) expect(root.outcome).toBe('present');
        }
      }),
      { numRuns: 1500 },
    );
  });
  test('parsers are linear', () => {
    const long = 100_000;
    const texts = [
      '(@'.repeat(long),
      ' '.repeat(2 * long),
      `--${' '.repeat(long)}x`,
      `${': '.repeat(long)}x`,
      '['.repeat(long),
      '"\\'.repeat(long),
      '('.repeat(long),
      `/t:\n${"'".repeat(long)}`,
      `-- /t --\n${' ('.repeat(long)}`,
      `a = ${'{'.repeat(90)}${'1,'.repeat(long)}`,
    ];
    for (const text of texts) {
      for (const parse of [
        parseTerse,
        parseColumns,
        parseEnvmodulesJson,
        parseSpiderJson,
        parseSoftwarePage,
        parseSpiderCache,
      ]) {
        const began = process.cpuUsage();
        parse(text);
        const { user } = process.cpuUsage(began);
        expect(user, `${parse.name} of ${text.slice(0, 10)}`).toBeLessThan(2_000_000);
      }
    }
  });
});

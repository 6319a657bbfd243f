import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../server/check/answer.ts';
import { readInput } from '../../server/check/inputs/read.ts';
import { checkText } from '../../server/cli/checkText.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster, reading, tree } from '../harness/readings.ts';

let database: TestDatabase;
const OWN = tree(['mytool/2.0'], { path: '/proj/lab/modules' });

/** Two clusters with a tree of the site's; one has read the lab's own as well. */
beforeAll(async () => {
  database = await testDatabase();
  for (const [name, roots] of [
    ['plain', [tree(['GCC/12.2.0'])]],
    ['lab', [tree(['GCC/12.2.0']), OWN]],
  ] as const) {
    const cluster = await Cluster.make(database.db, 1, name);
    const read = {
      images: reading(),
      conda: reading(),
      venvs: reading(),
      spack: reading(),
      packages: reading(),
    };
    await cluster.sweep([
      { ...read, cvmfs: reading(), runtimes: reading(), modules: reading({ roots: [...roots] }) },
    ]);
  }
}, 60_000);
afterAll(async () => database?.drop());

const ask = (text: string, on = '') =>
  check(database.db, readInput('job.sh', Buffer.from(text)), { on, staleDays: 100_000 });

const matches = async (text: string, on: string) =>
  (await ask(text, on)).rows.map(({ name, match }) => `${name} ${match}`);

test('a folder that nobody read makes unknown what is asked for behind it, and nothing before it', async () => {
  const script = `#!/bin/bash
module load other/1.0
module use /proj/lab/modules/
module load GCC/12.2.0 mytool/2.0 nosuch/1.0
`;
  expect(await matches(script, 'alpha/plain')).toEqual([
    'other/1.0 missing',
    'GCC/12.2.0 same-version',
    'mytool/2.0 unknown',
    'nosuch/1.0 unknown',
  ]);
  expect(await matches(script, 'alpha/lab')).toEqual([
    'other/1.0 missing',
    'GCC/12.2.0 same-version',
    'mytool/2.0 same-version',
    'nosuch/1.0 missing',
  ]);
  const there = await ask(script, 'alpha/lab');
  expect(there.uses).toMatchObject([
    { line: 3, column: 12, directory: '/proj/lab/modules', isRead: true, others: 0 },
  ]);
  const { uses, clusters } = await ask(script, 'alpha/plain');
  expect(uses).toMatchObject([{ line: 3, isRead: false, others: 1 }]);
  expect(uses[0]?.message).toMatch(/^Nobody read this folder as a tree of modules on alpha\/plain: /);
  const gaps = clusters.map(({ cluster, missing, unknown, gaps }) => [cluster, missing, unknown, gaps]);
  expect(gaps).toEqual([
    ['lab', 2, 0, []],
    ['plain', 1, 2, ['modules /proj/lab/modules: not among the trees that were read']],
  ]);
  expect(checkText(await ask(script, 'alpha/plain'))).toContain('  line 3: /proj/lab/modules: Nobody read');
});

const USES: [what: string, text: string, folders: string[], unknown: boolean][] = [
  ['ml', '#!/bin/sh\nml use -a /x/mods\nml nosuch/1.0\n', ['2:11 /x/mods'], true],
  [
    'several',
    '#!/bin/sh\nmodule use --append /x/a /x/b\nmodule load nosuch/1.0\n',
    ['2:21 /x/a', '2:26 /x/b'],
    true,
  ],
  ['lines that go on', '#!/bin/sh\nmodule use \\\n  /x/a\nmodule load nosuch/1.0\n', ['3:3 /x/a'], true],
  ['a variable', '#!/bin/sh\nmodule use $HOME/mods\nmodule load nosuch/1.0\n', ['2:12 $HOME/mods'], true],
  [
    'MODULEPATH',
    '#!/bin/sh\nexport MODULEPATH=/x/a:$MODULEPATH\nmodule load nosuch/1.0\n',
    ['2:19 /x/a'],
    true,
  ],
  ['unuse', '#!/bin/sh\nmodule use /x/a\nmodule unuse /x/a\nmodule load nosuch/1.0\n', ['2:12 /x/a'], false],
  ['reset', '#!/bin/sh\nmodule use /x/a\nmodule reset\nmodule load nosuch/1.0\n', ['2:12 /x/a'], false],
  ['behind it', '#!/bin/sh\nmodule load nosuch/1.0\nmodule use /x/a\n', ['3:12 /x/a'], false],
  [
    'a module list',
    '[me@login ~]$ module use /x/a\n$ module list\nCurrently Loaded Modulefiles:\n 1) nosuch/1.0\n',
    ['1:26 /x/a'],
    true,
  ],
  ['Nextflow', "process { beforeScript = 'module use /x/a; module load nosuch/1.0' }\n", ['1:12 /x/a'], true],
];
test.each(USES)('folders are told of %s', async (_, text, folders, unknown) => {
  const { uses, rows } = await ask(text, 'alpha/plain');
  expect(uses.map(({ line, column, directory }) => `${line}:${column} ${directory}`)).toEqual(folders);
  expect(rows.map(({ match }) => match)).toEqual([unknown ? 'unknown' : 'missing']);
});

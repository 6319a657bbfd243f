import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modules } from '../../server/facets/modules/index.ts';
import { defaultModules, loadTest } from '../../server/facets/modules/load-tests.ts';
import { Tree } from '../../server/facets/modules/schema.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { modulecmd } from '../harness/modulecmd.ts';
import { needs } from '../harness/tools.ts';

/** Loading as a test with the real programs: nothing is loaded unless it is asked for, and what fails is told. */

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-loads-'));
const home = join(folder, 'home');
const hostile = 'odd/a b$(touch HOSTILE)"q\'';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

function readModules(shell: string[], loads?: string[], limit = 60) {
  const owners = [userInfo().username];
  const session = agentSession({ facets: ['modules'], owners, limit, ...(loads ? { loads } : {}) }, shell, {
    HOME: home,
  });
  expect([session.complete, session.damage]).toEqual([true, []]);
  const [evidence] = session.facets;
  if (!evidence) throw new Error('the agent printed no facet');
  expect(evidence.ended).toBe('done');
  return modules.read(evidence);
}

type Reading = ReturnType<typeof readModules>;

/** What the service would ask for after this visit. */
function testsAfter(reading: Reading): string[] {
  return reading.roots.flatMap(({ path, items }) => {
    const tree = Tree.safeParse(items[0]?.facts);
    return tree.success
      ? defaultModules(tree.data).flatMap((module) => loadTest(path, tree.data, module) ?? [])
      : [];
  });
}

const outcomes = (reading: Reading) =>
  Object.fromEntries(
    reading.roots.flatMap(({ loads = [] }) =>
      loads.map(({ fullName, outcome, message }) => [fullName, `${outcome} ${message}`.trim()]),
    ),
  );

const facts = (reading: Reading) => reading.roots.map(({ path, items }) => [path, items[0]?.facts]);

const tcl = modulecmd(folder);
if (tcl === undefined) needs('modulecmd.tcl', 'environment-modules');
const hasLmod = existsSync('/usr/share/lmod/lmod/libexec/spider') || needs('lmod', 'lmod');

describe.skipIf(!hasLmod)('Lmod', () => {
  beforeAll(() => {
    put('Core/gcc/12.lua', `prepend_path("MODULEPATH", "${folder}/GCC")\n`);
    put('Core/good/1.0.lua', 'LmodError("the older one")\n');
    put('Core/good/2.0.lua', `if mode() == "load" then os.execute("touch ${folder}/LOADED") end\n`);
    put('Core/bad/1.0.lua', 'if mode() == "load" then LmodError("no licence\\nserver") end\n');
    put('Core/hangs/1.lua', 'if mode() == "load" then os.execute("sleep 20") end\n');
    put('Core/shut/1.lua', '');
    put('Core/exits/1.lua', 'execute{cmd = "exit 0", modeA = {"load"}}\n');
    put(`Core/${hostile}.lua`, '');
    put('GCC/app/2.lua', 'load("nothing/1")\n');
    put('GCC/lib/2.lua', 'setenv("GREETING", "it\'s; exit 1")\n');
    writeFileSync(join(home, '.bash_profile'), `export MODULEPATH=${folder}/Core\n`);
  });
  mkdirSync(home, { recursive: true });

  for (const shell of shells) {
    test(`loads what it is asked for under ${shell.join(' ')}`, () => {
      const before = readModules(shell);
      expect(before.roots.flatMap((root) => root.loads ?? [])).toEqual([]);
      expect(existsSync(join(folder, 'LOADED'))).toBe(false);
      // One shell is enough to wait with; a folder that is nobody's is not used.
      const wanted = testsAfter(before)
        .filter((line) => shell === shells[0] || !line.endsWith('\thangs/1'))
        .map((line) => line.replace('\t-\tshut/1', '\t/elsewhere\tshut/1'));
      const tested = readModules(shell, wanted);
      expect(tested.problems.map((one) => [one.message, one.text])).toEqual([
        ['1 modules were not loaded as a test: there was no time', 'shut/1'],
      ]);
      expect(outcomes(tested)).toEqual({
        'app/2': expect.stringMatching(/^fails .*nothing\/1/),
        'bad/1.0': 'fails no licence server',
        'exits/1': 'fails it ended with status 0',
        'gcc/12': 'loads',
        'good/2.0': 'loads',
        ...(shell === shells[0] ? { 'hangs/1': 'timeout it did not load within 10 seconds' } : {}),
        'lib/2': 'loads',
        [hostile]: 'loads',
      });
      expect(existsSync(join(folder, 'LOADED'))).toBe(true);
      rmSync(join(folder, 'LOADED'));
      // No document says what a test found.
      expect(facts(tested)).toEqual(facts(before));
    });
  }
});

describe.skipIf(tcl === undefined)('Environment Modules', () => {
  beforeAll(() => {
    mkdirSync(home, { recursive: true });
    put('em/good/1', "#%Module\nsetenv GREETING {it's; exit 1}\n");
    put('em/bad/1', '#%Module\nif {[module-info mode load]} { error {no licence server} }\n');
    put('em/breaks/1', '#%Module\nif {[module-info mode load]} { break }\n');
    put('em/needs/1', '#%Module\nprereq nothing/1\n');
    put('em/lic/1', '#%Module\n');
    put('em/.modulerc', '#%Module\nmodule-forbid lic/1\nmodule-version /wrong/1 default\n');
    put("em/sp ace/1 $(touch HOSTILE)'", '#%Module\n');
    writeFileSync(
      join(home, '.bash_profile'),
      `unset BASH_ENV LMOD_CMD LMOD_DIR LMOD_VERSION MODULESHOME\nexport MODULES_CMD=${tcl} MODULEPATH=${folder}/em\n`,
    );
  });

  for (const shell of shells) {
    test(`loads what it is asked for under ${shell.join(' ')}`, () => {
      const before = readModules(shell);
      const tested = readModules(shell, testsAfter(before));
      expect(outcomes(tested)).toEqual({
        'bad/1': 'fails no licence server',
        'breaks/1': expect.stringMatching(/^fails ./),
        'good/1': 'loads',
        'needs/1': expect.stringMatching(/^fails .*nothing\/1/),
        "sp ace/1 $(touch HOSTILE)'": 'loads',
      });
      expect(facts(tested)).toEqual(facts(before));
    });
  }
});

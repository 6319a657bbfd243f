import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenIn, markBroken } from '../../server/facets/modules/broken.ts';
import { emptyListing, treeOf } from '../../server/facets/modules/listing.ts';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { partText } from '../../server/facets/reading.ts';
import { agentSession } from '../harness/agent.ts';

const cases: [tool: string, text: string, files: [string, string][], names: [string, string][]][] = [
  [
    'Lmod, folded at the width of a terminal',
    'Lmod has detected the following error: Unable to load module because of error\nwhen evaluating modulefile: bad/1.0\n\n     /m/bad/1.0.lua: [string "x("]:1: unexpected symbol\n     near <eof>\n     Please check the modulefile and especially if there is a line number\nspecified in the above message\n',
    [['/m/bad/1.0.lua', '[string "x("]:1: unexpected symbol near <eof>']],
    [],
  ],
  [
    'Environment Modules 5',
    "Module ERROR: invalid command name \"oops\"\n  In '/m/bad/1.0'\n  Please contact <root@localhost>\n\nERROR: Unable to locate a modulefile for 'x'\n",
    [['/m/bad/1.0', 'invalid command name "oops"']],
    [],
  ],
  [
    'Environment Modules 3.2',
    'bad/1.0(2):ERROR:102: Tcl command execution failed: oops\n',
    [],
    [['bad/1.0', 'Tcl command execution failed: oops']],
  ],
  ['nothing wrong', '--- /m ---\n foo/1: a tool that says ERROR\n', [], []],
  [
    'Lmod 8.6, which does not name the module first',
    'Lmod has detected the following error: Unable to load module because of error\nwhen evaluating modulefile:\n     /m/bad/1.0.lua: [string "error("why")..."]:1: attempt\nto call a nil value (global \'error\')\n     Please check the modulefile and especially if there is a line number\nspecified in the above message \n',
    [['/m/bad/1.0.lua', '[string "error("why")..."]:1: attempt to call a nil value (global \'error\')']],
    [],
  ],
];

test.each(cases)('%s', (_, text, files, names) => {
  const found = brokenIn(text);
  expect([...found.files]).toEqual(files);
  expect([...found.names]).toEqual(names);
});

describe('listed as broken', () => {
  test('where it is listed, and where the tool leaves it out', () => {
    const listing = emptyListing('lmod');
    const known = namedModule('bad/1.0');
    known.file = 'bad/1.0.lua';
    treeOf(listing, '/m').modules.push(known, namedModule('good/1'));
    markBroken(listing, `${cases[0]?.[1]}${cases[1]?.[1].replace('/m/bad/1.0', '/m/worse/2')}`);
    expect(treeOf(listing, '/m').modules.map((one) => [one.fullName, one.broken])).toEqual([
      ['bad/1.0', '[string "x("]:1: unexpected symbol near <eof>'],
      ['good/1', ''],
      ['worse/2', 'invalid command name "oops"'],
    ]);
  });
  test('a modulerc is no module', () => {
    const listing = emptyListing('environment-modules');
    treeOf(listing, '/m');
    markBroken(listing, "Module ERROR: oops\n  In '/m/a/.modulerc'\n");
    expect(treeOf(listing, '/m').modules).toEqual([]);
  });
  test('any text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'Module ERROR: x',
            "  In '/m/a'",
            'when evaluating modulefile: ',
            'a(1):ERROR:2: ',
            ' /m/a: ',
            '\n',
            '(',
          ),
          { maxLength: 30 },
        ),
        (pieces) => {
          const listing = emptyListing('lmod');
          treeOf(listing, '/m');
          markBroken(listing, pieces.join('\n'));
          expect(treeOf(listing, '/m').modules.every((one) => one.fullName !== '')).toBe(true);
        },
      ),
    );
  });
});

test('however many are broken, each message arrives', () => {
  const root = mkdtempSync(join(tmpdir(), 'gazetteer-broken-'));
  try {
    cpSync('tests/fixtures/modules/lmod-hierarchy/root', root, { recursive: true });
    const errors = Array.from(
      { length: 60 },
      (_, at) =>
        `Lmod has detected the following error: Unable to load module because of error\nwhen evaluating modulefile:\n     /m/bad/${at}.lua: why ${at}\n     Please check the modulefile and especially if there is a line number\n`,
    );
    writeFileSync(join(root, '.gazetteer/run/modules-spider.err'), errors.join('\n'));
    const [evidence] = agentSession({ facets: ['modules'], root }).facets;
    const told = brokenIn(partText(evidence?.parts ?? [], 'spider-err')).files;
    expect([...told.values()]).toEqual(errors.map((_, at) => `why ${at}`));
  } finally {
    rmSync(root, { recursive: true });
  }
});

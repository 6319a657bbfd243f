import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addAliases } from '../../server/facets/modules/aliases.ts';
import { modules } from '../../server/facets/modules/index.ts';
import { emptyListing, treeOf } from '../../server/facets/modules/listing.ts';
import { defaultModules, loadsIn, loadTest } from '../../server/facets/modules/load-tests.ts';
import { namedModule, Tree } from '../../server/facets/modules/schema.ts';
import type { Part } from '../../server/frames/evidence.ts';

const part = (name: string, text: string): Part => ({ name, bytes: Buffer.from(text) });
const NONE = { point: '-', fstype: '-', source: '-', inode: '-' };

/** The reading of one tree, /m, in which these tests were made. */
function readWith(loads: string[]) {
  const spider = JSON.stringify({ a: { '/m/a/1.lua': { fullName: 'a/1', mpath: '/m', wV: '1' } } });
  return modules.read({
    facet: 'modules',
    outcome: 'present',
    reason: '',
    message: '',
    ended: 'done',
    centiseconds: 1,
    parts: [part('init', 'system=lmod\nLMOD_VERSION=8.7\nMODULEPATH=/m\n'), part('spider-json', spider)],
    roots: [
      {
        kind: 'tree',
        path: '/m',
        mount: NONE,
        args: { in: 'yes', read: 'evaluated' },
        parts: [],
        items: [{ path: '', parts: loads.map((text) => part('load', text)) }],
        unread: [],
        outcome: 'present',
        reason: '',
        message: '',
      },
    ],
  });
}

describe('what came of tests', () => {
  test.each([
    ['77 10 a/1\nR 77\n', 'loads', ''],
    ['124 10 a b/1\nR 124\n', 'timeout', 'it did not load within 10 seconds'],
    ['78 10 a/1\nR 78\n', 'fails', 'it ended without an error, and the module is not among the loaded ones'],
    [
      '1 10 a/1\nE Lmod has detected the following error: no licence\nE server \nE While processing the following module(s):\nR 1\n',
      'fails',
      'no licence server',
    ],
    [
      "1 10 a/1\nE ERROR: Invalid modulename '/x' found\nE Loading a/1\nE   Module ERROR: no licence\nE   while executing\nR 1\n",
      'fails',
      'no licence',
    ],
    [
      '1 10 a/1\nE a/1(3):ERROR:102: Tcl command execution failed: oops\nR 1\n',
      'fails',
      'Tcl command execution failed: oops',
    ],
  ])('%j', (text, outcome, message) => {
    expect(loadsIn([part('load', text)]).loads).toMatchObject([{ outcome, message }]);
  });

  test('where nothing ends in time nothing is known', () => {
    expect(readWith(['124 10 a/1\n', '137 3 b/1\n']).roots[0]?.loads).toBeUndefined();
    expect(readWith(['124 10 a/1\n', '77 3 b/1\n']).roots[0]?.loads).toHaveLength(2);
    expect(readWith([]).roots[0]?.loads).toBeUndefined();
  });

  test('any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('77 1 a\n', '1 1 a\nE ', ''), (text, start) => {
        expect(loadsIn([part('load', start + text)]).loads.length).toBeLessThan(2);
      }),
    );
  });
});

test('of each name one module is loaded, and none that is kept from people or known to fail', () => {
  const module = (fullName: string, more: Partial<ReturnType<typeof namedModule>> = {}) => ({
    ...namedModule(fullName),
    ...more,
  });
  const tree = Tree.parse({
    kind: 'modules.tree',
    tool: 'lmod',
    read: 'evaluated',
    use: '',
    modules: [
      module('a/1.9'),
      module('a/1.10'),
      module('b/1', { default: 'marked' }),
      module('b/2', { default: 'highest' }),
      module('c/1', { hidden: true }),
      module('d/1', { restricted: 'licensed' }),
      module('e/1', { broken: 'x' }),
      module('-f/1'),
      module('g/1\t2'),
      module('h/1', { requires: [['gcc/12', 'mpi/4'], ['gcc/13']] }),
    ],
    aliases: [],
  });
  const lines = defaultModules(tree).map((one) => loadTest('/m', tree, one));
  expect(lines.filter((line) => line !== undefined)).toEqual([
    '/m\t-\ta/1.10',
    '/m\t-\tb/1',
    '/m\t-\tgcc/13\th/1',
  ]);
  expect(defaultModules({ ...tree, read: 'names' })).toEqual([]);
});

test("what Lmod's avail forbids is restricted, though its spider does not say so", () => {
  const listing = emptyListing('lmod');
  treeOf(listing, '/m').modules.push(namedModule('a/1'), namedModule('a/2'), namedModule('b/1'));
  addAliases(listing, [part('avail', '/m:\na/\na/1 <F>\na/2 <NF>\nb/\nb/1 <s>\n'), part('avail-rc', '0\n')]);
  expect(treeOf(listing, '/m').modules.map((one) => [one.fullName, one.restricted, one.tags])).toEqual([
    ['a/1', 'forbidden', ['forbidden']],
    ['a/2', 'nearly-forbidden', ['nearly-forbidden']],
    ['b/1', '', []],
  ]);
});

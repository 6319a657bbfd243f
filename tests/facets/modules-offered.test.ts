import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extensionLocator, extensionOf } from '../../server/facets/modules/extension.ts';
import { modules } from '../../server/facets/modules/index.ts';
import { type Module, namedModule, Tree } from '../../server/facets/modules/schema.ts';
import { addUnreadable } from '../../server/facets/modules/unreadable.ts';

function read(text: string) {
  const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
  const form = modules.natives.find((one) => one.recognise(input));
  if (!form) throw new Error('not recognised');
  return form.parse(input);
}

function one(text: string, fullName: string): Module {
  const found = read(text)
    .roots.flatMap((root) => root.items.flatMap((item) => Tree.parse(item.facts).modules))
    .find((module) => module.fullName === fullName);
  if (!found) throw new Error(`no ${fullName}`);
  return found;
}

describe('restricted software', () => {
  test('is offered with the word that says why, and with the line that loads it once one may', () => {
    const text = '/m:\nvasp/\nvasp/6.4 <F>\nansys/\nansys/2023 <NF>\ngcc/\ngcc/13\n';
    const [root] = read(text).roots;
    const drafts = modules.offerings(root?.items[0]?.facts ?? { kind: '' }, '');
    const told = drafts.map(({ tool, locator }) => [
      tool,
      modules.locate({ rootKind: 'tree', rootPath: '/m', itemPath: '', provider: 'module', locator }),
    ]);
    expect(told).toEqual([
      ['ansys', { place: '/m', load: 'module load ansys/2023', restricted: 'nearly-forbidden' }],
      ['gcc', { place: '/m', load: 'module load gcc/13' }],
      ['vasp', { place: '/m', load: 'module load vasp/6.4', restricted: 'forbidden' }],
    ]);
  });

  test('by properties that sites give', () => {
    const json = (propT: unknown) =>
      JSON.stringify({ a: { '/m/a/1.lua': { fullName: 'a/1', mpath: '/m', wV: '1', propT } } });
    expect(one(json({ lmod: { licensed: 1 } }), 'a/1').restricted).toBe('licensed');
    expect(one(json({ state: { restricted: 1 } }), 'a/1').restricted).toBe('restricted');
    expect(one(json({ arch: { gpu: 1 } }), 'a/1').restricted).toBe('');
  });

  test('by the modulercs that a spider cache keeps', () => {
    const file = (name: string) => `["${name}"] = { fn = "/m/${name}.lua", mpath = "/m", wV = "1" },`;
    const cache = `mrcMpathT = {\n  ["/m"] = {\n    forbiddenT = {\n      vasp = { name = "vasp" },\n      ["ansys/1"] = { name = "ansys/1", after = "2030-01-01" },\n    },\n    hiddenT = {\n      ["gcc/1"] = true,\n    },\n  },\n}\nspiderT = {\n  ["/m"] = {\n    all = { dirT = {}, fileT = { ${['vasp/6', 'ansys/1', 'ansys/2', 'gcc/1'].map(file).join(' ')} } },\n  },\n}\n`;
    expect([one(cache, 'vasp/6').restricted, one(cache, 'ansys/1').restricted]).toEqual([
      'forbidden',
      'restricted',
    ]);
    expect([one(cache, 'ansys/2').restricted, one(cache, 'gcc/1').restricted]).toEqual(['', '']);
    expect([one(cache, 'gcc/1').hidden, one(cache, 'vasp/6').hidden]).toEqual([true, false]);
  });

  test('what only a group may read is listed by its name', () => {
    const listed = { modules: [namedModule('gcc/13')], aliases: [] };
    addUnreadable(listed, [
      { reason: 'permission', path: 'vasp' },
      { reason: 'permission', path: 'chem/orca' },
      { reason: 'permission', path: 'ansys/2023.1' },
      { reason: 'permission', path: 'gcc/13.lua' },
      { reason: 'permission', path: 'gcc/.modulerc' },
      { reason: 'permission', path: '.secret/1' },
      { reason: 'timeout', path: 'slow/1' },
    ]);
    expect(
      listed.modules.map((one) => [one.fullName, one.name, one.version, one.restricted, one.hidden]),
    ).toEqual([
      ['gcc/13', 'gcc', '13', 'unreadable', false],
      ['vasp', 'vasp', '', 'unreadable', false],
      ['chem/orca', 'chem/orca', '', 'unreadable', false],
      ['ansys/2023.1', 'ansys', '2023.1', 'unreadable', false],
      ['.secret/1', '.secret', '1', 'unreadable', true],
    ]);
  });
});

describe('extensions', () => {
  test('are found as what they are, with the module that brings them', () => {
    const text = JSON.stringify({
      'SciPy-bundle': {
        '/m/SciPy-bundle/2023.07-gfbf-2023a.lua': {
          fullName: 'SciPy-bundle/2023.07-gfbf-2023a',
          mpath: '/m',
          wV: '1',
          provides: ['numpy/1.25.1', 'pandas/2.0.3'],
        },
      },
    });
    const [root] = read(text).roots;
    const drafts = modules.offerings(root?.items[0]?.facts ?? { kind: '' }, '');
    expect(drafts.map(({ tool, version, variant }) => [tool, version, variant])).toEqual([
      ['scipy-bundle', '2023.07', ''],
      ['numpy', '1.25.1', ''],
      ['pandas', '2.0.3', ''],
    ]);
    const numpy = drafts[1]?.locator ?? '';
    expect(
      modules.locate({ rootKind: 'tree', rootPath: '/m', itemPath: '', provider: 'module', locator: numpy }),
    ).toEqual({
      place: '/m, extension of SciPy-bundle/2023.07-gfbf-2023a',
      load: 'module load SciPy-bundle/2023.07-gfbf-2023a',
    });
  });

  test('any locator is taken apart again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (name, args) => {
        expect(extensionOf(extensionLocator(name, args))).toEqual({ module: name, args });
      }),
    );
    for (const odd of ['+in ', '+in "', '+in "\\u12"', '+not ', '+not x y', '+in 3 a'])
      expect(
        typeof modules.locate({
          rootKind: 'tree',
          rootPath: '/m',
          itemPath: '',
          provider: 'module',
          locator: odd,
        }).load,
      ).toBe('string');
  });
});

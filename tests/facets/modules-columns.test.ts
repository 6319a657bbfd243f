import { expect, test } from 'vitest';
import { parseColumns } from '../../server/facets/modules/parse-columns.ts';

/** What Lmod 8.6 prints of a small tree, 80 columns wide. */
const listing = `
------------------------------- /sw/modules/Core -------------------------------
   GCC/11.3            lic/1         (F)    python/3.9
   GCC/12.3 (D:new)    lic/2         (g,D)    python/3.11 (D)

---- This is a list of module extensions "module --nx avail ..." to not show.
 ----
    numpy (E)     pip (E)

These extensions cannot be loaded directly, use "module spider extension_name" for more information.

  Where:
   Aliases:  Aliases exist: foo/1.2.3 (1.2) means that "module load foo/1.2" will load foo/1.2.3
   D:        Default Module
`;

test('a header of extensions that is folded, and symbolic versions without digits', () => {
  const { trees, extensions } = parseColumns(listing);
  expect([...trees.keys()]).toEqual(['/sw/modules/Core']);
  expect(
    trees.get('/sw/modules/Core')?.modules.map((one) => [one.fullName, one.default, one.symbols, one.tags]),
  ).toEqual([
    ['GCC/11.3', '', [], []],
    ['lic/1', '', [], ['forbidden']],
    ['python/3.9', '', [], []],
    ['GCC/12.3', 'highest', ['new'], []],
    ['lic/2', 'highest', [], ['g']],
    ['python/3.11', 'highest', [], []],
  ]);
  expect([...extensions]).toEqual([]);
});

/** What Environment Modules 5.5 print of a tree of their tests with `avail -a`. */
const hidden = `------------------ /sw/modulefiles ------------------
cross/2.0      dcross/dir1/3.0    dvcross/dir3/1.0   vcross/.base <H>
cross/4(@)     dcross/dir3/1.0    lcross/3           vcross/2.0
cross/5.0      dvcross/.base <H>  lcross/8           vcross/4(@)
cross/6(@)     dvcross/5.0        lcross/12          vcross/5.0
dcross/5.0     dvcross/d11(@)     novercross         vcross/6(@)
dcross/d11(@)  dvcross/dir1/3.0   othcross/2.0(aft)

Key:
(@)=module-alias  (symbolic-version)  <module-tag>  <H>=hidden
`;

test('a mark behind names of one column is no name', () => {
  const tree = parseColumns(hidden).trees.get('/sw/modulefiles');
  const modules = tree?.modules ?? [];
  expect(modules.filter((one) => one.hidden).map((one) => one.fullName)).toEqual([
    'vcross/.base',
    'dvcross/.base',
  ]);
  expect(modules).toHaveLength(17);
  expect(tree?.aliases.map((one) => one.name).sort()).toEqual([
    'cross/4',
    'cross/6',
    'dcross/d11',
    'dvcross/d11',
    'vcross/4',
    'vcross/6',
  ]);
});

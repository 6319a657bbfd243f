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

import { expect, test } from 'vitest';
import { extensionsIn, providedOf } from '../../server/facets/modules/provided.ts';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { tellWhatis } from '../../server/facets/modules/whatis.ts';

test.each([
  ['numpy-1.26.4, scipy-1.11.4', ['numpy/1.26.4', 'scipy/1.11.4']],
  ['python-dateutil-2.8.2', ['python-dateutil/2.8.2']],
  // Versions of R packages hold dashes, and names may hold digits.
  ['abc-1.4-5,functools32-3.2.3-2', ['abc/1.4-5', 'functools32/3.2.3-2']],
  ['plot-3d-tools-1.0', ['plot-3d-tools/1.0']],
  ['Class::DBI-v3.0.17, six-1.17.0rc1', ['Class::DBI/v3.0.17', 'six/1.17.0rc1']],
  ['none, a b-1, -1, ', ['/1']],
])('extensions in %s', (text, found) => {
  expect(extensionsIn(text)).toEqual(found.filter((one) => !one.startsWith('/')));
});

test('what one call of extensions() says may be one text', () => {
  expect(providedOf(['numpy/1.26.0, scipy/1.11'])).toEqual(['numpy/1.26.0', 'scipy/1.11']);
  expect(providedOf(undefined)).toEqual([]);
});

test('a whatis text counts where the tool was told nothing', () => {
  const one = namedModule('SciPy-bundle/2023.11');
  tellWhatis(one, ['Description: Packages', 'Extensions: numpy-1.26.2, pandas-2.1.3']);
  expect(one.provides).toEqual(['numpy/1.26.2', 'pandas/2.1.3']);
  const two = { ...namedModule('R/4'), provides: ['abc/1.0'] };
  tellWhatis(two, ['Extensions: abd-1.0']);
  expect(two.provides).toEqual(['abc/1.0']);
});

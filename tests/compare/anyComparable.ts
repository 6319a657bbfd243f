import fc from 'fast-check';
import type { Comparable } from '../../server/compare/match.ts';
import { providers } from '../../server/store/providers.ts';

/** From few values, so that equal ones meet. */
export const anyComparable: fc.Arbitrary<Comparable> = fc.record({
  tool: fc.constant('tool'),
  version: fc.constantFrom('', '1.17', '1.17.1', '1.18', '2', '2023a'),
  variant: fc.constantFrom('', '-CUDA-12.1.1'),
  build: fc.constantFrom('', '0', 'h00cdaf9_0', 'h6899075_1', 'GCC-12.2.0', 'gcc-12.2.0-k4wz7qa', 'pypi_0'),
  provider: fc.constantFrom(...providers),
  digest: fc.constantFrom(
    '',
    'conda-sha256:a',
    'conda-sha256:b',
    'conda-md5:a',
    'oci-config:a',
    'oci-config:b',
  ),
  marks: fc.subarray([
    'sif:a',
    'sif:b',
    'place:1',
    'place:2',
    'recipe:a',
    'recipe:b',
    'channel:x',
    'subdir:y',
  ]),
});

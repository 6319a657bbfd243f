import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Others } from '../../server/compare/bestPair.ts';
import { TIERS } from '../../server/compare/classes.ts';
import { isOtherBytes, MATCHES, matchOf } from '../../server/compare/match.ts';
import { type Offered, tierIn } from '../../server/compare/offered.ts';
import { SamePlace } from '../../server/compare/samePlace.ts';
import { anyComparable } from './anyComparable.ts';

const anyOffered: fc.Arbitrary<Offered> = fc
  .record({
    comparable: fc.oneof(
      anyComparable,
      // As EasyBuild and conda install it, which is rare among the others.
      anyComparable.map((one) => ({ ...one, provider: 'module' as const, build: 'GCC-12.2.0', digest: '' })),
      anyComparable.map((one) => ({ ...one, provider: 'conda' as const, build: 'h00cdaf9_0', digest: '' })),
    ),
    id: fc.integer({ min: 0, max: 3 }),
    writable: fc.boolean(),
    documents: fc.subarray([1, 2, 3], { maxLength: 2 }),
  })
  .map(({ comparable, id, writable, documents }) => ({
    ...comparable,
    id,
    writable,
    documents,
    label: 'Tool',
    places: 1,
    item: 0,
    locator: '',
  }));

/** Documents 1 and 2 are each in one root of both sides, 3 in different ones. */
const ROOTS = [
  new Map([
    [1, new Set([10])],
    [2, new Set([20, 21])],
    [3, new Set([30])],
  ]),
  new Map([
    [1, new Set([10])],
    [2, new Set([21])],
    [3, new Set([31])],
  ]),
] as const;

/** Every offering held against every other one; the first of the best. */
function oneByOne(own: Offered[], others: Offered[], places: SamePlace) {
  const pairs = own.flatMap((a) =>
    others.map((b) => {
      const match = places.shared(a, b) ? 'identical' : matchOf(a, b);
      const tiers = [a, b].map((one) => TIERS.indexOf(tierIn(one)));
      return { match, a, b, rank: [MATCHES.indexOf(match), ...tiers] };
    }),
  );
  const order = ({ rank }: { rank: number[] }) => rank.join();
  const best = pairs.toSorted((one, other) =>
    order(one) < order(other) ? -1 : Number(order(one) > order(other)),
  )[0];
  return best ? { match: best.match, a: own.indexOf(best.a), b: others.indexOf(best.b) } : null;
}

test('the best of many is what holding each against each gives', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(anyOffered, { minLength: 1, maxLength: 4 }),
      fc.array(anyOffered, { maxLength: 7 }),
      (own, there) => {
        const places = new SamePlace(
          { offered: own, roots: new Map(ROOTS[0]) },
          { offered: there, roots: new Map(ROOTS[1]) },
        );
        const others = new Others(there, places);
        const found = others.bestFor(own);
        const told = found && {
          match: found.match,
          a: own.indexOf(found.a),
          b: found.b && there.indexOf(found.b),
        };
        expect(told).toEqual(oneByOne(own, there, places));
        expect(others.hasOtherBytes(own)).toBe(own.some((a) => there.some((b) => isOtherBytes(a, b))));
        seen.add(found?.match ?? 'none');
      },
    ),
    { numRuns: 3000 },
  );
  expect([...seen].sort()).toEqual(['none', ...MATCHES.slice(0, 6)].sort());
});

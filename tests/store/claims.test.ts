import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Claims, claim, MOST_OTHERS, nextTries, settleClaims } from '../../server/store/claims.ts';

/** Claims under everything that nodes may do, in any order. */

const KEYS = ['a', 'b', 'c'];
const node = fc.integer({ min: 1, max: 6 });
const step = fc.oneof(
  fc.record({ node, asks: fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1 }) }),
  fc.record({ node, read: fc.uniqueArray(fc.constantFrom(...KEYS)) }),
  // Those who were asked are over, and the next are tried.
  fc.constant({ next: true }),
);

test('of nodes that ask for one root, the first reads it, and some others are remembered', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (nodes) => {
      const claims: Claims = {};
      const chosen = nodes.filter((one) => claim(claims, ['a'], 0, one));
      expect(chosen).toEqual(nodes.slice(0, 1));
      expect(claims.a).toEqual({
        facet: 0,
        by: nodes[0],
        done: false,
        others: nodes.slice(1, 1 + MOST_OTHERS),
        tried: [],
      });
    }),
  );
});

test('whatever happens, one node at most has a root, who failed does not get it again, and what is read stays read', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const claims: Claims = {};
      for (const one of steps) {
        const before = structuredClone(claims);
        if ('asks' in one) {
          const chosen = claim(claims, one.asks, 0, one.node);
          // Who is told to read has something to read, and who is not, has nothing.
          expect(one.asks.some((key) => claims[key]?.by === one.node && !claims[key].done)).toBe(chosen);
        } else if ('read' in one) settleClaims(claims, one.node, new Set(one.read));
        else for (const next of Object.values(nextTries(claims))) expect(next.done).toBe(false);
        for (const [key, now] of Object.entries(claims)) {
          const then = before[key];
          expect(now.others.length).toBeLessThanOrEqual(MOST_OTHERS);
          for (const nodes of [now.others, now.tried]) expect(new Set(nodes).size).toBe(nodes.length);
          if (now.by !== null) expect(now.tried).not.toContain(now.by);
          if (then?.done) expect({ ...now, others: [] }).toEqual({ ...then, others: [] });
          // Nobody takes what another one is reading.
          const gives = 'next' in one || ('read' in one && one.node === then?.by);
          if (then && then.by !== null && !gives) expect(now.by).toBe(then.by);
          expect(then?.tried.every((tried) => now.tried.includes(tried)) ?? true).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countProviders, type HeldTool } from '../../server/store/clusterProviders.ts';
import { BY_CHANCE } from '../../server/store/providers.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { Cluster } from '../harness/readings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/**
 * What a cluster comes to have of each tool: by provider, how many offerings; nothing where the tool goes. Of apptainer an even number is of
 * images that somebody can write to, which count as of the last tier.
 */
const steps = fc.array(
  fc.dictionary(
    fc.constantFrom('1', '2', '3'),
    fc.uniqueArray(fc.tuple(fc.constantFrom(0, 3, 4, 7), fc.integer({ min: 1, max: 5 })), {
      selector: ([provider]) => provider,
      maxLength: 3,
    }),
    { minKeys: 1 },
  ),
  { minLength: 1, maxLength: 6 },
);

const isWritable = ([provider, offerings]: [number, number]) => provider === 0 && offerings % 2 === 0;

test('numbers of a cluster are what its tools add up to, after every change of some of them and made anew', async () => {
  const { id } = await Cluster.make(database.db, 1);
  const stored = async () =>
    (
      await database.db.query(
        'select provider, offerings, best from cluster_provider where cluster_id = $1 order by provider',
        [id],
      )
    ).rows;
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const held = new Map<string, [provider: number, offerings: number][]>();
      const rowsOf = (tools: Iterable<string>): HeldTool[] =>
        [...tools].flatMap((tool) =>
          (held.get(tool) ?? []).map(([provider, offerings]) => ({
            tool: Number(tool),
            provider,
            offerings,
            writable: isWritable([provider, offerings]),
          })),
        );
      const expected = () =>
        [0, 3, 4, 6, 7].flatMap((provider) => {
          const own = [...held.values()].flat().filter(([one]) => one === provider);
          const best = [...held.values()].filter(
            (forms) =>
              forms.length > 0 &&
              Math.min(...forms.map((one) => (isWritable(one) ? BY_CHANCE : one[0]))) === provider,
          );
          const offerings = own.reduce((sum, [, number]) => sum + number, 0);
          return own.length === 0 && best.length === 0 ? [] : [{ provider, offerings, best: best.length }];
        });
      await countProviders(database.db, id, null, []);
      for (const changes of all) {
        const before = rowsOf(Object.keys(changes));
        for (const [tool, forms] of Object.entries(changes)) held.set(tool, forms);
        await countProviders(database.db, id, before, rowsOf(Object.keys(changes)));
        expect(await stored()).toEqual(expected());
      }
      await countProviders(database.db, id, null, rowsOf(held.keys()));
      expect(await stored()).toEqual(expected());
    }),
    { numRuns: 50 },
  );
});

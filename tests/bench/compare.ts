import type { Bench, Result } from './bench.ts';
import { fleetParts } from './compareParts.ts';
import { plansOf } from './comparePlans.ts';
import { withFleet } from './keptFleet.ts';

/**
 * Comparisons and find in an invented fleet; --nodes N makes a smaller one, --data FOLDER keeps it for the next run, in which --only
 * PART,PART measures a few things alone. What is measured there is listed in compareParts.ts.
 */
export const compareBench: Bench = {
  name: 'compare',
  sentence: 'all pairs, find and comparisons in a fleet of 50 sites, 10,000 nodes and 2 million offerings',
  run: (say, options) =>
    withFleet(say, options, async ({ db, size, results }) => {
      // Told as they come: the whole of it takes long.
      const tell = (told: Result[]) => {
        for (const { what, seconds } of told) say(`${what}: ${seconds.toFixed(4)} s`);
        return told;
      };
      const all = tell(results);
      for (const part of fleetParts)
        if (options.only.length === 0 || options.only.includes(part.name))
          all.push(...(await part.run(db, size, tell)));
      if (process.env.GAZETTEER_PLANS === 'write') await plansOf(db, size);
      return all;
    }),
};

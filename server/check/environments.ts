import { facetNames } from '../facets/names.ts';
import { condaPlace } from '../query/condaPlace.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersOut } from '../store/numbersIn.ts';
import type { Asking } from './tally.ts';

/** An environment of conda with how much of what is asked for it has. */
export interface EnvironmentThere {
  place: string;
  load: string;
  there: number;
  /** All that it has. */
  packages: number;
  document: string;
  /** Numbers of the requirements. */
  has: ReadonlySet<number>;
}

interface Row {
  root: string;
  path: string;
  there: number;
  requirements: number[];
  packages: number;
  document: string;
}

const SHOWN = 5;

/** Environments of a cluster that have most of what conda and pip are asked for, as it is asked for. */
export async function environmentsThere(
  db: Queryable,
  clusterId: number,
  asking: Asking,
): Promise<EnvironmentThere[]> {
  const [requirements, offerings]: [number[], number[]] = [[], []];
  for (const [at, { asked }] of asking.requirements.entries()) {
    if (asked !== 'conda' && asked !== 'pip') continue;
    for (const { fits, provider, offering } of asking.candidates[at] ?? []) {
      if (!fits || provider !== 'conda') continue;
      requirements.push(at);
      offerings.push(offering);
    }
  }
  if (offerings.length === 0) return [];
  const facet = facetNames.indexOf('conda');
  const found = await db.query<Row>(sql('check-environments'), [
    clusterId,
    numbersOut(requirements),
    numbersOut(offerings),
    facet,
    SHOWN,
  ]);
  return found.rows.map((row) => {
    return {
      ...condaPlace(row.root, row.path),
      there: row.there,
      packages: row.packages,
      document: row.document,
      has: new Set(row.requirements),
    };
  });
}

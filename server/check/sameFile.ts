import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';
import type { Candidate } from './candidates.ts';
import type { InputReading } from './inputs/read.ts';

/** The same bytes at one cluster: an offering can be other bytes elsewhere. */
export interface SameFile extends Candidate {
  file: { cluster: number; item: number };
}

/** Where the image file itself is, by the digest of all of it; none where nobody computed that. */
export async function sameFiles(db: Queryable, { sha256, requirements }: InputReading): Promise<SameFile[]> {
  const [image, more] = requirements;
  if (sha256 === '' || image === undefined || more !== undefined) return [];
  const found = await db.query<{ cluster: number; item: number; offering: number; provider: number }>(
    sql('check-same-file'),
    [sha256, image.tools],
  );
  return found.rows.map(({ cluster, item, offering, provider }) => ({
    offering,
    provider: providerOf(provider),
    match: 'identical',
    fits: true,
    file: { cluster, item },
  }));
}

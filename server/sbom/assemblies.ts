import { z } from 'zod';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import type { Assembly } from './component.ts';
import { assemblyOf } from './kinds.ts';
import type { Placed } from './places.ts';

const Hashes = z.record(z.string(), z.string());
const Systems = z.array(z.object({ id: z.string(), versionId: z.string() }));

interface Row {
  id: number;
  facts: unknown;
  inside: unknown;
  digests: string[];
  systems: unknown;
  modulefiles: unknown;
}

/** Documents of one reading: a few, and a single large one by itself. */
const AT_ONCE = 50;
const BYTES_AT_ONCE = 2 * 1024 * 1024;

/** What each document says, in their order; few of them are in memory at once. */
export async function* assemblies(
  db: Queryable,
  documents: Placed[],
  clusterId: number | null,
): AsyncGenerator<Assembly & { placed: Placed }> {
  for (const batch of batches(documents)) {
    const found = await db.query<Row>(sql('sbom-facts'), [batch.map(({ id }) => id), clusterId]);
    const rows = new Map(found.rows.map((row) => [row.id, row]));
    for (const placed of batch) {
      const row = rows.get(placed.id);
      const systems = Systems.safeParse(row?.systems);
      const modulefiles = Hashes.safeParse(row?.modulefiles);
      const made = assemblyOf(placed.kind, row?.facts, {
        name: nameOf(placed),
        inside: row?.inside,
        fileDigests: row?.digests ?? [],
        systems: systems.success ? systems.data : [],
        modulefiles: new Map(Object.entries(modulefiles.success ? modulefiles.data : {})),
      });
      yield { ...made, placed };
    }
  }
}

/** The path, where it is the same everywhere; else the first place. */
function nameOf({ places, hash }: Placed): string {
  const [first] = places;
  if (first === undefined) return hash;
  const path = /:((?:inside )?\/.*)$/s.exec(first)?.[1];
  return path ?? first;
}

export function batches(documents: Placed[]): Placed[][] {
  const all: Placed[][] = [];
  let batch: Placed[] = [];
  let bytes = 0;
  for (const one of documents) {
    if (batch.length > 0 && (batch.length === AT_ONCE || bytes + one.bytes > BYTES_AT_ONCE)) {
      all.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(one);
    bytes += one.bytes;
  }
  return batch.length === 0 ? all : [...all, batch];
}

import type { Queryable } from './database.ts';
import { countedAs } from './providers.ts';

/** What a cluster has of a tool in one form. */
export interface HeldTool {
  tool: number;
  provider: number;
  offerings: number;
  /** Somebody can write to all of it. */
  writable: boolean;
}

/**
 * Brings the numbers of a cluster up to date with its rows of cluster_tool: what it has of some tools now, in place of what it
 * had of them before; `before` is null where all of it is made anew.
 */
export async function countProviders(
  tx: Queryable,
  clusterId: number,
  before: HeldTool[] | null,
  now: HeldTool[],
): Promise<void> {
  if (before === null) await tx.query('delete from cluster_provider where cluster_id = $1', [clusterId]);
  const numbers = new Map<number, { offerings: number; best: number }>();
  add(numbers, now, 1);
  add(numbers, before ?? [], -1);
  const changed = [...numbers].filter(([, { offerings, best }]) => offerings !== 0 || best !== 0);
  if (changed.length === 0) return;
  await tx.query(
    `insert into cluster_provider as held (cluster_id, provider, offerings, best)
     select $1, provider, offerings, best from unnest($2::int[], $3::int[], $4::int[]) as new (provider, offerings, best)
     on conflict (cluster_id, provider) do update set offerings = held.offerings + excluded.offerings,
       best = held.best + excluded.best`,
    [
      clusterId,
      changed.map(([provider]) => provider),
      changed.map(([, { offerings }]) => offerings),
      changed.map(([, { best }]) => best),
    ],
  );
  await tx.query('delete from cluster_provider where cluster_id = $1 and offerings = 0 and best = 0', [
    clusterId,
  ]);
}

/** Providers are numbered in the order in which they travel, so the least is a tool's best. */
function add(
  numbers: Map<number, { offerings: number; best: number }>,
  held: HeldTool[],
  times: 1 | -1,
): void {
  const best = new Map<number, number>();
  for (const { tool, provider, offerings, writable } of held) {
    const counted = countedAs({ provider, writable });
    best.set(tool, Math.min(counted, best.get(tool) ?? counted));
    numberOf(numbers, provider).offerings += times * offerings;
  }
  for (const provider of best.values()) numberOf(numbers, provider).best += times;
}

function numberOf(numbers: Map<number, { offerings: number; best: number }>, provider: number) {
  const known = numbers.get(provider) ?? { offerings: 0, best: 0 };
  numbers.set(provider, known);
  return known;
}

import type { Queryable } from '../store/database.ts';
import type { NodeGroup } from '../verdict/nodeGroup.ts';
import { nodeGroupsIn } from '../verdict/nodeGroups.ts';

type Groups = Map<number, NodeGroup[]>;

interface Held {
  key: string;
  until: number;
  groups: Promise<Groups>;
}

const held = new WeakMap<Queryable, Held>();
/** As what was read (coverageNow.ts): nodes change by sweeps, and to ask of all of them what they hold takes longer than to judge. */
const MILLISECONDS = 15_000;

/** Groups of alike nodes of clusters, as of now or of some seconds ago. */
export function groupsNow(db: Queryable, clusterIds: number[]): Promise<Groups> {
  const key = clusterIds.join();
  const known = held.get(db);
  if (known?.key === key && known.until > Date.now()) return known.groups;
  const groups = nodeGroupsIn(db, clusterIds);
  held.set(db, { key, until: Date.now() + MILLISECONDS, groups });
  // A failure is not kept for anybody else.
  groups.catch(() => held.delete(db));
  return groups;
}

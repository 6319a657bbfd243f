import type { OperatingSystem } from './schema.ts';

/** From the least to the most that can be done with them. */
const ORDER = ['none', 'others', 'part', 'whole'] as const;
const RANK = new Map<string, number>(ORDER.map((word, at) => [word, at]));

/** What the agent found in /etc/subuid and /etc/subgid; a container needs both. */
export function idRangesOf(facts: Map<string, string>): Pick<OperatingSystem, 'idRanges'> {
  if (facts.get('ranges') === 'elsewhere') return { idRanges: 'elsewhere' };
  const [uids, gids] = ['ranges-uid', 'ranges-gid'].map((name) => RANK.get(facts.get(name) ?? ''));
  if (uids === undefined || gids === undefined) return {};
  const idRanges = ORDER[Math.min(uids, gids)];
  return idRanges === undefined ? {} : { idRanges };
}

import { compareVersions } from '../../names/version.ts';

/** How many have a version; '' is one that is not known. */
export interface Counted {
  version: string;
  count: number;
}

export interface Ages {
  oldest: string;
  oldestCount: number;
  newest: string;
  newestCount: number;
  /** Different ones that are known. */
  versions: number;
  unknown: number;
}

/** The oldest and the newest of some versions, each with how many have it. */
export function agesOf(all: Counted[]): Ages {
  const counts = new Map<string, number>();
  for (const { version, count } of all) counts.set(version, (counts.get(version) ?? 0) + count);
  const unknown = counts.get('') ?? 0;
  counts.delete('');
  const sorted = [...counts].sort(([a], [b]) => compareVersions(a, b));
  const [oldest, oldestCount] = sorted[0] ?? ['', 0];
  const [newest, newestCount] = sorted.at(-1) ?? ['', 0];
  return { oldest, oldestCount, newest, newestCount, versions: sorted.length, unknown };
}

export const byVersion = <Row extends { version: string }>(a: Row, b: Row) =>
  compareVersions(a.version, b.version);

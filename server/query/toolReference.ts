import { GazetteerError } from '../errors.ts';
import { type By, bestTier, comparable, type GridRow, placeKey, type Reference } from './toolCells.ts';

export interface Wanted {
  /** A version; '' is the newest that is told. */
  against: string;
  /** A site or site/cluster; '' is one that has it as what travels best. */
  at: string;
  by: By;
}

/** What the cells of a grid are matched with: one version as it is at one place, since two places may have other bytes of it. */
export function referenceOf(label: string, rows: GridRow[], { against, at, by }: Wanted): Reference | null {
  const newest = rows.find(({ version }) => version !== '') ?? rows[0];
  if (!newest) return null;
  const version = against === '' ? newest.version : against;
  const there = new Map<string, GridRow[]>();
  for (const row of rows.filter((one) => one.version === version && isAt(one, at))) {
    const key = placeKey(row, at.includes('/') ? 'cluster' : at === '' ? by : 'site');
    there.set(key, [...(there.get(key) ?? []), row]);
  }
  const [best] = [...there.values()].toSorted((a, b) => (bestTier(a) < bestTier(b) ? -1 : 1));
  if (!best?.[0]) throw nowhere(label, version, at, rows);
  const { site, cluster } = best[0];
  const whole = at === '' ? by === 'site' : !at.includes('/');
  return { version, site, cluster: whole ? '' : cluster, offered: best.map(comparable) };
}

const isAt = ({ site, cluster }: GridRow, at: string) =>
  at === '' || at === site || at === `${site}/${cluster}`;

function nowhere(label: string, version: string, at: string, rows: GridRow[]): GazetteerError {
  const having = [...new Set(rows.filter((row) => isAt(row, at)).map((row) => row.version))];
  const where = at === '' ? 'anywhere' : `at ${at.slice(0, 200)}`;
  const what = `${label} ${version.slice(0, 100)} was not seen ${where}`;
  const hint =
    having.length === 0
      ? `${label} itself was not seen there: choose another place to match with`
      : `There is: ${having.slice(0, 10).join(', ')}`;
  return new GazetteerError('not-found', what, hint);
}

import type { ChartData, ChartRow } from '../charts/chartData.ts';
import type { FleetRow, Sheet } from './sheets.ts';

type Link = (changes: Record<string, string>) => string;

/** As many values as have a colour of their own beside those that are put together. */
const NAMED = 5;
const OTHERS = 'others';
const NONE = 'none';
const UNKNOWN = 'not known';

interface Part {
  title: string;
  count: number;
}

/** A row per site or cluster, made of the values that most nodes have, and of what is none or not known. */
export function byPlace(sheet: Sheet, rows: FleetRow[], link: Link): ChartData {
  const [first] = sheet.columns;
  const counted = rows.filter(({ state }) => sheet.counts === undefined || state === 'present');
  const sums = new Map<string, number>();
  for (const row of counted) {
    if (row.state === 'present') add(sums, String(row[first.key]), sizeOf(sheet, row));
  }
  const named = [...sums]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, sums.size === NAMED + 1 ? NAMED + 1 : NAMED)
    .map(([value]) => value);
  const titleOf = (row: FleetRow): string => {
    if (row.state === 'absent') return NONE;
    if (row.state === 'unknown') return UNKNOWN;
    const value = String(row[first.key]);
    return named.includes(value) ? value : OTHERS;
  };
  const places = new Map<string, { place: FleetRow; counts: Map<string, number> }>();
  for (const row of counted) {
    const label = row.cluster === '' ? row.site : `${row.site}/${row.cluster}`;
    const own = places.get(label) ?? { place: row, counts: new Map() };
    places.set(label, own);
    add(own.counts, titleOf(row), sizeOf(sheet, row));
  }
  const present = new Set([...places.values()].flatMap(({ counts }) => [...counts.keys()]));
  const series = [...named, OTHERS, NONE, UNKNOWN].filter((title) => present.has(title));
  return {
    title: `${sheet.spread ?? sheet.title} by ${rows.some(({ cluster }) => cluster !== '') ? 'cluster' : 'site'}`,
    unit: sheet.counts ?? 'nodes',
    rowTitle: 'Where',
    series: series.map((title) => ({ title: title === '' ? 'without a name' : title })),
    rows: [...places].map(([label, { place, counts }]) => ({
      label,
      values: series.map((title) => counts.get(title) ?? 0),
      links: series.map((title) => linkOf(title, place, { first: first.key, named }, link)),
    })),
  };
}

/** A value and its version, over all of the fleet that is chosen. */
export function byVersion(sheet: Sheet, rows: FleetRow[], link: Link): ChartData {
  const { versions } = sheet;
  const parts = new Map<string, Part & Pick<ChartRow, 'links'>>();
  for (const row of rows) {
    if (versions === undefined || row.state !== 'present') continue;
    const is = factsOf(row, versions.by);
    const key = JSON.stringify(is);
    const links = [link({ is: key, value: '', state: 'present', by: '' })];
    const part = parts.get(key) ?? { title: versions.title(row), count: 0, links };
    parts.set(key, { ...part, count: part.count + sizeOf(sheet, row) });
  }
  return {
    title: versions?.caption ?? '',
    unit: sheet.counts ?? 'nodes',
    rowTitle: versions?.rowTitle ?? '',
    series: [{ title: sheet.counts ?? 'nodes' }],
    rows: [...parts.values()]
      .sort((a, b) => b.count - a.count)
      .map(({ title, count, links = [] }) => ({ label: title, values: [count], links })),
  };
}

function linkOf(
  title: string,
  { site, cluster }: FleetRow,
  { first, named }: { first: string; named: string[] },
  link: Link,
): string {
  const at = { site, cluster, by: '', value: '', is: '' };
  if (title === NONE) return link({ ...at, state: 'absent' });
  if (title === UNKNOWN) return link({ ...at, state: 'unknown' });
  if (title !== OTHERS && title !== '') return link({ ...at, state: 'present', value: title });
  const is = { [first]: title === OTHERS ? { not: named } : '' };
  return link({ ...at, state: 'present', is: JSON.stringify(is) });
}

/** Nodes, or what a table counts instead. */
const sizeOf = ({ counts }: Sheet, row: FleetRow) =>
  counts === undefined ? row.nodes : Number(row[counts] ?? 0);

const add = (sums: Map<string, number>, key: string, count: number) =>
  sums.set(key, (sums.get(key) ?? 0) + count);

/** Some facts of a row, as the filter for exactly those takes them. */
export const factsOf = (row: FleetRow, columns: string[]) =>
  Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));

const BESIDE = ['site', 'cluster', 'role', 'state', 'nodes', 'nodeSet', 'document', 'confirmedAt'];

/** What tells a row from others of its place: all but where it is, who has it, and what is added up. */
export const columnsOfFacts = ({ counts }: Sheet, row: FleetRow) =>
  Object.keys(row).filter((key) => key !== counts && !BESIDE.includes(key));

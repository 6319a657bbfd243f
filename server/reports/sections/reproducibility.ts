import { type AllPairs, listPairs } from '../../query/comparePairs.ts';
import type { PairRow } from '../../routes/schemas/compare.ts';
import type { ReportTable } from '../model.ts';
import { numberText } from '../valueText.ts';
import { clockAt } from '../zone.ts';
import { address } from './address.ts';
import { figure } from './figure.ts';
import { MOST_ROWS, type Source, type Told } from './source.ts';
import { number, share, tableOf, text } from './table.ts';
import { counted, percent, sentence } from './words.ts';

/** A pair at the end of the period, with its score at the beginning. */
export interface Moved extends PairRow {
  before: number | null;
  /** null where one of both is not known. */
  movement: number | null;
}

/** A matrix of more is none that anybody reads. */
const MOST_SIDES = 60;

/** How exactly every two sites have each other's tools, or every two clusters of one site, and how that moved. */
export async function reproducibility(source: Source): Promise<Told> {
  const { site } = source.scope;
  const of = site === '' ? 'sites' : 'clusters';
  const { from, to } = source.period;
  // What is now is what the present page shows.
  const end = to > source.now ? '' : to.toISOString();
  const filter = { of, site, tier: '', category: '' } as const;
  const pairsAt = (at: string) => listPairs(source.db, { ...filter, at }, source.config.compare);
  const before = await pairsAt(from.toISOString());
  const after = await pairsAt(end);
  const pageAt = (at: string) => address('/compare', { of: of === 'sites' ? '' : of, site, at });
  const moved = movedOf(before, after);
  const rose = moved.filter(({ movement }) => (movement ?? 0) > 0);
  const fell = moved.filter(({ movement }) => (movement ?? 0) < 0);
  const unknown = moved.filter(({ score }) => score === null);
  const unmeasured = moved.filter(({ movement }) => movement === null);
  const href = pageAt(end);
  const isMatrix = after.sides.length > 1 && after.sides.length <= MOST_SIDES;
  return {
    section: {
      id: 'reproducibility',
      title: 'Reproducibility',
      note: `The score of a row in a column: how exactly the column has the tools of the row, one per version: 100 % where all are identical, ${percent(source.config.compare.weights['same-build'])} where all are the same build, 0 where all are missing. Counted after sweeps${end === '' ? '' : ', the last time before the end of the period'}. What was not read is not counted.`,
      figures: [
        figure('pairs', `Pairs of ${of}`, moved.length, href),
        figure('pairs-rose', 'Scores that rose', rose.length, href),
        figure('pairs-fell', 'Scores that fell', fell.length, href),
        figure('pairs-unknown', 'Scores that are not known', unknown.length, href),
        figure('pairs-unmeasured', 'Scores whose movement is not known', unmeasured.length, href),
      ],
      charts: isMatrix ? [chartOf(after, of)] : [],
      tables: [
        ...(isMatrix ? [matrixOf(after, of, href)] : []),
        movedTable([...rose, ...fell], pageAt(from.toISOString())),
        tableOf({ id: 'pairs', title: `Pairs of ${of}`, href, columns: PAIRS, rows: moved }),
      ],
    },
    line: lineOf(moved, { rose: rose.length, fell: fell.length, unmeasured: unmeasured.length }, of),
    attention: '',
    warnings: unmeasured.length < moved.length ? await renamed(source) : [],
  };
}

/** Scores that were counted by other rules move where no site changed anything. */
async function renamed({ db, period: { from, to, timeZone } }: Source): Promise<string[]> {
  const found = await db.query<{ since: Date | null }>(
    'select max(since) as since from naming where since >= $1 and since < $2',
    [from, to],
  );
  const since = found.rows[0]?.since ?? null;
  if (since === null) return [];
  return [
    `Names are read by other rules since ${clockAt(timeZone, since)}: scores moved by that, too, and not only by changes of sites.`,
  ];
}

function movedOf(before: AllPairs, after: AllPairs): Moved[] {
  const scores = new Map(before.items.map(({ a, b, score }) => [JSON.stringify([a, b]), score]));
  return after.items.map((pair) => {
    const was = scores.get(JSON.stringify([pair.a, pair.b])) ?? null;
    return {
      ...pair,
      before: was,
      movement: was === null || pair.score === null ? null : rounded(pair.score - was),
    };
  });
}

/** What is left of halves and tenths after a subtraction is no movement. */
const rounded = (difference: number) => Math.round(difference * 1e9) / 1e9;

const size = ({ movement }: Moved) => Math.abs(movement ?? 0);
const byMovement = (a: Moved, b: Moved) => size(b) - size(a);

/** The page tells scores, and not how they moved: what is left out here is on none. */
export function movedTable(moved: Moved[], href: string): ReportTable {
  const rows = moved.toSorted(byMovement).slice(0, MOST_ROWS);
  const title =
    rows.length < moved.length
      ? `The ${rows.length} of ${moved.length} scores that moved most`
      : 'Scores that moved, most first';
  return tableOf({ id: 'moved', title, href, columns: MOVED, rows });
}

const MOVED = [
  text<Moved>('a', 'Tools of', (row) => row.a),
  text<Moved>('b', 'In', (row) => row.b),
  share<Moved>('before', 'Score at the beginning', (row) => row.before),
  share<Moved>('score', 'Score at the end', (row) => row.score),
  share<Moved>('movement', 'Movement', (row) => row.movement),
];

const PAIRS = [
  text<Moved>('a', 'Tools of', (row) => row.a),
  text<Moved>('b', 'In', (row) => row.b),
  share<Moved>('score', 'Score', (row) => row.score),
  number<Moved>('total', 'Tools', (row) => row.total),
  number<Moved>('identical', 'Identical', (row) => row.identical),
  number<Moved>('same-build', 'Same build', (row) => row['same-build']),
  number<Moved>('same-recipe', 'Same recipe', (row) => row['same-recipe']),
  number<Moved>('same-version', 'Same version', (row) => row['same-version']),
  number<Moved>('near-version', 'Near version', (row) => row['near-version']),
  number<Moved>('other-version', 'Other version', (row) => row['other-version']),
  number<Moved>('missing', 'Missing', (row) => row.missing),
  number<Moved>('unknown', 'Not known', (row) => row.unknown),
];

const scoreIn = ({ items }: AllPairs) => {
  const scores = new Map(items.map(({ a, b, score }) => [JSON.stringify([a, b]), score]));
  return (a: string, b: string) => scores.get(JSON.stringify([a, b])) ?? null;
};

function matrixOf(pairs: AllPairs, of: 'sites' | 'clusters', href: string): ReportTable {
  const names = pairs.sides.map(({ name }) => name);
  const score = scoreIn(pairs);
  return tableOf({
    id: 'matrix',
    title: `Score of the ${of} of the rows in those of the columns`,
    href,
    // Nothing is compared with itself.
    columns: [
      text<string>('of', 'Tools of', (a) => a),
      ...names.map((b) => share<string>(b, b, (a) => (a === b ? '' : score(a, b)))),
    ],
    rows: names,
  });
}

function chartOf(pairs: AllPairs, of: 'sites' | 'clusters') {
  const names = pairs.sides.map(({ name }) => name);
  const score = scoreIn(pairs);
  return {
    id: 'matrix',
    title: `Score of the ${of} of the rows in those of the columns`,
    kind: 'matrix' as const,
    type: 'share' as const,
    categories: names,
    series: names.map((a) => ({ name: a, values: names.map((b) => score(a, b)) })),
    table: 'matrix',
  };
}

interface Movement {
  rose: number;
  fell: number;
  /** Those of which nobody can tell. */
  unmeasured: number;
}

function lineOf(moved: Moved[], { rose, fell, unmeasured }: Movement, of: string): string {
  if (moved.length === 0) return '';
  if (moved.every(({ score }) => score === null))
    return `How exactly ${of} have each other's tools was not counted yet.`;
  if (unmeasured === moved.length)
    return `How the scores between ${of} moved is not known, since none is known of both ends of the period.`;
  const rest = unmeasured === 0 ? '' : `; of ${counted(unmeasured, 'score')} it is not known`;
  const most = [...moved].sort(byMovement)[0];
  if (!most || rose + fell === 0) return `No score between ${of} moved${rest}.`;
  const from = numberText(most.before, 'share');
  const to = numberText(most.score, 'share');
  return `${sentence(counted(rose, 'score'))} between ${of} rose and ${fell} fell; that of ${most.a} in ${most.b} moved most, from ${from} to ${to}${rest}.`;
}

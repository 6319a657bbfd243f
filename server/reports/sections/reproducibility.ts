import { type AllPairs, listPairs } from '../../query/comparePairs.ts';
import type { ReportScope } from '../scope.ts';
import { clockAt } from '../zone.ts';
import { address } from './address.ts';
import { figure } from './figure.ts';
import { byMovement, lineOf, MOVED, type Moved, movedOf, PAIRS } from './movedPairs.ts';
import { reproducibilityOfNodes } from './reproducibilityOfNodes.ts';
import type { Source, Told } from './source.ts';
import { type MadeTable, share, tableOf, text } from './table.ts';
import { percent, sentence } from './words.ts';

/** A matrix of more is none that anybody reads. */
const MOST_SIDES = 60;

/** How exactly every two sites have each other's tools, or every two clusters of one site, and how that moved. */
export async function reproducibility(source: Source): Promise<Told> {
  if (source.scope.nodes !== '') return reproducibilityOfNodes(source);
  const { site } = source.scope;
  const of = site === '' ? 'sites' : 'clusters';
  const pairsOf = site === '' ? 'sites' : `clusters of ${site}`;
  const { from, to } = source.period;
  // What is now is what the present page shows.
  const end = to > source.now ? '' : to.toISOString();
  const filter = { of, site, tier: '', category: '' } as const;
  const pairsAt = (at: string) => listPairs(source.db, { ...filter, at }, source.config.compare);
  const before = await pairsAt(from.toISOString());
  const after = await pairsAt(end);
  const pageAt = (at: string) => address('/compare', { of: of === 'sites' ? '' : of, site, at });
  const moved = movedOf(before.items, after.items);
  const rose = moved.filter(({ movement }) => (movement ?? 0) > 0);
  const fell = moved.filter(({ movement }) => (movement ?? 0) < 0);
  const unknown = moved.filter(({ score }) => score === null);
  const unmeasured = moved.filter(({ movement }) => movement === null);
  const href = pageAt(end);
  const isMatrix = after.sides.length > 1 && after.sides.length <= MOST_SIDES;
  return {
    section: {
      id: 'reproducibility',
      title:
        site === '' ? 'Reproducibility between sites' : `Reproducibility between the clusters of ${site}`,
      asOf: (end === '' ? source.now : to).toISOString(),
      note: `${ofWhat(source.scope, after)}The score of a row in a column: how exactly the column has the tools of the row, one per version: 100 % where all are identical, ${percent(source.config.compare.weights['same-build'])} where all are the same build, 0 where all are missing. Counted after sweeps, the last time before then; what moved did so since the beginning of the period. What was not read is not counted.`,
      figures: [
        figure('pairs', `Pairs of ${pairsOf}`, moved.length, href),
        figure('pairs-rose', `Scores of ${pairsOf} that rose`, rose.length, href),
        figure('pairs-fell', `Scores of ${pairsOf} that fell`, fell.length, href),
        figure('pairs-unknown', `Scores of ${pairsOf} that are not known`, unknown.length, href),
        figure(
          'pairs-unmeasured',
          `Scores of ${pairsOf} whose movement is not known`,
          unmeasured.length,
          href,
        ),
      ],
      charts: isMatrix ? [chartOf(after, pairsOf)] : [],
      tables: [
        ...(isMatrix ? [matrixOf(after, pairsOf, href)] : []),
        movedTable([...rose, ...fell], pageAt(from.toISOString()), pairsOf),
        tableOf({ id: 'pairs', title: `Pairs of ${pairsOf}`, href, columns: PAIRS, rows: moved }),
      ],
    },
    line: lineOf(moved, { rose: rose.length, fell: fell.length, unmeasured: unmeasured.length }, pairsOf),
    attention: '',
    warnings: unmeasured.length < moved.length ? await renamed(source) : [],
  };
}

/** Whose pairs they are: a report of one place has those of the clusters around it. */
function ofWhat({ site, cluster }: ReportScope, { sides }: AllPairs): string {
  if (site === '') return '';
  if (sides.length < 2) return `${site} has no two clusters that could be compared. `;
  return cluster === ''
    ? `Each cluster of ${site} with each other one. `
    : `Each cluster of ${site} with each other one, ${cluster} among them. `;
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

/** The page tells scores, and not how they moved. */
function movedTable(moved: Moved[], href: string, of: string): MadeTable {
  const title = sentence(`scores of ${of} that moved, most first`);
  return tableOf({ id: 'moved', title, href, columns: MOVED, rows: moved.toSorted(byMovement) });
}

const scoreIn = ({ items }: AllPairs) => {
  const scores = new Map(items.map(({ a, b, score }) => [JSON.stringify([a, b]), score]));
  return (a: string, b: string) => scores.get(JSON.stringify([a, b])) ?? null;
};

function matrixOf(pairs: AllPairs, of: string, href: string): MadeTable {
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

function chartOf(pairs: AllPairs, of: string) {
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

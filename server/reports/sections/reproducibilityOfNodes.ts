import { compareScopes } from '../../compare/compareScopes.ts';
import { namedCounts } from '../../compare/counts.ts';
import { scoreOf } from '../../compare/score.ts';
import { listSites } from '../../query/clusters.ts';
import type { PairRow } from '../../routes/schemas/compare.ts';
import type { ReportFigure } from '../model.ts';
import { address } from './address.ts';
import { lineOf, type Moved, movedOf, PAIRS } from './movedPairs.ts';
import { moved } from './movement.ts';
import { notOfNodes } from './notOfNodes.ts';
import { scopeNow } from './scopeNow.ts';
import type { Source, Told } from './source.ts';
import { tableOf } from './table.ts';

/** Each costs what comparing two places costs, four times. */
const MOST_OTHERS = 12;

const TITLE = 'Reproducibility of these nodes';

/** How exactly the other clusters of the site have the tools of some nodes, and these nodes theirs, and how that moved. */
export async function reproducibilityOfNodes(source: Source): Promise<Told> {
  const { scope, period, now } = source;
  const end = period.to > now ? '' : `@${period.to.toISOString()}`;
  const own = end === '' ? await scopeNow(source) : scope.text;
  const others = await otherClusters(source);
  if (own === '' || others.length === 0)
    return notOfNodes(
      'reproducibility',
      TITLE,
      own === ''
        ? 'None of these nodes is there still.'
        : `${scope.site} has no other cluster to compare with.`,
    );
  const shown = others.slice(0, MOST_OTHERS);
  const after = await pairsAt(source, own, shown, end);
  const before = await pairsAt(source, scope.text, shown, `@${period.from.toISOString()}`);
  const pairs = movedOf(before, after);
  const rose = pairs.filter(({ movement }) => (movement ?? 0) > 0).length;
  const fell = pairs.filter(({ movement }) => (movement ?? 0) < 0).length;
  const unmeasured = pairs.filter(({ movement }) => movement === null).length;
  const left = others.length - shown.length;
  const page = (other: string) => address('/compare', { a: `${own}${end}`, b: `${other}${end}` });
  return {
    section: {
      id: 'reproducibility',
      title: TITLE,
      asOf: (end === '' ? now : period.to).toISOString(),
      note: `These nodes against each other cluster of ${scope.site}, as a report of a cluster has them, with the score at the beginning of the period.${left > 0 ? ` Only the first ${MOST_OTHERS} of ${others.length} by name: no comparison of some nodes is kept, so that each is worked out for this report alone, both ways and of both times, which takes seconds; the page compares these nodes with any other.` : ''} Compared from what is known of both times; what was not read is not counted.`,
      figures: pairs.map((pair) => figureOf(pair, page)),
      charts: [],
      tables: [
        tableOf({
          id: 'pairs',
          title: `These nodes and other clusters of ${scope.site}`,
          href: page(shown[0] ?? ''),
          columns: PAIRS,
          rows: pairs,
        }),
      ],
    },
    line: lineOf(pairs, { rose, fell, unmeasured }, `these nodes and other clusters of ${scope.site}`),
    attention: '',
    warnings: [],
  };
}

/** What these nodes are called in the rows. */
const OWN = 'these nodes';

function figureOf({ a, b, score: value, before }: Moved, page: (other: string) => string): ReportFigure {
  const isThere = a === OWN;
  const score: ReportFigure = {
    id: isThere ? `there ${b}` : `back ${a}`,
    label: isThere ? `Tools of these nodes in ${b}` : `Tools of ${a} on these nodes`,
    value,
    type: 'share',
    href: page(isThere ? b : a),
  };
  return moved(score, before);
}

async function otherClusters({ db, scope }: Source): Promise<string[]> {
  const site = (await listSites(db)).find(({ name }) => name === scope.site);
  const names = site?.clusters.map(({ name }) => name) ?? [];
  return names.filter((name) => name !== scope.cluster).map((name) => `${scope.site}/${name}`);
}

/** Both ways between some nodes and each of some clusters; `at` follows each scope. */
async function pairsAt(
  { db, config, now }: Source,
  own: string,
  others: string[],
  at: string,
): Promise<PairRow[]> {
  const { weights, staleDays } = config.compare;
  const rows: PairRow[] = [];
  for (const other of others) {
    const { there, back } = await compareScopes(
      db,
      { a: `${own}${at}`, b: `${other}${at}` },
      { staleDays, now },
    );
    const row = (a: string, b: string, { summary: { matches } }: typeof there): PairRow => ({
      a,
      b,
      score: scoreOf(matches, weights),
      ...namedCounts(matches),
    });
    rows.push(row(OWN, other, there), row(other, OWN, back));
  }
  return rows;
}

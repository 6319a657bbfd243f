import { TIERS } from '../../compare/classes.ts';
import { type TierCounts, tiersOf } from '../../query/tiers.ts';
import { address, placeOf } from './address.ts';
import { clustersOf, nameOf } from './clusters.ts';
import type { Source, Told } from './source.ts';
import { number, tableOf, text } from './table.ts';
import { tiersOfNodes } from './tiersOfNodes.ts';

interface Row {
  name: string;
  tiers: TierCounts;
}

/** Tools by their best tier: of all together, and of each place. */
export interface TiersTold {
  of: 'site' | 'cluster' | 'nodes';
  all: TierCounts;
  rows: Row[];
  /** Where the tools of a tier are listed. */
  where: (tier: string) => string;
  /** Where the rows are. */
  href: string;
}

const MEANINGS: Record<keyof TierCounts, string> = {
  '1a': 'images that run without a daemon',
  '1b': 'Docker images',
  '2': 'conda environments',
  '3': 'modules and Spack',
  '4': 'there by chance',
};

const HEADS = { site: 'Site', cluster: 'Cluster', nodes: 'Nodes' } as const;

/** How well what is offered travels: tools by the best tier, site by site, cluster by cluster of one site, or of some nodes. */
export async function tiers(source: Source): Promise<Told> {
  const { of, all, rows, where, href } =
    source.scope.nodes === '' ? await tiersOfPlaces(source) : await tiersOfNodes(source);
  return {
    section: {
      id: 'tiers',
      title: of === 'nodes' ? 'Tiers of these nodes' : `Tiers by ${of}`,
      asOf: source.now.toISOString(),
      note: `Tools, each under the best tier that it is offered as: ${TIERS.map((tier) => `${tier} ${MEANINGS[tier]}`).join(', ')}.${of === 'nodes' ? ' Counted from an inventory of what these nodes see.' : ''}`,
      figures: TIERS.map((tier) => ({
        id: `tier-${tier}`,
        label: `Tier ${tier}: ${MEANINGS[tier]}`,
        value: all[tier],
        type: 'number' as const,
        href: where(tier),
      })),
      charts: [
        {
          id: 'tiers',
          title: `Tools by ${of} and best tier`,
          kind: 'stacked',
          type: 'number',
          unit: 'tools',
          categories: rows.map(({ name }) => name),
          series: TIERS.map((tier) => ({ name: `Tier ${tier}`, values: rows.map((row) => row.tiers[tier]) })),
          table: 'tiers',
        },
      ],
      tables: [
        tableOf({
          id: 'tiers',
          title: `Tools by ${of} and best tier`,
          href,
          columns: [
            text<Row>(of, HEADS[of], (row) => row.name),
            ...TIERS.map((tier) => number<Row>(`tier${tier}`, `Tier ${tier}`, (row) => row.tiers[tier])),
          ],
          rows,
        }),
      ],
    },
    line: '',
    attention: '',
    warnings: [],
  };
}

async function tiersOfPlaces(source: Source): Promise<TiersTold> {
  const { all, sites } = await tiersOf(source.db, placeOf(source));
  const of = source.scope.site === '' ? 'site' : 'cluster';
  const rows: Row[] =
    of === 'site'
      ? sites.map(([name, tiers]) => ({ name, tiers }))
      : (await clustersOf(source)).map((cluster) => ({ name: nameOf(cluster), tiers: cluster.tiers }));
  return { of, all, rows, where: (best) => address('/find', { ...placeOf(source), best }), href: '/' };
}

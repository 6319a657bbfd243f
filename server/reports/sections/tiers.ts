import { TIERS } from '../../compare/classes.ts';
import { type TierCounts, tiersOf } from '../../query/tiers.ts';
import { address, placeOf } from './address.ts';
import { clustersOf, nameOf } from './clusters.ts';
import type { Source, Told } from './source.ts';
import { number, tableOf, text } from './table.ts';

interface Row {
  name: string;
  tiers: TierCounts;
}

const MEANINGS: Record<keyof TierCounts, string> = {
  '1a': 'images that run without a daemon',
  '1b': 'Docker images',
  '2': 'conda environments',
  '3': 'modules and Spack',
  '4': 'there by chance',
};

/** How well what is offered travels: tools by the best tier, site by site, or cluster by cluster of one site. */
export async function tiers(source: Source): Promise<Told> {
  const found = await tiersOf(source.db, placeOf(source));
  const of = source.scope.site === '' ? 'site' : 'cluster';
  const rows: Row[] =
    of === 'site'
      ? found.sites.map(([name, tiers]) => ({ name, tiers }))
      : (await clustersOf(source)).map((cluster) => ({ name: nameOf(cluster), tiers: cluster.tiers }));
  const where = (best: string) => address('/find', { ...placeOf(source), best });
  return {
    section: {
      id: 'tiers',
      title: `Tiers by ${of}`,
      note: `As it was when the report was made. Tools, each under the best tier that it is offered as: ${TIERS.map((tier) => `${tier} ${MEANINGS[tier]}`).join(', ')}.`,
      figures: TIERS.map((tier) => ({
        id: `tier-${tier}`,
        label: `Tier ${tier}: ${MEANINGS[tier]}`,
        value: found.all[tier],
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
          href: '/',
          columns: [
            text<Row>(of, of === 'site' ? 'Site' : 'Cluster', (row) => row.name),
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

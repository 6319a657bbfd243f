import type { Cluster } from '../../server/routes/schemas/places.ts';
import { findPage } from '../addresses/pages.ts';
import { TIERS, TierMark } from '../components/Tier.tsx';
import { counted, numberText } from '../text/quantities.ts';

/** The tools of a cluster by the best tier under which it has them; each number leads to its tools. */
export function TierBar({ cluster: { site, name, tiers, tools } }: { cluster: Cluster }) {
  const parts = TIERS.filter((tier) => tiers[tier] > 0);
  if (parts.length === 0) return null;
  const label = parts.map((tier) => `tier ${tier}: ${numberText(tiers[tier])}`).join(', ');
  let x = 0;
  return (
    <div class="outcome-bar">
      <svg class="bar" width="100%" height="10" role="img" aria-label={`${counted(tools, 'tool')}: ${label}`}>
        {parts.map((tier) => {
          const from = x;
          x += (100 * tiers[tier]) / tools;
          return (
            <rect
              key={tier}
              class={`tier-part tier-part-${tier}`}
              x={`${from}%`}
              y="0"
              width={`${x - from}%`}
              height="10"
            />
          );
        })}
      </svg>
      <ul class="outcome-counts">
        {parts.map((tier) => (
          <li key={tier}>
            <svg class="shape" viewBox="0 0 10 10" aria-hidden="true">
              <rect class={`tier-part tier-part-${tier}`} width="10" height="10" />
            </svg>
            <TierMark tier={tier} />
            <a href={findPage({ site, cluster: name, best: tier })}>{numberText(tiers[tier])}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

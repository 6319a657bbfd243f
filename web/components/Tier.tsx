import type { Tier } from '../../server/routes/schemas/common.ts';

export const tierSentences: Record<Tier, string> = {
  '1a': 'image without a daemon: the same bytes anywhere',
  '1b': 'Docker image: the same bytes, but needs a daemon and usually root',
  '2': 'conda environment: the recipe travels, the solution may differ',
  '3': 'module or Spack package: local to its cluster',
  '4': 'system package, venv or writable sandbox: there by chance',
};

/** Best first. */
export const TIERS = ['1a', '1b', '2', '3', '4'] as const;

/** The ink of each in charts, which is that of styles/overview.css: the same one is drawn alike everywhere. */
export const tierInks: Record<Tier, number> = { '1a': 0, '1b': 4, '2': 1, '3': 2, '4': 3 };

/** How well it travels to another site, best first. */
export function TierMark({ tier }: { tier: Tier }) {
  return (
    <span class={`tier tier-${tier}`} title={tierSentences[tier]}>
      <span class="out-of-sight">tier </span>
      {tier}
    </span>
  );
}

export function TierLegend() {
  return (
    <details class="legend">
      <summary>What the tiers mean</summary>
      <dl>
        {TIERS.map((tier) => (
          <div key={tier}>
            <dt>
              <span class={`tier tier-${tier}`}>{tier}</span>
            </dt>
            <dd>{tierSentences[tier]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

import type { Tier } from '../../server/routes/schemas/common.ts';

export const tierSentences: Record<Tier, string> = {
  '1a': 'image without a daemon: the same bytes anywhere',
  '1b': 'Docker image: the same bytes, but needs a daemon and usually root',
  '2': 'conda environment: the recipe travels, the solution may differ',
  '3': 'module or Spack package: local to its cluster',
  '4': 'system package, venv or writable sandbox: there by chance',
};

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
        {Object.entries(tierSentences).map(([tier, sentence]) => (
          <div key={tier}>
            <dt>
              <span class={`tier tier-${tier}`}>{tier}</span>
            </dt>
            <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

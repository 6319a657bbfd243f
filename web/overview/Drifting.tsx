import type { ClusterDrift } from '../../server/routes/schemas/drift.ts';
import { driftPage } from '../addresses/pages.ts';
import type { Page } from '../api/requests.ts';
import type { Answer } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { Plain } from '../components/Plain.tsx';
import { numberText } from '../text/quantities.ts';

/** As many clusters as are listed: those with most differences. */
export const ASKED = 50;

/** Clusters with nodes that differ from their peers; each number leads to its differences. */
export function Drifting({ answer }: { answer: Answer<Page<ClusterDrift>> }) {
  return (
    <section aria-labelledby="drifting-title">
      <h2 id="drifting-title">Drift</h2>
      <AnswerState answer={answer} what="where nodes differ">
        {({ items, next }) => {
          const drifting = items.filter(({ differences }) => differences > 0);
          const more = next !== null && drifting.length === items.length;
          return (
            <>
              {drifting.length === 0 && <p class="none">No node differs from its peers.</p>}
              <ul class="index">
                {drifting.map(({ site, cluster, differences }) => (
                  <li key={`${site}/${cluster}`}>
                    <a href={driftPage({ site, cluster })}>
                      <Plain text={`${site}/${cluster}`} />
                    </a>
                    <span class="leader" />
                    <span class="index-count">{numberText(differences)}</span>
                  </li>
                ))}
              </ul>
              {more && (
                <p>
                  The {ASKED} clusters with most differences. <a href={driftPage({})}>All clusters</a>
                </p>
              )}
            </>
          );
        }}
      </AnswerState>
    </section>
  );
}

import { useRoute } from 'preact-iso';
import type { NodeDetail } from '../../server/routes/schemas/places.ts';
import { changesPage, clusterPage, nodeHistoryPage } from '../addresses/pages.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { nodeRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { FacetOutcomeWord, OutcomeShape } from '../components/Outcome.tsx';
import { facetLooks } from '../components/outcomes.ts';
import { PageHead } from '../components/PageHead.tsx';
import { FacetSheet } from '../node/FacetSheet.tsx';
import { NodeSummary } from '../node/NodeSummary.tsx';
import { NodeVisits } from '../node/NodeVisits.tsx';
import { labelOf } from '../text/labels.ts';

const AGAIN = 60_000;

export function NodePage() {
  const id = useRoute().params.id ?? '';
  const answer = useApi(nodeRequest(id), { every: AGAIN });
  const node = answer.data;
  useTitle(node ? `${node.name}, ${node.site}/${node.cluster}` : 'Node');
  return (
    <>
      <PageHead title={node?.name ?? `Node ${id}`} crumbs={crumbsOf(node)}>
        {/* There from the beginning, so that nothing moves when the node is. */}
        <p class="links-line">
          <a href={nodeHistoryPage(node?.id ?? Number(id))}>History of this node</a>
          {node && (
            <a href={changesPage({ scope: `${node.site}/${node.cluster}/${node.name}` })}>
              What changed here in the last week
            </a>
          )}
        </p>
      </PageHead>
      <AnswerState answer={answer} what="the node">
        {(shown) => (
          <div class="beside beside-node">
            <FacetIndex node={shown} />
            <div class="beside-main">
              <NodeSummary node={shown} />
              {shown.facets.map((facet) => (
                <FacetSheet key={facet.facet} node={shown.id} state={facet} visitReason={shown.reason} />
              ))}
              <NodeVisits node={shown} />
            </div>
          </div>
        )}
      </AnswerState>
    </>
  );
}

const crumbsOf = (node: NodeDetail | undefined) => [
  { title: 'Overview', href: '/' },
  ...(node ? [{ title: `${node.site}/${node.cluster}`, href: clusterPage(node.site, node.cluster) }] : []),
];

function FacetIndex({ node }: { node: NodeDetail }) {
  return (
    <nav class="facet-index" aria-label="Facets of this node">
      <ul>
        {node.facets.map(({ facet, outcome, roots }) => {
          const unwell = roots.some((root) => root.outcome === 'failed');
          return (
            <li key={facet}>
              <a href={`#${facet}`}>
                {unwell && outcome === 'present' ? (
                  <OutcomeShape tone="part" />
                ) : (
                  <OutcomeShape tone={facetLooks[outcome ?? 'never'].tone} />
                )}
                {labelOf(facet)}
                <span class="out-of-sight">
                  : <FacetOutcomeWord outcome={outcome} />
                  {unwell ? ', but a root failed' : ''}
                </span>
              </a>
            </li>
          );
        })}
        <li>
          <a href="#visits">
            <span class="shape" />
            Visits
          </a>
        </li>
      </ul>
    </nav>
  );
}

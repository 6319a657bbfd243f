import { driftPage } from '../addresses/pages.ts';
import { driftRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { counted, numberText } from '../text/quantities.ts';
import { DriftTable } from './DriftTable.tsx';

/** As many differences as are read beside all else; the page Drift has all. */
const MOST = 20;

/** On the page of a cluster, folded: which nodes differ from the majority of their peers, and in what. */
export function DriftFold({ site, cluster }: { site: string; cluster: string }) {
  const request = driftRequest(site, cluster, { limit: MOST });
  const answer = useApi(request);
  // As high as what comes, so that what stands below stays where it is.
  if (answer.data === undefined && !answer.failure)
    return (
      <p class="drift-fold" role="status">
        Loading the drift …
      </p>
    );
  return (
    <AnswerState answer={answer} what="the drift">
      {(drift) => {
        const { outliers, reboots, unknown, unknownCount, total } = drift;
        const waiting = reboots.reduce((sum, { nodeCount }) => sum + nodeCount, 0);
        return (
          <details class="drift-fold">
            <summary>
              {outliers === 0
                ? 'No node differs from its peers'
                : `${counted(outliers, 'node differs', 'nodes differ')} from ${outliers === 1 ? 'its' : 'their'} peers`}
              {waiting > 0 && `, ${counted(waiting, 'node waits', 'nodes wait')} for a reboot`}
            </summary>
            {total > 0 && <DriftTable drift={drift} request={request} />}
            {unknownCount > 0 && (
              <p class="evidence">
                Without peers, since their hardware is not known: <NodeSet text={unknown} />
              </p>
            )}
            <p>
              <a href={driftPage({ site, cluster })}>
                {total > MOST
                  ? `All ${numberText(total)} differences, by facet and state`
                  : 'By facet and state, with the peers and their kernels'}
              </a>
            </p>
          </details>
        );
      }}
    </AnswerState>
  );
}

import type { ComponentChildren } from 'preact';
import type { NodeDetail } from '../../server/routes/schemas/places.ts';
import { nodesPage } from '../addresses/pages.ts';
import { Age } from '../components/Age.tsx';
import { Known } from '../components/Known.tsx';
import { ReasonText, VisitOutcomeWord } from '../components/Outcome.tsx';
import { Plain } from '../components/Plain.tsx';
import { visibleText } from '../text/visible.ts';

export function NodeSummary({ node }: { node: NodeDetail }) {
  const { site, cluster, role } = node;
  return (
    <section class="node-summary" aria-label="Summary">
      <dl class="facts">
        <Fact title="Latest visit">
          <VisitOutcomeWord outcome={node.outcome} />
          {node.visitedAt !== null && (
            <>
              , <Age at={node.visitedAt} />
            </>
          )}
        </Fact>
        {node.reason && (
          <Fact title="Reason" wide>
            <ReasonText reason={node.reason} href={nodesPage({ site, cluster, reason: node.reason.code })} />
          </Fact>
        )}
        {node.lastGoodAt !== node.visitedAt && (
          <Fact title="Last read">
            <Age at={node.lastGoodAt} />
          </Fact>
        )}
        <Fact title="Role">
          <a href={nodesPage({ site, cluster, role })}>{role}</a>
        </Fact>
        <Fact title="Architecture">
          <Known text={node.architecture} told={node.told.architecture} />
        </Fact>
        <Fact title="System">
          <Known text={node.os} told={node.told.os} />
        </Fact>
        <Fact title="Kernel">
          <Known text={node.kernel} told={node.told.kernel} />
        </Fact>
        <Fact title="GPUs">
          <Known text={node.gpus} told={node.told.gpus} none />
        </Fact>
        <Fact title="Reached">
          <Plain text={node.address} /> by {node.transport}
        </Fact>
      </dl>
      {node.outcome === 'failed' && node.lastGoodAt !== null && (
        <p class="notice notice-stale">
          The latest visit learnt nothing. Below is what was known before, each fact with its own age.
        </p>
      )}
      {node.outcome === null && (
        <p class="notice notice-empty">
          Not visited yet. <code>{visibleText(`gazetteer collect ${site}/${cluster}/${node.name}`)}</code>{' '}
          visits it.
        </p>
      )}
    </section>
  );
}

function Fact({
  title,
  wide = false,
  children,
}: {
  title: string;
  wide?: boolean;
  children: ComponentChildren;
}) {
  return (
    <div class={wide ? 'fact fact-wide' : 'fact'}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

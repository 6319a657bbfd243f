import type { Overview } from '../../server/routes/schemas/find.ts';
import { findPage, nodesPage } from '../addresses/pages.ts';
import { changesRequest, concernsRequest, driftOverviewRequest } from '../api/requests.ts';
import { type Answer, isSettled, useApi } from '../api/useApi.ts';
import { AnswerState, Loading } from '../components/AnswerState.tsx';
import { Attention } from './Attention.tsx';
import { ASKED, Drifting } from './Drifting.tsx';
import { Week } from './Week.tsx';

/** What stands beside the sites. Each piece waits for those above it, so that none moves what somebody reads already. */
export function Margin({ overview, every }: { overview: Answer<Overview>; every: number }) {
  const concerns = useApi(concernsRequest, { every });
  const week = useApi(changesRequest({ limit: 1 }));
  const drift = useApi(driftOverviewRequest({ sort: '-differences', limit: ASKED }));
  if (!isSettled(overview) || !isSettled(concerns)) {
    return (
      <aside>
        <Loading what="what needs attention" />
      </aside>
    );
  }
  return (
    <aside>
      <AnswerState answer={overview} what="what needs attention">
        {(known) => (
          <>
            <Attention entries={[...known.attention, ...(concerns.data?.items ?? [])]} />
            <Totals overview={known} />
          </>
        )}
      </AnswerState>
      {concerns.failure && (
        <AnswerState answer={concerns} what="what needs attention in images and environments">
          {() => null}
        </AnswerState>
      )}
      <Week answer={week} />
      {isSettled(week) && <Drifting answer={drift} />}
    </aside>
  );
}

function Totals({ overview }: { overview: Overview }) {
  return (
    <section aria-labelledby="totals-title">
      <h2 id="totals-title">In this gazetteer</h2>
      <ul class="index">
        <Total title="Sites" count={overview.sites} href="#sites" />
        <Total title="Clusters" count={overview.clusters} href="#sites" />
        <Total title="Nodes" count={overview.nodes} href={nodesPage({})} />
        <Total title="Tools" count={overview.tools} href={findPage({})} />
      </ul>
    </section>
  );
}

function Total({ title, count, href }: { title: string; count: number; href: string }) {
  return (
    <li>
      <a href={href}>{title}</a>
      <span class="leader" />
      <span class="index-count">{count.toLocaleString('en')}</span>
    </li>
  );
}

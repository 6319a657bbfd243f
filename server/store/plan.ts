import { identitiesRead } from './counterpart.ts';
import type { NodeState } from './nodeState.ts';
import { fail, planRoot } from './planRoot.ts';
import type { StoredFacet, StoredRoot } from './storedReading.ts';
import type { PlanSettings, VisitPlan } from './visitPlan.ts';

/**
 * Decides what one visit changes. Pure. `facets` holds what arrived; facets that were asked for and
 * are not in it are failed by the caller.
 */
export function planVisit(state: NodeState, facets: StoredFacet[], settings: PlanSettings): VisitPlan {
  const plan: VisitPlan = {
    confirmed: 0,
    read: false,
    absent: 0,
    unconfirmed: [],
    unwalked: [],
    pending: [],
    failures: [],
    changes: [],
    holds: [],
    releases: [],
    seenAgain: [],
  };
  const read = identitiesRead(facets);
  for (const given of facets) {
    const facet = state.overtaken.facets & (1 << given.facet) ? overtaken(given) : given;
    plan.read ||= facet.outcome !== 'failed' || facet.roots.some(isRead);
    planFacet(plan, state, facet);
    const settled = new Set<number>();
    for (const reading of facet.roots) planRoot(plan, state, reading, { ...settings, read }, settled);
    for (const root of state.roots) {
      if (root.facet !== facet.facet || settled.has(root.id)) continue;
      plan.unconfirmed.push(root.id);
      if (facet.outcome === 'failed') continue;
      fail(plan, facet.facet, root.path, 'not-seen', 'it was seen before and this visit says nothing of it');
    }
  }
  return plan;
}

/** What an older visit read of a facet says nothing when a later one was stored already. */
function overtaken(facet: StoredFacet): StoredFacet {
  const message = 'a visit of this node that began later was stored before';
  return { ...facet, outcome: 'failed', reason: 'overtaken', message, document: null, roots: [] };
}

const isRead = (root: StoredRoot) => root.outcome === 'present' || root.outcome === 'elsewhere';

function planFacet(plan: VisitPlan, state: NodeState, facet: StoredFacet): void {
  const bit = 1 << facet.facet;
  const open = state.observations.get(facet.facet);
  if (facet.outcome === 'failed') return fail(plan, facet.facet, '', facet.reason, facet.message);
  plan.confirmed |= bit;
  if (facet.outcome === 'absent') {
    plan.absent |= bit;
    plan.failures.push({
      facet: facet.facet,
      root: '',
      outcome: 'absent',
      reason: facet.reason,
      message: facet.message,
    });
    if (open) plan.changes.push({ type: 'unobserve', facet: facet.facet });
    return;
  }
  if (facet.document && open?.documentId !== facet.document.id) {
    const { document, parts } = facet;
    plan.changes.push({ type: 'observe', facet: facet.facet, document, parts, replaces: open !== undefined });
  }
}

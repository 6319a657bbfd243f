import { type FacetName, facetNames, isFacetName } from '../facets/names.ts';
import { decodeFrames } from '../frames/decode.ts';
import type { VisitReport } from '../store/visit.ts';
import { busySkipped } from './busySkipped.ts';
import { readFacet } from './readings.ts';
import { visitFailure } from './visitFailure.ts';

/** A whole agent output as a visit, dated `at`; null when the bytes hold none. `shared`: as the node's settings say. */
export function savedVisit(
  { id, shared }: { id: number; shared: string[] },
  bytes: Buffer,
  at: Date = new Date(),
): Omit<VisitReport, 'sweepId' | 'clusterId'> | null {
  const session = decodeFrames(bytes);
  if (session.agent === '') return null;
  const facets = session.facets.filter(
    (one, at) => session.facets.findIndex((other) => other.facet === one.facet) === at,
  );
  const readings = facets.flatMap((evidence) =>
    isFacetName(evidence.facet)
      ? [{ facet: evidence.facet, reading: readFacet(evidence.facet, evidence) }]
      : [],
  );
  // A saved output may be of some facets only; those that it does not hold were not asked for.
  const asked: readonly FacetName[] = session.complete ? readings.map((one) => one.facet) : facetNames;
  const told = {
    nodeId: id,
    shared,
    startedAt: at,
    milliseconds: 0,
    bytes: session.bytes,
    agent: session.agent,
  };
  const skipped = busySkipped(session);
  if (skipped) return { ...told, asked: [], readings: [], failure: skipped, notExpected: true };
  return {
    ...told,
    asked,
    readings,
    failure: visitFailure(session, { failure: null, exitCode: null, stderr: '' }),
  };
}

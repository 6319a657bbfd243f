import type { FacetReading, ItemReading } from '../facets/facet.ts';
import type { FacetName } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import { canonicalDocument } from '../store/canonical.ts';

/** A reading as the command line prints it: documents with hash and offerings, outcome and coverage per root. */
export function readingView({ facet, reading }: { facet: FacetName; reading: FacetReading }) {
  const offerings = facets[facet].offerings;
  const item = (one: ItemReading) => ({
    path: one.path,
    hash: canonicalDocument(one.facts).hash.toString('hex'),
    document: one.facts,
    offerings: offerings(one.facts, one.path),
  });
  return {
    facet,
    outcome: reading.outcome,
    reason: reading.reason,
    message: reading.message,
    hash: reading.node ? canonicalDocument(reading.node.facts).hash.toString('hex') : null,
    document: reading.node?.facts ?? null,
    offerings: reading.node ? offerings(reading.node.facts, '') : [],
    roots: reading.roots.map((root) => ({
      kind: root.kind,
      path: root.path,
      key: root.key,
      mount: root.mount,
      outcome: root.outcome,
      reason: root.reason,
      message: root.message,
      coverage: { read: root.items.length, unread: root.unread.length },
      unread: root.unread,
      items: root.items.map(item),
    })),
    problems: reading.problems,
  };
}

import type { Reason } from '../../server/routes/schemas/common.ts';
import type { FacetState } from '../../server/routes/schemas/places.ts';
import { documentPage, nodeHistoryPage } from '../addresses/pages.ts';
import { Since } from '../components/Age.tsx';
import { Facts } from '../components/Facts.tsx';
import { labelOf } from '../text/labels.ts';
import { bytesText } from '../text/quantities.ts';
import { ReadingState } from './ReadingState.tsx';
import { RootSheet } from './RootSheet.tsx';

/** One facet of a node: how its last reading went, and what is known, with its age. */
export function FacetSheet({
  node,
  state,
  visitReason,
}: {
  node: number;
  state: FacetState;
  visitReason: Reason | null;
}) {
  const { facet, sentence, outcome, document, roots } = state;
  const known = document !== null || roots.length > 0;
  return (
    <section class="facet" id={facet} aria-labelledby={`${facet}-title`}>
      <header class="facet-head">
        <h2 id={`${facet}-title`}>{labelOf(facet)}</h2>
        <ReadingState {...state} visitReason={visitReason} />
        <p class="facet-sentence">
          {sentence}
          {known && (
            <>
              {' '}
              <a href={nodeHistoryPage(node, { facet, unchanged: 'yes' })}>
                History<span class="out-of-sight"> of {labelOf(facet)}</span>
              </a>
            </>
          )}
        </p>
      </header>
      {document && (
        <>
          <Facts facts={document.facts} cut={document.cut} />
          <p class="source">
            <a href={documentPage(document.hash)}>Document {document.hash.slice(0, 12)}</a>
            {' · '}
            {bytesText(document.bytes)}
            {' · '}
            <Since since={document.since} after={document.sinceAfter} />
            {' · '}
            <a href={`/api/v1/documents/${document.hash}/raw`}>
              Evidence<span class="out-of-sight"> of {labelOf(facet)}</span>
            </a>
          </p>
        </>
      )}
      {roots.map((root) => (
        <RootSheet key={root.id} root={root} visitReason={visitReason} />
      ))}
      {!known && <NothingKnown outcome={outcome} />}
    </section>
  );
}

function NothingKnown({ outcome }: { outcome: FacetState['outcome'] }) {
  const words = {
    present: 'Read, and there is nothing in it.',
    absent: 'Positively not there.',
    failed: 'Nothing is known, now or from before.',
    notExpected: 'Not read, on purpose.',
    never: 'Not visited yet, or not asked of this node.',
  };
  return <p class="none">{words[outcome ?? 'never']}</p>;
}

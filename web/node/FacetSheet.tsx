import type { FacetState } from '../../server/routes/schemas/places.ts';
import { documentPage } from '../addresses/pages.ts';
import { Age, Since } from '../components/Age.tsx';
import { Facts } from '../components/Facts.tsx';
import { FacetOutcomeWord, ReasonText } from '../components/Outcome.tsx';
import { bytesText } from '../text/quantities.ts';
import { RootSheet } from './RootSheet.tsx';

/** One facet of a node: how its last reading went, and what is known, with its age. */
export function FacetSheet({ state, node }: { state: FacetState; node: string }) {
  const { facet, sentence, outcome, reason, confirmedAt, document, roots } = state;
  const known = document !== null || roots.length > 0;
  return (
    <section class="facet" id={facet} aria-labelledby={`${facet}-title`}>
      <header class="facet-head">
        <h2 id={`${facet}-title`}>{facet}</h2>
        <p class="facet-state">
          <FacetOutcomeWord outcome={outcome} /> <ReasonText reason={reason} />
          {confirmedAt !== null && (
            <span class="facet-age">
              {outcome === 'failed' ? 'known from ' : 'read '}
              <Age at={confirmedAt} />
            </span>
          )}
        </p>
        {sentence !== '' && <p class="facet-sentence">{sentence}</p>}
      </header>
      {document && (
        <>
          <Facts facts={document.facts} name={node} />
          <p class="source">
            <a href={documentPage(document.hash)}>Document {document.hash.slice(0, 12)}</a>
            {' · '}
            {bytesText(document.bytes)}
            {' · '}
            <Since since={document.since} after={document.sinceAfter} />
          </p>
        </>
      )}
      {roots.map((root) => (
        <RootSheet key={root.id} root={root} />
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
    never: 'Not visited yet.',
  };
  return <p class="none">{words[outcome ?? 'never']}</p>;
}

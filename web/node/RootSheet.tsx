import type { Reason } from '../../server/routes/schemas/common.ts';
import type { RootState } from '../../server/routes/schemas/places.ts';
import { Plain } from '../components/Plain.tsx';
import { visibleText } from '../text/visible.ts';
import { ReadingState } from './ReadingState.tsx';
import { RootContents } from './RootContents.tsx';

/** One place that a facet reads, how that went, and the documents in it. */
export function RootSheet({ root, visitReason }: { root: RootState; visitReason: Reason | null }) {
  return (
    <section class="root" aria-label={visibleText(`${root.kind} ${root.path}`)}>
      <header class="root-head">
        <h3>
          <Plain text={root.path === '' ? root.kind : root.path} />
        </h3>
        <ReadingState {...root} visitReason={visitReason} />
        <p class="root-about">
          <Plain text={root.kind} />
          {root.mount !== '' && (
            <>
              {' on '}
              <Plain text={root.mount} />
            </>
          )}
          , {root.shared ? 'shared with other nodes' : 'this node’s own'}
          {root.readOn === '' ? '' : visibleText(`, read on ${root.readOn}`)}
          {root.key !== '' && (
            <>
              {' · read as '}
              <Plain text={root.key} />
            </>
          )}
        </p>
      </header>
      <RootItems root={root} />
    </section>
  );
}

function RootItems({ root }: { root: RootState }) {
  const { items } = root;
  if (items.length === 0) {
    return <p class="none">{root.outcome === 'present' ? 'Read, and empty.' : 'Nothing is known in it.'}</p>;
  }
  return <RootContents items={items} confirmedAt={root.confirmedAt} />;
}

import type { DocumentView } from '../../server/routes/schemas/places.ts';
import { visibleText } from '../text/visible.ts';

/** What each column of the rows says. */
export function Meaning({ document }: { document: DocumentView }) {
  const told = document.columns.filter(({ sentence }) => sentence !== '');
  if (told.length === 0) return null;
  return (
    <details class="legend">
      <summary>What the columns mean</summary>
      <dl>
        {told.map(({ name, sentence }) => (
          <div key={name}>
            <dt>
              <code>{visibleText(name)}</code>
            </dt>
            <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

import { useState } from 'preact/hooks';
import type { DocumentView, RootState } from '../../server/routes/schemas/places.ts';
import { documentPage } from '../addresses/pages.ts';
import { documentRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age, Since } from '../components/Age.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { Facts } from '../components/Facts.tsx';
import { Plain } from '../components/Plain.tsx';
import { DocumentRows, filledColumns } from '../document/DocumentRows.tsx';
import { counted, numberText } from '../text/quantities.ts';

type Item = RootState['items'][number];

/** Most documents that are listed before somebody asks for all. */
const MOST = 40;

/** What is in a root. A document is asked for only when it is opened. */
export function RootContents({ items, confirmedAt }: { items: Item[]; confirmedAt: string | null }) {
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, MOST);
  return (
    <>
      <ul class="contents">
        {shown.map((item) => (
          <Content key={item.path} item={item} older={item.confirmedAt !== confirmedAt} />
        ))}
      </ul>
      {shown.length < items.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show the other {numberText(items.length - shown.length)}
        </button>
      )}
    </>
  );
}

/** `older`: not read by the visit that read the root, so it shows its own age. */
function Content({ item, older }: { item: Item; older: boolean }) {
  const [opened, setOpened] = useState(false);
  const { path, document, since, sinceAfter, confirmedAt } = item;
  return (
    <li>
      <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
        <summary>
          <span class="content-name">
            <Plain text={path === '' ? nounOf(document.kind) : path} />
          </span>
          <span class="leader" />
          <span class="content-age">
            {older && confirmedAt !== null ? (
              <>
                not read since <Age at={confirmedAt} plain />
              </>
            ) : (
              <Age at={since} plain />
            )}
          </span>
        </summary>
        {opened && <Opened hash={document.hash} />}
        <p class="source">
          <a href={documentPage(document.hash)}>Document {document.hash.slice(0, 12)}</a>
          {' · '}
          <Since since={since} after={sinceAfter} />
        </p>
      </details>
    </li>
  );
}

const nounOf = (kind: string) => kind.split('.').at(-1) ?? kind;

function Opened({ hash }: { hash: string }) {
  const answer = useApi(documentRequest(hash));
  return (
    <AnswerState answer={answer} what="the document">
      {(document) => <Rows document={document} />}
    </AnswerState>
  );
}

const FIRST = 25;

function Rows({ document }: { document: DocumentView }) {
  const { rows } = document;
  if (rows.length < 2) return <Facts facts={document.facts} />;
  return (
    <>
      <DocumentRows
        caption={`${nounOf(document.kind)}: ${counted(rows.length, 'row')}`}
        columns={filledColumns(document.columns, rows)}
        rows={rows.slice(0, FIRST)}
      />
      {rows.length > FIRST && (
        <p class="source">
          <a href={documentPage(document.hash)}>All {numberText(rows.length)} rows, with a filter</a>
        </p>
      )}
    </>
  );
}

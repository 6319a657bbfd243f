import { useState } from 'preact/hooks';
import type { DocumentView, RootState } from '../../server/routes/schemas/places.ts';
import { documentPage } from '../addresses/pages.ts';
import { documentRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { Plain } from '../components/Plain.tsx';
import { DocumentRows } from '../document/DocumentRows.tsx';
import { counted, numberText } from '../text/quantities.ts';

type Item = RootState['items'][number];

/** Most documents that are listed on a node's page. */
const MOST = 40;

/** What is in a root. A document is asked for only when it is opened. */
export function RootContents({ root }: { root: RootState }) {
  const { items } = root;
  const shown = items.slice(0, MOST);
  return (
    <ul class="contents">
      {shown.map((item) => (
        <Content key={item.path} item={item} />
      ))}
      {items.length > MOST && (
        <li class="none">and {numberText(items.length - MOST)} more: see the documents below</li>
      )}
    </ul>
  );
}

function Content({ item }: { item: Item }) {
  const [opened, setOpened] = useState(false);
  return (
    <li>
      <details onToggle={(event) => event.currentTarget.open && setOpened(true)}>
        <summary>
          <Plain text={item.path === '' ? nounOf(item.document.kind) : item.path} />
        </summary>
        {opened && <Opened hash={item.document.hash} />}
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
  return (
    <>
      <DocumentRows
        caption={`${nounOf(document.kind)}: ${counted(rows.length, 'row')}`}
        columns={document.columns}
        rows={rows.slice(0, FIRST)}
      />
      <p class="source">
        <a href={documentPage(document.hash)}>
          {rows.length > FIRST ? `All ${numberText(rows.length)} rows, with a filter` : 'The whole document'}
        </a>
      </p>
    </>
  );
}

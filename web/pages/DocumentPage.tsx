import { useRoute } from 'preact-iso';
import type { DocumentView } from '../../server/routes/schemas/places.ts';
import { clusterPage, findPage } from '../addresses/pages.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { documentRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { Facts } from '../components/Facts.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { RowsSection } from '../document/RowsSection.tsx';
import { bytesText, counted, numberText } from '../text/quantities.ts';

export function DocumentPage() {
  const hash = useRoute().params.hash ?? '';
  const filters = useFilters();
  const answer = useApi(documentRequest(hash));
  const kind = answer.data?.kind ?? 'document';
  useTitle(`${kind} ${hash.slice(0, 12)}`);
  return (
    <>
      <PageHead title={kind}>
        <p class="hash">
          <Plain text={hash} />
        </p>
      </PageHead>
      <AnswerState answer={answer} what="the document">
        {(document) => (
          <>
            <p class="page-lead">
              {bytesText(document.bytes)} of facts, named by their own sha256: whoever holds the same, holds
              this.
            </p>
            <div class="columns columns-two">
              <HeldBy document={document} />
              <Evidence document={document} />
            </div>
            <OwnFacts document={document} />
            {hasTable(document) && <RowsSection document={document} filters={filters} />}
            <Meaning document={document} />
            <Offers document={document} />
          </>
        )}
      </AnswerState>
    </>
  );
}

/** A document of one row is its facts. */
const hasTable = ({ columns, rows }: DocumentView) => columns.length > 0 && rows.length > 1;

/** The facts beside the rows: lists of objects are what the rows are made of. */
function OwnFacts({ document }: { document: DocumentView }) {
  const facts = hasTable(document) ? withoutLists(document.facts) : document.facts;
  if (Object.keys(facts).every((field) => field === 'kind')) return null;
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title">Facts</h2>
      <Facts facts={facts} name="this document" />
    </section>
  );
}

function withoutLists(facts: Record<string, unknown>): Record<string, unknown> {
  const isRows = (value: unknown) => Array.isArray(value) && value.some((item) => typeof item === 'object');
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => !isRows(value)));
}

function HeldBy({ document }: { document: DocumentView }) {
  const { heldBy } = document;
  return (
    <section id="held-by" aria-labelledby="held-title">
      <h2 id="held-title">Who holds it</h2>
      {heldBy.length === 0 ? (
        <p class="none">Nobody any more.</p>
      ) : (
        <DataTable
          caption={counted(heldBy.length, 'place')}
          rows={heldBy}
          keyOf={({ site, cluster, path }) => `${site}/${cluster} ${path}`}
          columns={[
            {
              key: 'cluster',
              title: 'Cluster',
              names: true,
              cell: ({ site, cluster }) => (
                <a href={clusterPage(site, cluster)}>
                  <Plain text={`${site}/${cluster}`} />
                </a>
              ),
            },
            { key: 'nodes', title: 'Nodes', cell: ({ nodes }) => <Plain text={nodes} /> },
            { key: 'path', title: 'Path', cell: ({ path }) => <Plain text={path} /> },
          ]}
        />
      )}
    </section>
  );
}

function Evidence({ document }: { document: DocumentView }) {
  const { evidence } = document;
  return (
    <section aria-labelledby="evidence-title">
      <h2 id="evidence-title">Evidence</h2>
      {evidence.length === 0 ? (
        <p class="none">Not kept.</p>
      ) : (
        <>
          <p>
            <a href={`/api/v1/documents/${document.hash}/raw`}>The raw text it was read from</a>
          </p>
          <DataTable
            caption={`${counted(evidence.length, 'raw text')} gave this document`}
            rows={evidence}
            keyOf={({ hash }) => hash}
            columns={[
              {
                key: 'hash',
                title: 'sha256',
                names: true,
                cell: ({ hash }) => <code>{hash.slice(0, 16)}…</code>,
              },
              { key: 'agent', title: 'Agent', cell: ({ agent }) => <Plain text={agent} /> },
              { key: 'bytes', title: 'Size', numeric: true, cell: ({ bytes }) => bytesText(bytes) },
            ]}
          />
        </>
      )}
    </section>
  );
}

function Meaning({ document }: { document: DocumentView }) {
  const told = document.columns.filter(({ sentence }) => sentence !== '');
  if (told.length === 0) return null;
  return (
    <details class="legend">
      <summary>What the columns mean</summary>
      <dl>
        {told.map(({ name, sentence }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const MOST = 100;

function Offers({ document }: { document: DocumentView }) {
  const { offerings } = document;
  if (offerings.length === 0) return null;
  const shown = offerings.slice(0, MOST);
  return (
    <section aria-labelledby="offers-title">
      <h2 id="offers-title">What it offers</h2>
      <DataTable
        caption={
          shown.length < offerings.length
            ? `The first ${MOST} of ${numberText(offerings.length)} tool versions`
            : counted(offerings.length, 'tool version')
        }
        rows={shown}
        keyOf={(_, index) => index}
        columns={[
          {
            key: 'tool',
            title: 'Tool',
            names: true,
            cell: ({ tool }) => (
              <a href={findPage({ tool })}>
                <Plain text={tool} />
              </a>
            ),
          },
          {
            key: 'version',
            title: 'Version',
            cell: ({ tool, version }) => (
              <a href={findPage({ tool, version })}>
                <Plain text={version} />
              </a>
            ),
          },
          { key: 'variant', title: 'Variant', cell: ({ variant }) => <Plain text={variant} /> },
          { key: 'build', title: 'Build', cell: ({ build }) => <Plain text={build} /> },
          { key: 'provider', title: 'As', cell: ({ provider }) => provider },
        ]}
      />
    </section>
  );
}

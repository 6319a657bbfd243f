import { useRoute } from 'preact-iso';
import type { DocumentView } from '../../server/routes/schemas/places.ts';
import { isBilled } from '../../server/sbom/billedKinds.ts';
import { documentPage, verdictPage } from '../addresses/pages.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { documentRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { Facts } from '../components/Facts.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { EvidenceTable } from '../document/EvidenceTable.tsx';
import { HeldBy } from '../document/HeldBy.tsx';
import { Meaning } from '../document/Meaning.tsx';
import { Offers } from '../document/Offers.tsx';
import { RowsSection } from '../document/RowsSection.tsx';
import { bytesText } from '../text/quantities.ts';

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
          <div class="document">
            <p class="page-lead">
              {bytesText(document.bytes)} of facts, named by their own sha256: whoever holds the same, holds
              this.
              {document.heldBy.length > 0 && document.confirmedAt !== null && (
                <>
                  {' '}
                  Read last <Age at={document.confirmedAt} />.
                </>
              )}
            </p>
            {document.inside !== null && (
              <p>
                <a href={documentPage(document.inside)}>The packages inside</a>
              </p>
            )}
            {JUDGED.has(document.kind) && (
              <p>
                <a href={verdictPage({ subject: hash })}>Where it runs</a>
              </p>
            )}
            {isBilled(document.kind) && (
              <p>
                <a href={`/api/v1/documents/${hash}/sbom`} download>
                  Bill of materials (CycloneDX)
                </a>
              </p>
            )}
            <div class="columns columns-two">
              <HeldBy document={document} />
              <EvidenceTable document={document} />
            </div>
            <OwnFacts document={document} />
            {hasTable(document) && <RowsSection document={document} filters={filters} />}
            <Meaning document={document} />
            <Offers document={document} />
          </div>
        )}
      </AnswerState>
    </>
  );
}

/** What a verdict can be asked of. */
const JUDGED: ReadonlySet<string> = new Set([
  'images.file',
  'images.sandbox',
  'images.stored',
  'images.contents',
  'conda.environment',
]);

/** A document of one row is its facts. */
const hasTable = ({ columns, rows }: DocumentView) => columns.length > 0 && rows.length > 1;

/** The facts beside the rows: lists of objects are what the rows are made of. */
function OwnFacts({ document }: { document: DocumentView }) {
  const facts = hasTable(document) ? withoutLists(document.facts) : document.facts;
  if (Object.keys({ ...facts, ...document.derived }).every((field) => field === 'kind')) return null;
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title">Facts</h2>
      <Facts facts={{ ...inOrder(facts, document.columns), ...document.derived }} />
    </section>
  );
}

function withoutLists(facts: Record<string, unknown>): Record<string, unknown> {
  const isRows = (value: unknown) => Array.isArray(value) && value.some((item) => typeof item === 'object');
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => !isRows(value)));
}

/** Facts as their kind's columns are ordered; the others after them. */
function inOrder(facts: Record<string, unknown>, columns: DocumentView['columns']): Record<string, unknown> {
  const place = (field: string) => {
    const at = columns.findIndex(({ name }) => name === field);
    return at === -1 ? columns.length : at;
  };
  return Object.fromEntries(Object.entries(facts).toSorted(([a], [b]) => place(a) - place(b)));
}

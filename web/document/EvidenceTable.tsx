import type { DocumentView } from '../../server/routes/schemas/places.ts';
import { DataTable } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { bytesText } from '../text/quantities.ts';
import { Titled } from './Titled.tsx';

export function EvidenceTable({ document }: { document: DocumentView }) {
  const { evidence } = document;
  return (
    <section aria-labelledby="evidence-title">
      {evidence.length === 0 ? (
        <>
          <h2 id="evidence-title">Evidence</h2>
          <p class="none">Not kept.</p>
        </>
      ) : (
        <DataTable
          caption={<Titled id="evidence-title" title="Evidence" note="the raw text it was read from" />}
          foot={
            <Foot
              exports={
                <div class="table-exports">
                  <span class="label">The newest</span>
                  <a href={`/api/v1/documents/${document.hash}/raw`}>Open the raw text</a>
                  <a
                    href={`/api/v1/documents/${document.hash}/raw`}
                    download={`gazetteer-evidence-${document.hash.slice(0, 12)}.txt`}
                  >
                    As a file
                  </a>
                </div>
              }
            />
          }
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
      )}
    </section>
  );
}

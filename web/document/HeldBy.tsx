import type { DocumentView } from '../../server/routes/schemas/places.ts';
import { clusterPage } from '../addresses/pages.ts';
import { Age } from '../components/Age.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { counted } from '../text/quantities.ts';
import { RowFiles } from './RowFiles.tsx';
import { Titled } from './Titled.tsx';

const HOLDER = ['site', 'cluster', 'nodes', 'path', 'readOn', 'since', 'confirmedAt'];

/** Every place that holds the same bytes of facts. */
export function HeldBy({ document }: { document: DocumentView }) {
  const { heldBy } = document;
  const name = `gazetteer-${document.kind}-${document.hash.slice(0, 12)}`;
  return (
    <section id="held-by" aria-labelledby="held-title">
      {heldBy.length === 0 ? (
        <>
          <h2 id="held-title">Who holds it</h2>
          <p class="none">
            Nobody any more
            {document.confirmedAt !== null && (
              <>
                ; it was there last <Age at={document.confirmedAt} plain />
              </>
            )}
            .
          </p>
        </>
      ) : (
        <DataTable
          cards
          caption={<Titled id="held-title" title="Who holds it" note={counted(heldBy.length, 'place')} />}
          rows={heldBy}
          foot={<Foot exports={<RowFiles name={`${name}-holders`} columns={HOLDER} rows={heldBy} />} />}
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
            { key: 'nodes', title: 'Nodes', cell: ({ nodes }) => <NodeSet text={nodes} /> },
            {
              key: 'path',
              title: 'Path',
              // In one cell, so that a phone shows both.
              cell: ({ path, readOn }) => (
                <div>
                  <Plain text={path} />
                  {readOn !== '' && (
                    <>
                      , read on <Plain text={readOn} />
                    </>
                  )}
                </div>
              ),
            },
            { key: 'since', title: 'Since', cell: ({ since }) => <Age at={since} plain /> },
            {
              key: 'read',
              title: 'Read',
              hint: 'when it was read there last; of several nodes that read it by themselves, the one that was read longest ago',
              cell: ({ confirmedAt }) => <Age at={confirmedAt} none="not looked up" />,
            },
          ]}
        />
      )}
    </section>
  );
}

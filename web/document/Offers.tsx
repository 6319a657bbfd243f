import type { DocumentView } from '../../server/routes/schemas/places.ts';
import { findPage } from '../addresses/pages.ts';
import { DataTable } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { counted, numberText } from '../text/quantities.ts';
import { RowFiles } from './RowFiles.tsx';
import { Titled } from './Titled.tsx';

const MOST = 100;
const OFFERED = ['tool', 'version', 'variant', 'build', 'provider'];

/** The tools it offers, each a way into Find. */
export function Offers({ document }: { document: DocumentView }) {
  const { offerings } = document;
  const name = `gazetteer-${document.kind}-${document.hash.slice(0, 12)}`;
  if (offerings.length === 0) return null;
  const shown = offerings.slice(0, MOST);
  return (
    <section aria-labelledby="offers-title">
      <DataTable
        caption={
          <Titled
            id="offers-title"
            title="What it offers"
            note={
              shown.length < offerings.length
                ? `the first ${MOST} of ${numberText(offerings.length)} tool versions`
                : counted(offerings.length, 'tool version')
            }
          />
        }
        rows={shown}
        foot={<Foot exports={<RowFiles name={`${name}-offers`} columns={OFFERED} rows={offerings} />} />}
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

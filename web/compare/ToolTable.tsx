import type { ComponentChildren } from 'preact';
import type { ComparedTool } from '../../server/routes/schemas/compare.ts';
import { findPage } from '../addresses/pages.ts';
import { CopyLine } from '../components/CopyLine.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { TierMark } from '../components/Tier.tsx';
import { matchWords } from './words.ts';

/** Each tool with its best match on the other side, and what the match rests on. */
export function ToolTable({
  rows,
  there,
  foot,
}: {
  rows: ComparedTool[];
  there: string;
  foot: ComponentChildren;
}) {
  const columns: TableColumn<ComparedTool>[] = [
    {
      key: 'tool',
      title: 'Tool',
      names: true,
      cell: ({ tool, label, version, variant }) => (
        <a href={findPage({ tool })}>
          <Plain text={`${label} ${version}${variant}`} />
        </a>
      ),
    },
    {
      key: 'tier',
      title: 'As',
      cell: ({ tier, provider, build }) => (
        <>
          <span class="provider">
            <TierMark tier={tier} /> {provider}
          </span>
          {build !== '' && (
            <span class="second">
              <Plain text={build} />
            </span>
          )}
        </>
      ),
    },
    {
      key: 'match',
      title: 'Match',
      cell: ({ match, evidence, otherBytes }) => (
        <>
          <span title={matchWords[match].sentence}>{matchWords[match].word}</span>
          <span class="second evidence">
            <Plain text={evidence} />
          </span>
          {otherBytes && match !== 'same-version' && <span class="second">one label, other bytes</span>}
        </>
      ),
    },
    {
      key: 'obtainable',
      title: 'Obtainable',
      hint: 'whether that place could run the image, or conda there get the package',
      cell: ({ obtainable, how }) =>
        obtainable === '' ? (
          <span class="none" title="it has the same build already">
            –
          </span>
        ) : (
          <>
            <span>{obtainable === 'unknown' ? 'not known' : obtainable}</span>
            <span class="second evidence">
              <Plain text={how} />
            </span>
          </>
        ),
    },
    {
      key: 'there',
      title: `In ${there}`,
      wide: true,
      cell: (row) =>
        row.thereProvider === '' ? (
          <span class="none">{row.match === 'unknown' ? 'not known' : 'not there'}</span>
        ) : (
          <>
            <Plain text={`${row.thereVersion}${row.thereVariant} ${row.thereProvider} ${row.thereBuild}`} />
            {row.thereLoad !== '' && (
              <CopyLine line={row.thereLoad} name={`${row.label} ${row.thereVersion} in ${there}`} />
            )}
          </>
        ),
    },
  ];
  return (
    <DataTable
      cards
      caption="Tools, each with its best match"
      columns={columns}
      rows={rows}
      keyOf={({ tool, version }) => `${tool} ${version}`}
      foot={foot}
    />
  );
}

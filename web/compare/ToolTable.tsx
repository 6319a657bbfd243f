import type { ComponentChildren } from 'preact';
import type { ComparedTool } from '../../server/routes/schemas/compare.ts';
import { findPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { CopyLine } from '../components/CopyLine.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Dash } from '../components/Known.tsx';
import { Plain } from '../components/Plain.tsx';
import { TierMark } from '../components/Tier.tsx';
import { matchWords } from './words.ts';

/** Each tool with its best match on the other side, and what the match rests on. */
export function ToolTable({
  rows,
  there,
  foot,
  filters,
}: {
  rows: ComparedTool[];
  there: string;
  foot: ComponentChildren;
  filters?: Filters;
}) {
  const columns: TableColumn<ComparedTool>[] = [
    {
      key: 'tool',
      title: 'Tool',
      by: 'tool',
      fields: ['tool', 'version', 'variant'],
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
      by: 'tier',
      fields: ['tier', 'provider', 'build'],
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
      by: 'match',
      fields: ['match', 'evidence', 'otherBytes'],
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
          <Dash why="it has the same build already" />
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
      by: 'thereVersion',
      fields: ['thereVersion', 'thereVariant', 'thereProvider', 'thereBuild', 'thereLoad'],
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
      filters={filters}
    />
  );
}

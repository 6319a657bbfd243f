import type { ComponentChildren } from 'preact';
import type { Visit } from '../../server/routes/schemas/places.ts';
import { nodePage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { bytesText, counted, durationText } from '../text/quantities.ts';
import { Age } from './Age.tsx';
import { DataTable } from './DataTable.tsx';
import { Dash } from './Known.tsx';
import { FacetOutcomeWord, ReasonText, VisitOutcomeWord } from './Outcome.tsx';
import { Plain } from './Plain.tsx';

export function VisitTable({
  rows,
  reasonLink,
  foot,
  filters,
}: {
  rows: Visit[];
  reasonLink: (code: string) => string;
  foot: ComponentChildren;
  filters?: Filters;
}) {
  return (
    <DataTable
      cards
      caption="Visits of this sweep"
      rows={rows}
      keyOf={({ node }) => node}
      foot={foot}
      filters={filters}
      columns={[
        {
          key: 'name',
          title: 'Node',
          by: 'name',
          names: true,
          cell: ({ node, name }) => (
            <a href={nodePage(node)}>
              <Plain text={name} />
            </a>
          ),
        },
        {
          key: 'outcome',
          title: 'Outcome',
          by: 'outcome',
          cell: ({ outcome }) => <VisitOutcomeWord outcome={outcome} />,
        },
        {
          key: 'why',
          title: 'Why',
          by: 'reason',
          fields: ['reason.code', 'reason.message', 'failures'],
          cell: (visit) => <Why visit={visit} reasonLink={reasonLink} />,
        },
        {
          key: 'started',
          title: 'Started',
          by: 'startedAt',
          fields: ['startedAt'],
          cell: ({ startedAt }) => <Age at={startedAt} plain />,
        },
        {
          key: 'took',
          title: 'Took',
          numeric: true,
          by: 'milliseconds',
          fields: ['milliseconds'],
          cell: ({ milliseconds }) => durationText(milliseconds),
        },
        { key: 'bytes', title: 'Sent', numeric: true, by: 'bytes', cell: ({ bytes }) => bytesText(bytes) },
      ]}
    />
  );
}

function Why({ visit, reasonLink }: { visit: Visit; reasonLink: (code: string) => string }) {
  const { reason, failures } = visit;
  if (reason === null && failures.length === 0) return <Dash why="all of it was read" />;
  // What is positively not there is no trouble, and most nodes have some of it.
  const without = failures.filter(({ outcome }) => outcome === 'absent');
  return (
    <>
      {reason && <ReasonText reason={reason} href={reasonLink(reason.code)} />}
      <Failures node={visit.node} failures={failures.filter(({ outcome }) => outcome !== 'absent')} />
      {without.length > 0 && (
        <details>
          <summary>{counted(without.length, 'facet or place', 'facets and places')} without anything</summary>
          <Failures node={visit.node} failures={without} />
        </details>
      )}
    </>
  );
}

function Failures({ node, failures }: { node: number; failures: Visit['failures'] }) {
  if (failures.length === 0) return null;
  return (
    <ul class="failures">
      {failures.map(({ facet, root, outcome, reason }) => (
        <li key={`${facet} ${root}`}>
          <a href={`${nodePage(node)}#${facet}`}>{facet}</a>{' '}
          {root !== '' && (
            <code>
              <Plain text={root} />
            </code>
          )}{' '}
          <FacetOutcomeWord outcome={outcome} /> <ReasonText reason={reason} />
        </li>
      ))}
    </ul>
  );
}

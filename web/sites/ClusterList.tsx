import type { Cluster, Site } from '../../server/routes/schemas/places.ts';
import { clusterPage, nodesPage, sitesPage } from '../addresses/pages.ts';
import { sitesRequest } from '../api/requests.ts';
import { Age } from '../components/Age.tsx';
import { Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { counted, numberText } from '../text/quantities.ts';

/** The site of the service's own machine is in no sites file. */
const OWN = 'here';

export function ClusterList({ sites, edits }: { sites: Site[]; edits: boolean }) {
  const rows = sites.flatMap((site) => site.clusters);
  const invented = new Set(sites.filter(({ demonstration }) => demonstration).map(({ name }) => name));
  if (rows.length === 0) return <Empty title="No cluster yet." />;
  return (
    <DataTable
      cards
      caption="Clusters of all sites"
      rows={rows}
      keyOf={({ site, name }) => `${site}/${name}`}
      columns={edits ? [...columns, changeColumn(invented)] : columns}
      foot={
        <Foot exports={<FileLinks request={{ ...sitesRequest, path: '/clusters' }} />}>
          {counted(rows.length, 'row')}
        </Foot>
      }
    />
  );
}

const columns: TableColumn<Cluster>[] = [
  {
    key: 'name',
    title: 'Cluster',
    names: true,
    cell: ({ site, name }) => (
      <a href={clusterPage(site, name)}>
        <Plain text={`${site}/${name}`} />
      </a>
    ),
  },
  { key: 'title', title: 'Title', cell: ({ title }) => title !== '' && <Plain text={title} /> },
  {
    key: 'nodes',
    title: 'Nodes',
    numeric: true,
    cell: ({ site, name, nodes }) => <a href={nodesPage({ site, cluster: name })}>{numberText(nodes)}</a>,
  },
  { key: 'newest', title: 'Newest visit', cell: ({ newestVisitAt }) => <Age at={newestVisitAt} /> },
];

/** What no sites file names is not changed in one. */
const changeColumn = (invented: Set<string>): TableColumn<Cluster> => ({
  key: 'change',
  title: 'Settings',
  cell: ({ site, name }) =>
    site === OWN ? (
      'this machine'
    ) : invented.has(site) ? (
      'demonstration'
    ) : (
      <a href={sitesPage({ site, cluster: name })} aria-label={`Change ${site}/${name}`}>
        change
      </a>
    ),
});

import { listFleet } from '../../query/fleet/fleet.ts';
import { type FleetTable, type FleetTableName, fleetTables } from '../../query/fleet/tables.ts';
import { address, placeOf } from './address.ts';
import { figure } from './figure.ts';
import type { Source, Told } from './source.ts';
import { number, tableOf, text } from './table.ts';
import { type Ages, agesOf, byVersion, type Counted } from './versions.ts';

interface Group extends Ages {
  name: string;
}

interface Line extends Counted {
  name: string;
}

/** Container runtimes and GPU drivers: the oldest and the newest of each, when the report is made. */
export async function runtimes(source: Source): Promise<Told> {
  const runtime = (await linesOf(source, versionsOfRuntimes)).map(
    (line): Line => ({
      name: textIn(line.runtime),
      version: textIn(line.version),
      count: numberIn(line.nodes),
    }),
  );
  const cards = (await linesOf(source, fleetTables.gpus)).map(
    (line): Line => ({
      name: textIn(line.vendor),
      version: textIn(line.driver),
      count: numberIn(line.cards),
    }),
  );
  const drivers = together(cards);
  const [runtimePage, gpuPage] = [pageOf(source, 'runtimes'), pageOf(source, 'gpus')];
  return {
    section: {
      id: 'runtimes',
      title: 'Runtimes and drivers',
      asOf: source.now.toISOString(),
      note: 'Versions are in the order of versions, not of text.',
      figures: [
        figure(
          'runtime-versions',
          'Versions of runtimes',
          together(runtime).filter(({ version }) => version !== '').length,
          runtimePage,
        ),
        figure(
          'driver-versions',
          'Versions of drivers',
          drivers.filter(({ version }) => version !== '').length,
          gpuPage,
        ),
        figure(
          'cards',
          'GPUs',
          cards.reduce((sum, { count }) => sum + count, 0),
          gpuPage,
        ),
      ],
      charts: [driverChart(drivers)],
      tables: [
        tableOf({
          id: 'runtimes',
          title: 'Runtimes, oldest and newest',
          href: runtimePage,
          columns: AGES('Runtime', 'nodes'),
          rows: groups(runtime),
        }),
        tableOf({
          id: 'runtime-versions',
          title: 'Versions of runtimes',
          href: runtimePage,
          columns: VERSIONS('Runtime', 'nodes'),
          rows: together(runtime),
        }),
        tableOf({
          id: 'drivers',
          title: 'Drivers, oldest and newest',
          href: gpuPage,
          columns: AGES('Vendor', 'GPUs'),
          rows: groups(cards),
        }),
        tableOf({
          id: 'driver-versions',
          title: 'Versions of drivers',
          href: gpuPage,
          columns: VERSIONS('Vendor', 'GPUs'),
          rows: drivers,
        }),
      ],
    },
    line: '',
    attention: '',
    warnings: [],
  };
}

const AGES = (name: string, what: string) => [
  text<Group>('name', name, (row) => row.name),
  text<Group>('oldest', 'Oldest', (row) => row.oldest || null),
  number<Group>('oldestCount', `${what} with the oldest`, (row) => row.oldestCount),
  text<Group>('newest', 'Newest', (row) => row.newest || null),
  number<Group>('newestCount', `${what} with the newest`, (row) => row.newestCount),
  number<Group>('versions', 'Versions', (row) => row.versions),
  number<Group>('unknown', `${what} whose version is not known`, (row) => row.unknown),
];

const VERSIONS = (name: string, what: string) => [
  text<Line>('name', name, (row) => row.name),
  text<Line>('version', 'Version', (row) => (row.version === '' ? null : row.version)),
  number<Line>('count', what, (row) => row.count),
];

/** The page has a line for each way in which a version gets its rights; a node that has it in two ways is still one node. */
const versionsOfRuntimes: FleetTable = {
  ...fleetTables.runtimes,
  lines: (facts) =>
    fleetTables.runtimes.lines(facts)?.map(({ runtime = '', version = '' }) => ({ runtime, version })) ??
    null,
};

/** Lines of nodes that have some; those that have none, or of which nobody knows, are none of them. */
async function linesOf(source: Source, table: FleetTable) {
  const filter = {
    role: '',
    value: '',
    is: '',
    state: 'present' as const,
    q: '',
    limit: Number.MAX_SAFE_INTEGER,
    after: '',
  };
  const page = await listFleet(source.db, table, { ...placeOf(source), by: 'fleet', ...filter });
  return page.items;
}

const pageOf = (source: Source, table: FleetTableName) =>
  address(`/fleet/${table}`, { ...placeOf(source), by: 'fleet', state: 'present' });

const textIn = (cell: unknown) => (typeof cell === 'string' ? cell : '');
const numberIn = (cell: unknown) => (typeof cell === 'number' ? cell : 0);

/** One line for each name and version, in the order of both. */
function together(lines: Line[]): Line[] {
  const found = new Map<string, Line>();
  for (const line of lines) {
    const key = JSON.stringify([line.name, line.version]);
    found.set(key, { ...line, count: (found.get(key)?.count ?? 0) + line.count });
  }
  return [...found.values()].sort((a, b) => (a.name === b.name ? byVersion(a, b) : a.name < b.name ? -1 : 1));
}

function groups(lines: Line[]): Group[] {
  const names = [...new Set(lines.map(({ name }) => name))].sort();
  return names.map((name) => ({ name, ...agesOf(lines.filter((line) => line.name === name)) }));
}

function driverChart(drivers: Line[]) {
  return {
    id: 'drivers',
    title: 'GPUs by version of their driver',
    kind: 'bars' as const,
    type: 'number' as const,
    unit: 'GPUs',
    categories: drivers.map(({ name, version }) => `${name} ${version === '' ? 'not known' : version}`),
    series: [{ name: 'GPUs', values: drivers.map(({ count }) => count) }],
    table: 'driver-versions',
  };
}

import { Argument, type Command, Option } from 'commander';
import { listFleet } from '../query/fleet/fleet.ts';
import { type FleetTableName, fleetTables } from '../query/fleet/tables.ts';
import { FleetGrouping } from '../routes/schemas/fleet.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

interface Options {
  site?: string;
  cluster?: string;
  role?: string;
  by: FleetGrouping;
  value?: string;
  json?: boolean;
}

const names = Object.keys(fleetTables) as FleetTableName[];

export function fleetVerb(program: Command): void {
  program
    .command('fleet')
    .description('what all nodes have: kernels, systems, GPUs with their drivers, runtimes')
    .addArgument(new Argument('<table>', 'which table').choices(names))
    .option('--site <name>', 'only this site')
    .option('--cluster <name>', 'only clusters of this name')
    .option('--role <name>', 'only login, compute, gpu or service nodes')
    .addOption(new Option('--by <place>', 'a row for each').choices(FleetGrouping.options).default('cluster'))
    .option('--value <text>', 'only this release, system, model or runtime')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Exit code 1 when there are no such nodes.

Examples:
  gazetteer fleet kernels
  gazetteer fleet gpus --by fleet
  gazetteer fleet runtimes --value apptainer --by role --json`,
    )
    .action((name: FleetTableName, options: Options) =>
      withStore(async ({ db }) => {
        const { site = '', cluster = '', role = '', by, value = '' } = options;
        const page = { q: '', after: '', limit: Number.MAX_SAFE_INTEGER };
        const filter = { site, cluster, role, by, value, is: '', state: '' as const, ...page };
        const answer = await listFleet(db, fleetTables[name], filter);
        print(options.json, answer, () => text(name, answer.items));
        if (answer.items.length === 0) process.exitCode = 1;
      }),
    );
}

type Row = Awaited<ReturnType<typeof listFleet>>['items'][number];

function text(name: FleetTableName, rows: Row[]): string {
  if (rows.length === 0) return 'There are no such nodes.';
  const columns = Object.keys(fleetTables[name].none);
  const header = ['WHERE', ...columns.map((column) => column.toUpperCase()), 'NODES', 'WHICH', 'READ'];
  const lines = rows.map((row) => [
    [row.site, row.cluster, row.role].filter((one) => one !== '').join('/') || 'everywhere',
    ...columns.map((column, at) =>
      at === 0 && row.state !== 'present' ? WORDS[row.state] : cell(row[column]),
    ),
    String(row.nodes),
    row.nodeSet || '-',
    age(row.confirmedAt),
  ]);
  return table([header, ...lines.map((line) => line.map(visible))]);
}

const WORDS = { present: '', absent: 'none', unknown: 'not known' };

function cell(value: Row[string] | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null || value === '' || value === undefined ? '-' : String(value);
}

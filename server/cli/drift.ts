import { type Command, InvalidArgumentError, Option } from 'commander';
import { driftOf, driftRows } from '../changes/drift/drift.ts';
import { type DriftOverview, driftOverview } from '../changes/drift/overview.ts';
import { GazetteerError } from '../errors.ts';
import type { DriftAnswer, DriftRow } from '../routes/schemas/drift.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

const STATUSES = ['drift', 'rolling', 'reboot-pending'] as const;

interface Options {
  facet?: string;
  status?: (typeof STATUSES)[number];
  json?: boolean;
}

export function driftVerb(program: Command): void {
  program
    .command('drift')
    .description('where nodes of a cluster differ from their peers, and since when')
    .argument('[site/cluster]', 'the cluster; a site, or nothing, for a line per cluster', place)
    .option('--facet <name>', 'only this facet')
    .addOption(new Option('--status <name>', 'only these').choices(STATUSES))
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Peers are the nodes that a sites file gives one name ("peers"), and otherwise nodes of one role with equal hardware. A split that is
younger than GAZETTEER_ROLLING_DAYS is rolling. What is not known of a node makes it no outlier.

Examples:
  gazetteer drift
  gazetteer drift alpha
  gazetteer drift alpha/hpc1
  gazetteer drift alpha/hpc1 --facet kernel --json`,
    )
    .action((scope: Place | undefined, options: Options) =>
      withStore(async ({ db, config }) => {
        const settings = { rollingDays: config.rollingDays, now: new Date() };
        const { facet = '', status = '' } = options;
        const { site, cluster } = scope ?? { site: '', cluster: '' };
        if (cluster === '') {
          if (facet !== '' || status !== '')
            throw new GazetteerError('usage', '--facet and --status are of one cluster', 'Name it', 2);
          const limit = Number.MAX_SAFE_INTEGER;
          const overview = await driftOverview(db, { site, limit, after: '' }, settings);
          return print(options.json, overview, () => overviewText(overview));
        }
        const all = await driftOf(db, { site, cluster }, settings);
        const items = driftRows(all, { facet, status });
        const answer = { ...all, items, total: items.length };
        print(options.json, answer, () => text(answer));
      }),
    );
}

interface Place {
  site: string;
  /** '' for all of the site. */
  cluster: string;
}

function place(text: string): Place {
  const [site = '', cluster, ...more] = text.split('/');
  if (site !== '' && cluster !== '' && more.length === 0) return { site, cluster: cluster ?? '' };
  throw new InvalidArgumentError('It is a site and a cluster, such as alpha/hpc1, or a site.');
}

function overviewText({ items }: DriftOverview): string {
  if (items.length === 0) return 'No cluster is in service.';
  const header = [
    'CLUSTER',
    'NODES',
    'DIFFER',
    'DRIFT',
    'ROLLING',
    'REBOOT-PENDING',
    'WAIT FOR REBOOT',
    'NOT JUDGED',
    'OLDEST',
  ];
  const rows = items.map((row) => [
    `${row.site}/${row.cluster}`,
    ...[
      row.nodes,
      row.outliers,
      row.drift,
      row.rolling,
      row.rebootPending,
      row.waiting,
      row.withoutPeers,
    ].map(String),
    row.oldest !== null ? age(row.oldest) : row.differences > 0 ? 'not known' : '',
  ]);
  return table([header, ...rows.map((row) => row.map(visible))]);
}

function text(drift: DriftAnswer): string {
  const { peers, items, reboots, unknown, outliers } = drift;
  const groups = peers.map(({ peers: label, nodeCount, nodes, outliers: differ }) => {
    const alike =
      differ === 0
        ? 'all alike'
        : `${nodeCount - differ} alike, ${differ} ${differ === 1 ? 'differs' : 'differ'}`;
    return [`${label}`, `${nodeCount}`, nodes, nodeCount === 1 ? 'alone' : alike].map(visible);
  });
  const parts = [table([['PEERS', 'NODES', 'NAMES', 'STATE'], ...groups])];
  if (items.length > 0) parts.push('', driftTable(items));
  if (reboots.length > 0) parts.push('', 'A newer kernel is installed than runs:', rebootTable(drift));
  if (unknown !== '') parts.push('', `Without peers, since their hardware is not known: ${visible(unknown)}`);
  if (outliers === 0 && reboots.length === 0) parts.push('', 'No node differs from its peers.');
  return parts.join('\n');
}

function driftTable(items: DriftRow[]): string {
  const header = ['FACET', 'FACT', 'STATUS', 'MAJORITY', 'ON', 'HERE', 'NODES', 'SINCE', 'SWEEP'];
  const rows = items.map((row) => [
    row.facet,
    row.fact,
    row.status,
    short(row.majority),
    String(row.majorityCount),
    short(row.value),
    row.nodes,
    row.since === null ? 'not known' : age(row.since),
    row.sweep === null ? '' : String(row.sweep),
  ]);
  return table([header, ...rows.map((row) => row.map(visible))]);
}

function rebootTable({ reboots }: DriftAnswer): string {
  return table(
    reboots.map(({ nodes, running, newest, since }) =>
      [`  ${nodes}`, `runs ${running}`, `has ${newest}`, since === null ? '' : `for ${age(since)}`].map(
        visible,
      ),
    ),
  );
}

const LONGEST = 40;
const short = (value: string) => (value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value);

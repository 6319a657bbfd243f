import type { Command } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import { type SourcesState, sourcesState } from '../discovery/sourcesState.ts';
import { pauseCluster } from '../inventory/pause.ts';
import { retirePlace } from '../inventory/retirePlace.ts';
import { type CollectingRow, collectingOf } from '../query/collecting.ts';
import type { Collecting } from '../routes/schemas/places.ts';
import type { Database } from '../store/database.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

interface Row extends Collecting {
  cluster: string;
  lastSweep: { id: number; state: string; startedAt: string } | null;
  /** What is wrong with where the names of its nodes come from; null where nothing is. */
  sources: SourcesState | null;
}

export function clustersVerb(program: Command): void {
  const clusters = program
    .command('clusters')
    .description('when clusters are collected: list, pause and resume; and take them out of service')
    .addHelpText(
      'after',
      '\nExamples:\n  gazetteer clusters list\n  gazetteer clusters pause alpha/hpc1 --why "file server moves"',
    );
  clusters
    .command('list')
    .description('clusters with their schedule, the next sweep and the last one')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer clusters list')
    .action((options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const rows = await list(db);
        print(options.json, rows, () => text(rows));
      }),
    );
  clusters
    .command('pause')
    .description('start no sweep of a cluster until it is resumed; one that runs goes on')
    .argument('<site/cluster>', 'the cluster')
    .option('--why <text>', 'told to who wants to collect it', '')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer clusters pause alpha/hpc1 --why "file server moves"')
    .action((cluster: string, options: { why: string; json?: boolean }) =>
      withStore(async ({ db }) => {
        const why = options.why.slice(0, 200);
        const deed = { action: 'clusters pause', target: cluster, detail: why };
        const done = await audited(db, commandActor(), deed, () => pauseCluster(db, cluster, why));
        print(options.json, done, () =>
          done.changed ? `${cluster} is paused.` : `${cluster} was paused already.`,
        );
      }),
    );
  clusters
    .command('resume')
    .description('let sweeps of a paused cluster start again; one that was missed is made once')
    .argument('<site/cluster>', 'the cluster')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer clusters resume alpha/hpc1')
    .action((cluster: string, options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const deed = { action: 'clusters resume', target: cluster };
        const done = await audited(db, commandActor(), deed, () => pauseCluster(db, cluster, null));
        print(options.json, done, () =>
          done.changed ? `${cluster} is collected again.` : `${cluster} was not paused.`,
        );
      }),
    );
  removeVerb(clusters);
}

function removeVerb(clusters: Command): void {
  clusters
    .command('remove')
    .description('take a cluster, or a site with all of them, out of service; nothing is deleted')
    .argument('<site[/cluster]>', 'the cluster or site')
    .requiredOption('--name <name>', 'its name again, to be sure: that of the cluster, or of the site')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
A sites file that names it brings it back when it is applied: take it out there as well.

Example:
  gazetteer clusters remove alpha/hpc1 --name hpc1`,
    )
    .action((place: string, options: { name: string; json?: boolean }) =>
      withStore(async ({ db }) => {
        const [site = '', cluster = ''] = place.split('/');
        const actor = commandActor();
        const done = await audited(db, actor, { action: 'clusters remove', target: place }, () =>
          retirePlace(db, { site, cluster }, { name: options.name, who: actor.who }),
        );
        print(options.json, done, () =>
          [
            `Out of service: ${visible(done.removed.join(', '))}.`,
            ...done.files.map(
              ({ path }) => `Take it out of ${visible(path)} too, or applying that brings it back.`,
            ),
          ].join('\n'),
        );
      }),
    );
}

interface Stored extends CollectingRow {
  cluster: string;
  sweep: { id: number; state: string; started_at: string } | null;
  sources: unknown;
}

async function list(db: Database): Promise<Row[]> {
  const found = await db.query<Stored>(
    `select site.name || '/' || cluster.name as cluster, cluster.settings, site.timezone,
       cluster.paused_at, cluster.paused_why,
       case when cluster.settings ? 'discovery' then cluster.sources end as sources,
       (select json_build_object('id', id, 'state', state, 'started_at', started_at) from sweep
        where sweep.cluster_id = cluster.id order by started_at desc limit 1) as sweep
     from cluster join site on site.id = cluster.site_id
     where cluster.retired_at is null and site.retired_at is null order by 1`,
  );
  const now = new Date();
  return found.rows.map((row) => ({
    cluster: row.cluster,
    ...collectingOf(row, now),
    lastSweep: row.sweep && { id: row.sweep.id, state: row.sweep.state, startedAt: row.sweep.started_at },
    sources: row.sources === null ? null : sourcesState(row.sources),
  }));
}

function text(rows: Row[]): string {
  if (rows.length === 0)
    return 'No cluster yet. Describe them in a sites file and run: gazetteer apply sites.yaml';
  const header = ['CLUSTER', 'SCHEDULE', 'NEXT (UTC)', 'LAST SWEEP', 'NOW'];
  const lines = rows.map(({ cluster, schedule, timezone, nextAt, closed, paused, lastSweep, sources }) => [
    cluster,
    schedule === '' ? 'by hand' : `${schedule} (${timezone})`,
    paused ? 'paused' : (nextAt?.slice(0, 16).replace('T', ' ') ?? ''),
    lastSweep ? `${lastSweep.state} ${age(lastSweep.startedAt)}` : 'never',
    [
      paused ? `paused ${age(paused.since)}${paused.why && `: ${visible(paused.why)}`}` : '',
      !paused && closed ? `closed ${closed}` : '',
      sources ? 'nodes not sure (gazetteer nodes discover)' : '',
    ]
      .filter((one) => one !== '')
      .join('; '),
  ]);
  return table([header, ...lines]);
}

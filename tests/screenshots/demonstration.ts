import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { createKey, LINK_SECONDS } from '../../server/admin/keys.ts';
import { appOf } from '../../server/app.ts';
import { collect } from '../../server/collect/collect.ts';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { configFrom } from '../../server/config.ts';
import { askForReport } from '../../server/delivery/asked.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import { startEmbedded } from '../../server/postgres/embedded.ts';
import { migrate } from '../../server/postgres/migrate.ts';
import { makeReport } from '../../server/reports/make.ts';
import { periodOf } from '../../server/reports/period.ts';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { type InventedSites, inventSites } from '../harness/invented.ts';
import { addSchedules, applied, askInVain, deliverAll } from './administration.ts';
import { listening } from './listening.ts';

export interface Demonstration {
  /** Of the service. */
  address: string;
  /** What signs an administrator in, once. */
  link: () => Promise<string>;
  db: Database;
  stop: () => Promise<void>;
}

/** The recorded nodes of the tutorial over two weeks: three sweeps, and what changes on clusters between them. */
export async function demonstrate(folder: string): Promise<Demonstration> {
  // As root, Postgres runs as another user, who must be able to pass through.
  chmodSync(folder, 0o755);
  const ended: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of ended.toReversed()) await end();
  };
  try {
    const postgres = await startEmbedded(folder);
    ended.push(() => postgres.stop());
    await migrate(postgres.url);
    const db = openDatabase(postgres.url);
    ended.push(() => db.close());
    const sites = await inventSites(folder);
    ended.push(() => sites.stop());
    addSchedules(sites.file);
    await applied(db, () => applyInventory(db, readSites(sites.file), { prune: false }));
    await sweepAll(db, folder);
    await passDays(db, 7);
    secondWeek(sites);
    await sweepAll(db, folder);
    await passDays(db, 5);
    lastDays(sites);
    await sweepAll(db, folder);
    const config = configFrom({ GAZETTEER_DATA: join(folder, 'data') });
    await refreshComparisons(db, config.compare);
    const week = periodOf({ week: '', from: dayBefore(6), to: '' }, 'UTC');
    await makeReport({ db, config }, { scope: '', ...week });
    await deliverAll(db, postgres.url, config);
    // No worker runs that would make it.
    await askForReport(db, { scope: 'harbour', ...week });
    await askInVain(db);
    const link = () => createKey(db, 'link', 'Ada', LINK_SECONDS);
    const service = await listening(appOf({ config, db, reading: db, log: pino({ level: 'silent' }) }));
    ended.push(service.close);
    return { address: service.address, link: async () => (await link()).key, db, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function sweepAll(db: Database, folder: string): Promise<void> {
  const options = { dataFolder: join(folder, 'data'), parallel: 8, signal: new AbortController().signal };
  await collect(db, '', options);
}

/** An update begins on one node, and harbour installs a new samtools. */
function secondWeek(sites: InventedSites): void {
  boot(sites, 'alpine/edelweiss/cpu002');
  for (const node of ['harbour/tide/login1', 'harbour/tide/n01', 'harbour/tide/g01']) {
    replaceIn(
      join(sites.root(node), '.gazetteer/run/modules-avail.err'),
      '"samtools/1.9": {',
      '"samtools/1.19.2": { "name": "samtools/1.19.2", "type": "modulefile", "symbols": [], "tags": [], "pathname": "/sw/modules/samtools/1.19.2"},\n"samtools/1.9": {',
    );
  }
}

/** The update goes on, an environment is changed by hand, and a tree is gone from one node. */
function lastDays(sites: InventedSites): void {
  boot(sites, 'alpine/edelweiss/cpu001');
  for (const node of ['login1', 'n01', 'n02', 'g01']) {
    const environment = join(sites.root(`harbour/tide/${node}`), 'opt/miniforge3/envs/bio/conda-meta');
    const record = join(environment, 'htslib-1.17-h6bc39ce_1.json');
    replaceIn(record, /1\.17-h6bc39ce_1/g, '1.19.1-h81da01d_2');
    replaceIn(record, '"version": "1.17"', '"version": "1.19.1"');
    replaceIn(record, '"build": "h6bc39ce_1"', '"build": "h81da01d_2"');
    renameSync(record, join(environment, 'htslib-1.19.1-h81da01d_2.json'));
  }
  const core = join(sites.root('alpine/edelweiss/cpu003'), 'opt/modules/Core');
  renameSync(core, `${core}.away`);
}

const NEWER = '5.14.0-427.31.1.el9_4.x86_64';

/** A node runs the kernel that was installed last. */
function boot(sites: InventedSites, node: string): void {
  writeFileSync(join(sites.root(node), 'proc/sys/kernel/osrelease'), `${NEWER}\n`);
}

function replaceIn(file: string, what: string | RegExp, by: string): void {
  const before = readFileSync(file, 'utf8');
  const after = before.replace(what, by);
  if (after === before) throw new Error(`${file} does not hold ${what}`);
  writeFileSync(file, after);
}

const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Everything that is known becomes so many days older, so that weeks pass in a moment. */
async function passDays(db: Database, days: number): Promise<void> {
  const columns = await db.query<{ table: string; column: string }>(
    `select columns.table_name as table, column_name as column from information_schema.columns
     join information_schema.tables on tables.table_name = columns.table_name and tables.table_schema = columns.table_schema
     where columns.table_schema = 'public' and data_type = 'timestamp with time zone' and table_type = 'BASE TABLE'
       and columns.table_name not like '\\_prisma%'`,
  );
  for (const { table, column } of columns.rows) {
    await db.query(`update "${table}" set "${column}" = "${column}" - make_interval(days => $1)`, [days]);
  }
  await db.query(
    `update sweep set walks = coalesce((
       select jsonb_object_agg(key, jsonb_set(value, '{at}', to_jsonb((value ->> 'at')::timestamptz - make_interval(days => $1))))
       from jsonb_each(walks)), '{}')`,
    [days],
  );
}

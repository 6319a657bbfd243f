import { appendFileSync } from 'node:fs';
import { pino } from 'pino';
import { audited } from '../../server/admin/audited.ts';
import { countAsked } from '../../server/check/asked.ts';
import type { Config } from '../../server/config.ts';
import { deliver } from '../../server/delivery/deliver.ts';
import { makeEdition } from '../../server/delivery/edition.ts';
import { orderReport } from '../../server/delivery/order.ts';
import { prepareQueue } from '../../server/jobs/runner.ts';
import type { Database } from '../../server/store/database.ts';

const command = { who: 'ada@gazetteer', via: 'command' as const };
const page = { who: 'Ada', via: 'page' as const };

/** Reports that the sites file asks for: one into a folder, one by mail, for which no server is set. */
export function addSchedules(sitesFile: string): void {
  appendFileSync(
    sitesFile,
    `reports:
  weekly-alpine: { when: weekly, scope: alpine, formats: [html, json], folder: alpine }
  weekly-all: { when: weekly mon 06:30, mail: hpc-support@example.org }
`,
  );
}

/** What administrators do, which the audit tells. */
export const applied = <T>(db: Database, work: () => Promise<T>) =>
  audited(db, command, { action: 'apply', target: 'sites.yaml' }, work);

/** Makes and delivers what the schedules ask for, as a worker does. */
export async function deliverAll(db: Database, url: string, config: Config): Promise<void> {
  await prepareQueue(url);
  const worker = { db, config, log: pino({ level: 'silent' }), signal: new AbortController().signal };
  for (const schedule of ['weekly-alpine', 'weekly-all']) {
    const edition = await audited(db, page, { action: 'report send', target: schedule }, () =>
      orderReport(db, { schedule, test: false, to: '' }),
    );
    await makeEdition(worker, edition);
  }
  const { rows } = await db.query<{ id: number }>('select id from report_delivery order by id');
  for (const { id } of rows) await deliver(worker, id);
}

/** What checks asked for in vain, this month and the one before. */
export async function askInVain(db: Database): Promise<void> {
  const now = new Date();
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15));
  for (const names of [['deepvariant', 'cellranger'], ['deepvariant'], ['minimap2']])
    await countAsked(db, names, before);
  for (const names of [
    ['deepvariant', 'minimap2'],
    ['cellranger', 'deepvariant'],
  ])
    await countAsked(db, names, now);
}

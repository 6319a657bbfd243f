import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { GazetteerError } from '../errors.ts';
import { reportFormats } from '../reports/formats/index.ts';
import { rowsIn } from '../reports/rows.ts';
import { readReport } from '../reports/stored.ts';
import type { Database } from '../store/database.ts';
import { fileOf } from './files.ts';
import { folder } from './folder.ts';
import { giveBack, type Lease, release, take } from './lease.ts';
import { mail } from './mail/mail.ts';
import type { Posting, Way } from './posting.ts';
import { oneLine, Refused } from './retry.ts';
import { Schedule, type Target } from './schedule.ts';
import { webhook } from './webhook/webhook.ts';
import { within } from './within.ts';

const WAYS: Record<Target['kind'], Way> = { mail, webhook, folder };

interface Row {
  kind: Target['kind'];
  address: string;
  edition: number;
  report: number;
  test: boolean;
  schedule: string;
  settings: unknown;
  retired: boolean;
}

export interface Deliverer {
  db: Database;
  config: Config;
  log: Logger;
  signal: AbortSignal;
}

/** Brings a report to one receiver, and writes down how that went: what was answered, or why not and when it is tried next. */
export async function deliver({ db, config, log, signal }: Deliverer, id: number): Promise<void> {
  const lease = await take(db, 'report_delivery', id);
  if (!lease) return;
  try {
    const posting = await postingOf(db, id);
    const answer = await within(lease, signal, (own) =>
      WAYS[posting.target.kind](posting, { settings: config.delivery, signal: own }),
    );
    await delivered(db, lease, answer);
    log.info({ schedule: posting.schedule, to: posting.target.address, answer }, 'delivered a report');
  } catch (error) {
    if (signal.aborted) {
      // Nothing is wrong with it: another worker goes on.
      await release(db, lease);
      throw error;
    }
    const { code, message, next } = await giveBack(db, lease, error);
    log.warn({ delivery: id, code, message, next }, 'a report was not delivered');
  }
}

async function postingOf(db: Database, id: number): Promise<Posting> {
  const found = await db.query<Row & Record<string, unknown>>(
    `select delivery.kind, delivery.address, edition.id as edition, edition.report_id as report, edition.test,
       schedule.name as schedule, schedule.settings, schedule.retired_at is not null as retired
     from report_delivery as delivery
     join report_edition as edition on edition.id = delivery.edition_id
     join report_schedule as schedule on schedule.id = edition.schedule_id
     where delivery.id = $1`,
    [id],
  );
  const [row] = found.rows;
  if (!row) throw new GazetteerError('not-found', `there is no delivery ${id}`);
  const { targets, formats } = Schedule.parse(row.settings);
  // As the schedule says it now: a setting that was mended counts, and who was taken out gets nothing more.
  const target = targets.find(({ kind, address }) => kind === row.kind && address === row.address);
  if (!target || row.retired)
    throw new Refused('not-wanted', `the report ${row.schedule} does not go to ${row.address} any more`);
  const stored = await readReport(db, row.report);
  const { report } = stored;
  return {
    schedule: row.schedule,
    id: stored.id,
    mark: markOf([stored.hash, row.schedule, row.edition]),
    report,
    target,
    formats,
    test: row.test,
    file: async (name) => fileOf(stored, name, rowsIn(db)),
    text: async () => {
      const markdown = reportFormats.find(({ type }) => type.startsWith('text/markdown'));
      if (markdown) return Buffer.from(await markdown.write(report)).toString('utf8');
      return [report.title, ...report.warnings, ...report.summary].join('\n');
    },
  };
}

const markOf = (parts: (string | number)[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

async function delivered(db: Database, { id, mark }: Lease, answer: string): Promise<void> {
  await db.query(
    `update report_delivery set state = 'done', tried_at = now(), next_at = null, lease = '', code = '', message = $3
     where id = $1 and lease = $2`,
    [id, mark, oneLine(answer)],
  );
}

import { UnknownScope } from '../compare/scope.ts';
import { GazetteerError } from '../errors.ts';
import { reportScope } from '../reports/scope.ts';
import { canonicalJson } from '../store/canonical.ts';
import type { Queryable } from '../store/database.ts';
import type { Applied } from './apply.ts';
import type { InventoryReport } from './reports.ts';

interface Known {
  name: string;
  settings: unknown;
  retired: boolean;
}

/** A report that is made regularly is of a place that is not there. */
export class UnknownReportScope extends GazetteerError {
  constructor(
    readonly report: string,
    scope: string,
    why: GazetteerError,
  ) {
    super('report-scope', `report ${report}: ${why.message}, in its scope "${scope}"`, why.hint);
  }
}

/** Makes the reports of the store those of a sites file; what it does not name is extra, as sites are, or with `prune` stopped. */
export async function applyReports(
  tx: Queryable,
  reports: InventoryReport[],
  prune: boolean,
): Promise<Applied[]> {
  const found = await tx.query<Known>(
    'select name, settings, retired_at is not null as retired from report_schedule order by name',
  );
  const known = new Map(found.rows.map((row) => [row.name, row]));
  const applied: Applied[] = [];
  for (const { name, schedule } of reports) {
    const before = known.get(name);
    known.delete(name);
    await checkScope(tx, name, schedule.scope);
    const settings = canonicalJson(schedule);
    if (before && !before.retired && canonicalJson(before.settings) === settings) {
      applied.push({ name: title(name), effect: 'unchanged' });
      continue;
    }
    // Another time of the day, or one that comes back, counts from when it is told: what was due before is not missed.
    await tx.query(
      `insert into report_schedule (name, settings, since) values ($1, $2, now())
       on conflict (name) do update set settings = excluded.settings, retired_at = null,
         since = case when report_schedule.retired_at is null
           and report_schedule.settings -> 'cron' = excluded.settings -> 'cron'
           and report_schedule.settings -> 'timezone' = excluded.settings -> 'timezone'
           then report_schedule.since else excluded.since end`,
      [name, settings],
    );
    applied.push({ name: title(name), effect: before ? 'changed' : 'added' });
  }
  const extra = [...known.values()].filter(({ retired }) => !retired).map(({ name }) => name);
  if (prune) await tx.query('update report_schedule set retired_at = now() where name = any($1)', [extra]);
  for (const name of extra) applied.push({ name: title(name), effect: prune ? 'removed' : 'extra' });
  return applied;
}

/** Which nodes there are, a source may tell later. */
async function checkScope(tx: Queryable, report: string, scope: string): Promise<void> {
  try {
    await reportScope(tx, scope);
  } catch (error) {
    if (error instanceof UnknownScope) throw new UnknownReportScope(report, scope, error);
    throw error;
  }
}

/** No site can be called so: names have no blanks. */
const title = (name: string) => `report ${name}`;

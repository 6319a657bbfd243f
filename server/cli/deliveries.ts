import { type Command, InvalidArgumentError, Option } from 'commander';
import { listDeliveries, listSchedules } from '../query/deliveries.ts';
import { dayAt } from '../reports/zone.ts';
import type { DeliveryRow, ScheduleRow } from '../routes/schemas/deliveries.ts';
import { withStore } from './open.ts';
import { age, print, table, visible } from './output.ts';

export function deliveriesVerb(program: Command): void {
  const deliveries = program
    .command('deliveries')
    .description('reports that are made regularly: whether they arrived, and which there are')
    .addHelpText(
      'after',
      '\nA sites file says which there are and where they go, see docs/delivery.md.\n\nExample:\n  gazetteer deliveries list --trouble',
    );
  deliveries
    .command('list')
    .description('reports on their way to their receivers, the latest first')
    .option('--schedule <name>', 'of one regular report', '')
    .addOption(
      new Option('--state <state>', 'waiting, done, or failed (given up)')
        .choices(['waiting', 'done', 'failed'])
        .default('', 'any'),
    )
    .option('--trouble', 'only what somebody should look at')
    .option('--limit <rows>', 'rows to show', rows, 50)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExit code 1 when there is none.\n\nExample:\n  gazetteer deliveries list --trouble',
    )
    .action(({ json, limit, trouble, ...filter }: Options) =>
      withStore(async ({ db }) => {
        const only = trouble ? 'trouble' : '';
        const page = await listDeliveries(db, { ...filter, only, limit, after: '' });
        print(json, { items: page.items, total: page.total }, () => deliveriesText(page.items, page.total));
        if (page.total === 0) process.exitCode = 1;
      }),
    );
  deliveries
    .command('schedules')
    .description('reports that are made regularly, and where they go')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExit code 1 when there is none.\n\nExample:\n  gazetteer deliveries schedules')
    .action(({ json }: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const items = await listSchedules(db);
        print(json, items, () => schedulesText(items));
        if (items.length === 0) process.exitCode = 1;
      }),
    );
}

interface Options {
  schedule: string;
  state: string;
  trouble?: boolean;
  limit: number;
  json?: boolean;
}

/** A row for each receiver. */
export function deliveriesText(items: DeliveryRow[], total: number): string {
  if (total === 0) return 'There are none. What is sent, and when: gazetteer deliveries schedules';
  const lines = items.map((row) =>
    [
      row.test ? `${row.schedule} (test)` : row.schedule,
      dayAt(row.timeZone, new Date(row.from)),
      row.report === null ? '-' : String(row.report),
      row.kind === 'report' ? 'to be made' : `${row.kind} ${row.address}`,
      row.busy ? 'under way' : row.state,
      row.triedAt === null ? '-' : `${age(row.triedAt)} ago`,
      row.nextAt === null || row.busy ? '-' : inTime(row.nextAt),
      [row.code, row.message].filter((one) => one !== '').join(': '),
    ].map(visible),
  );
  const shown = table([['SCHEDULE', 'FROM', 'REPORT', 'TO', 'STATE', 'TRIED', 'NEXT', 'ANSWER'], ...lines]);
  const left = total - items.length;
  return left > 0 ? `${shown}\n${left} more; raise --limit.` : shown;
}

function schedulesText(items: ScheduleRow[]): string {
  if (items.length === 0)
    return 'No report is made regularly; a sites file can say so, see docs/delivery.md.';
  const lines = items.map(({ name, scope, cron, timeZone, nextAt, formats, to, trouble, problem }) =>
    (problem !== ''
      ? [name, 'not known', `never: ${problem}`, 'never', '', String(trouble), '']
      : [
          name,
          scope === '' ? 'everything' : scope,
          `${cron} ${timeZone}`,
          nextAt === null ? 'never' : inTime(nextAt),
          formats.join(','),
          trouble === 0 ? 'none' : String(trouble),
          to.join(', ') || 'nobody',
        ]
    ).map(visible),
  );
  return table([['NAME', 'SCOPE', 'WHEN', 'NEXT', 'FORMATS', 'TROUBLE', 'TO'], ...lines]);
}

/** How long until then: an age of now, seen from there. */
function inTime(time: string): string {
  const wait = Date.parse(time) - Date.now();
  return wait <= 0 ? 'now' : `in ${age(new Date().toISOString(), Date.parse(time))}`;
}

function rows(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 1000) return number;
  throw new InvalidArgumentError('It is a number from 1 to 1000.');
}

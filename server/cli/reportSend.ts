import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { pino } from 'pino';
import { audited, commandActor } from '../admin/audited.ts';
import { deliver } from '../delivery/deliver.ts';
import { makeEdition } from '../delivery/edition.ts';
import { orderReport } from '../delivery/order.ts';
import { prepareQueue } from '../jobs/runner.ts';
import { listDeliveries } from '../query/deliveries.ts';
import type { DeliveryRow } from '../routes/schemas/deliveries.ts';
import { deliveriesText } from './deliveries.ts';
import { type Opened, withStore } from './open.ts';
import { Progress, print } from './output.ts';

interface Options {
  schedule: string;
  test?: boolean;
  to: string;
  json?: boolean;
}

/** Longer than making a report and one delivery may take. */
const PATIENCE_MS = 10 * 60_000;

export function reportSendVerb(report: Command): void {
  report
    .command('send')
    .description('make and deliver the last report of a schedule now, or a test, and say how it went')
    .requiredOption('--schedule <name>', 'name of a regular report, from "deliveries schedules"')
    .option('--test', 'a report of its own, marked as a test, to see whether it arrives')
    .option('--to <address>', 'only to this one of its receivers, with --test', '')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Without --test it goes to those who did not get it yet, also where it was given up. It needs no worker; what does not
go now is tried again by workers.

Exit code 1 when it did not reach everybody, or goes to nobody.

Examples:
  gazetteer report send --schedule weekly-alpha --test
  gazetteer report send --schedule weekly-alpha --test --to hpc-support@alpha.example`,
    )
    .action((options: Options, command: Command) => {
      if (options.to !== '' && !options.test) command.error('error: --to goes with --test', { exitCode: 2 });
      return withStore((opened) => send(opened, options));
    });
}

async function send(opened: Opened, { schedule, test = false, to, json }: Options): Promise<void> {
  const { db, url } = opened;
  await prepareQueue(url);
  const deed = { action: 'report send', target: schedule, detail: [test ? 'test' : '', to].join(' ').trim() };
  const edition = await audited(db, commandActor(), deed, () => orderReport(db, { schedule, test, to }));
  const progress = new Progress();
  const rows = await outcome(opened, { schedule, edition }, (text) => progress.update(text)).finally(() =>
    progress.done(),
  );
  print(json, rows, () => deliveriesText(rows, rows.length));
  // Who was to get it may have been taken out meanwhile.
  if (rows.length === 0 || rows.some(({ state }) => state !== 'done')) process.exitCode = 1;
}

/** Does here what workers would do, or waits for those that came first. */
async function outcome(
  opened: Opened,
  asked: { schedule: string; edition: number },
  tell: (text: string) => void,
): Promise<DeliveryRow[]> {
  const until = Date.now() + PATIENCE_MS;
  const surroundings = { ...opened, log: pino({ level: 'silent' }), signal: new AbortController().signal };
  tell('making the report');
  await makeEdition(surroundings, asked.edition);
  for (;;) {
    const rows = await rowsOf(opened, asked);
    const open = rows.filter(({ state, busy, attempts }) => state === 'waiting' && (busy || attempts === 0));
    if (open.length === 0 || Date.now() > until) return rows;
    for (const { id, kind, address } of open) {
      tell(kind === 'report' ? 'making the report' : `to ${address}`);
      // Nothing happens where a worker has it in hand.
      if (kind !== 'report') await deliver(surroundings, id);
    }
    await sleep(200);
  }
}

async function rowsOf({ db }: Opened, { schedule, edition }: { schedule: string; edition: number }) {
  const page = await listDeliveries(db, { schedule, state: '', only: '', limit: 1000, after: '' });
  return page.items.filter((row) => row.edition === edition);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { audited, commandActor } from '../admin/audited.ts';
import { cancelSweep } from '../collect/sweepRow.ts';
import { orderSweep } from '../jobs/orderSweep.ts';
import { prepareQueue } from '../jobs/runner.ts';
import { listSweeps, sweepById } from '../query/sweeps.ts';
import type { Sweep } from '../routes/schemas/places.ts';
import { withStore } from './open.ts';
import { age, Progress, print, table } from './output.ts';

const LISTED = 50;
const LOOK_EVERY = 1000;

export function sweepsVerb(program: Command): void {
  const sweeps = program
    .command('sweeps')
    .description('rounds of visits: list them, watch one that runs')
    .addHelpText('after', '\nExample:\n  gazetteer sweeps list');
  sweeps
    .command('list')
    .description(`the latest ${LISTED} sweeps, newest first`)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer sweeps list')
    .action((options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const { items } = await listSweeps(db, { site: '', cluster: '', limit: LISTED, after: '' });
        print(options.json, items, () => text(items));
      }),
    );
  sweeps
    .command('start')
    .description('have the workers of the service sweep a cluster, and do not wait for it')
    .argument('<site/cluster>', 'the cluster')
    .option('--full', 'read every place again, also what is shown to be unchanged')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nThe service or "gazetteer work" has to run. To collect in this process: gazetteer collect.\n\nExample:\n  gazetteer sweeps start alpha/hpc1',
    )
    .action((cluster: string, options: { full?: boolean; json?: boolean }) =>
      withStore(async ({ db, url, config }) => {
        await prepareQueue(url);
        const full = options.full ?? false;
        const deed = { action: 'sweeps start', target: cluster, detail: full ? 'full' : '' };
        const { sweep: id, workers: count } = await audited(db, commandActor(), deed, () =>
          orderSweep(db, cluster, full, config.dataFolder),
        );
        print(options.json, { sweep: id, workers: count }, () =>
          count > 0
            ? `Sweep ${id} has begun, on ${count} ${count === 1 ? 'worker' : 'workers'}. Follow it with: gazetteer sweeps watch ${id}`
            : `Sweep ${id} waits: no worker runs. Start the service, or: gazetteer work`,
        );
      }),
    );
  sweeps
    .command('cancel')
    .description('end a sweep that runs, of any process or machine; what it stored stays')
    .argument('<id>', 'number of the sweep, from "sweeps list"', sweepNumber)
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  gazetteer sweeps cancel 17')
    .action((id: number, options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const deed = { action: 'sweeps cancel', target: `sweep ${id}` };
        await audited(db, commandActor(), deed, () => cancelSweep(db, id));
        print(options.json, { sweep: id, cancelled: true }, () => `Sweep ${id} ends.`);
      }),
    );
  sweeps
    .command('watch')
    .description('follow a sweep until it ends, also one of another process or machine')
    .argument('<id>', 'number of the sweep, from "sweeps list"', sweepNumber)
    .option('--json', 'as JSON, at the end')
    .addHelpText(
      'after',
      '\nExit code 1 when it was cancelled or interrupted.\n\nExample:\n  gazetteer sweeps watch 17',
    )
    .action((id: number, options: { json?: boolean }) =>
      withStore(async ({ db }) => {
        const progress = new Progress();
        let sweep = await sweepById(db, id);
        while (sweep.state === 'running') {
          progress.update(`${sweep.site}/${sweep.cluster}: ${visited(sweep)}`);
          await sleep(LOOK_EVERY);
          sweep = await sweepById(db, id);
        }
        progress.done();
        print(options.json, sweep, () => text([sweep]));
        if (sweep.state !== 'finished') process.exitCode = 1;
      }),
    );
}

function sweepNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 2147483647) return number;
  throw new InvalidArgumentError('It is a number from the first column of "sweeps list".');
}

function visited({ outcomes, expected }: Sweep): string {
  const done = outcomes.complete + outcomes.partial + outcomes.failed + outcomes.notExpected;
  return `${done} of ${expected}`;
}

function text(sweeps: Sweep[]): string {
  if (sweeps.length === 0) return 'No sweep yet.';
  const header = ['ID', 'CLUSTER', 'STATE', 'VISITED', 'FAILED', 'CHANGES', 'STARTED'];
  const lines = sweeps.map((sweep) => [
    String(sweep.id),
    `${sweep.site}/${sweep.cluster}`,
    sweep.state,
    visited(sweep),
    String(sweep.outcomes.failed),
    String(sweep.changed),
    age(sweep.startedAt),
  ]);
  return table([header, ...lines]);
}

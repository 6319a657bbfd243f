import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { startWorker } from '../jobs/worker.ts';
import { openLog } from '../log.ts';
import { makeFolder } from '../postgres/home.ts';
import { openStore } from './open.ts';

export function workVerb(program: Command): void {
  program
    .command('work')
    .description('take jobs: visit nodes beside the service, on this machine or another one')
    .option('--parallel <nodes>', 'nodes visited at once (GAZETTEER_PARALLEL, else 64)', positive)
    .addHelpText(
      'after',
      `
Any number of workers share the sweeps of one database. On another machine than the service, DATABASE_URL names it, and the
keys and known_hosts files that the sites file names are needed there as well. What it does goes to gazetteer-work.log in the
data folder. End it with Ctrl-C or SIGTERM: others go on with what it had begun.

Examples:
  gazetteer work
  DATABASE_URL=postgres://gazetteer@db.example/gazetteer gazetteer work --parallel 128`,
    )
    .action(async (options: { parallel?: number }) => {
      const stopped = new Promise<void>((resolve) => {
        process.on('SIGINT', resolve).on('SIGTERM', resolve).on('SIGHUP', resolve);
      });
      const { config, db, url, keepDatabase, close } = await openStore();
      const { dataFolder } = config;
      makeFolder(dataFolder);
      const dest = join(dataFolder, 'gazetteer-work.log');
      const log = openLog(dest, config.logLevel);
      keepDatabase((error) => log.warn({ error }, 'the embedded Postgres had ended'));
      const parallel = options.parallel ?? (config.parallel || 64);
      const worker = await startWorker({ db, url, log, dataFolder, parallel, config });
      console.log(`Worker ${worker.id} takes jobs, up to ${parallel} nodes at once; its log is ${dest}`);
      await stopped;
      await worker.stop();
      await close();
    });
}

function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 1000) return number;
  throw new InvalidArgumentError('It is a number from 1 to 1000.');
}

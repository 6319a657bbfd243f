import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { startService } from '../serve.ts';

/** Everything must have stopped by then, whatever hangs. */
const STOP_LIMIT = 4800;
const TELL_AFTER = 1000;
const LATE = 500;
/** As a shell tells it: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

export function serveVerb(program: Command): void {
  program
    .command('serve')
    .description(
      'run the service: pages, API, database and jobs; collects this machine at start, and prints a sign-in link',
    )
    .addHelpText(
      'after',
      `
Settings (environment):
  GAZETTEER_HOST   address to listen on (127.0.0.1)
  GAZETTEER_PORT   port (7311)
  GAZETTEER_DATA   data folder (data/ in this installation)
  GAZETTEER_PARALLEL  nodes visited at once by its jobs (64); 0 leaves them to "gazetteer work"
  GAZETTEER_NAMES  names of this installation's own (names.yaml in the data folder), see docs/names.md
  DATABASE_URL     a Postgres 15 or later to use instead of the embedded one

Examples:
  npm start
  GAZETTEER_PORT=8080 GAZETTEER_DATA=/srv/gazetteer npm start`,
    )
    .action(async () => {
      let stopping = false;
      let started = false;
      const notStarted = () => {
        console.error('Stopped before it had started.');
        process.exitCode = INTERRUPTED;
      };
      const starting = startService(process.env, (line) => {
        // Who has told it to stop wants no address to open.
        if (stopping) return;
        started = true;
        console.log(line);
      });
      const stopped = new Promise<void>((resolve, reject) => {
        const stop = () => {
          // A terminal sends the signal to npm and to this process, which then arrives twice.
          if (stopping) return;
          stopping = true;
          setTimeout(() => {
            if (!started) notStarted();
            process.exit(process.exitCode ?? 1);
          }, STOP_LIMIT).unref();
          setTimeout(() => console.log('Stopping what is under way ...'), TELL_AFTER).unref();
          starting.then((service) => service.stop()).then(resolve, reject);
        };
        process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
      });
      // The same is thrown below.
      stopped.catch(() => {});
      try {
        await starting;
      } catch (error) {
        // A terminal sends the signal to every process: that it ended one may be heard of before it arrives here.
        if (!stopping) await sleep(LATE);
        if (!stopping || started) throw error;
        notStarted();
        return;
      }
      await stopped;
      if (!started) notStarted();
    });
}

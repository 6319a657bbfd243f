import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { commandActor } from './admin/audited.ts';
import { createKey, LINK_SECONDS } from './admin/keys.ts';
import { signInAddress } from './admin/signInAddress.ts';
import { appOf } from './app.ts';
import { type Opened, openStore } from './cli/open.ts';
import { collectHere } from './collect/here.ts';
import { configFrom } from './config.ts';
import { ANSWER_MS } from './context.ts';
import { codeOf, GazetteerError, messageOf } from './errors.ts';
import { prepareQueue } from './jobs/runner.ts';
import { startWorker } from './jobs/worker.ts';
import { openLog } from './log.ts';
import { makeFolder } from './postgres/home.ts';
import { openDatabase } from './store/database.ts';
import { watchNames } from './watchNames.ts';

export interface Service {
  /** Where it answers, as a person types it. */
  address: string;
  /** Resolves when this machine was collected, or could not be. */
  collected: Promise<void>;
  /** Stops everything in order: requests, collection, database. */
  stop: () => Promise<void>;
}

/**
 * Starts pages, API and database, then collects this machine in the background. The port is taken
 * first, so that a second start fails at once and before it touches the database.
 */
export async function startService(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Service> {
  const config = configFrom(env);
  let answer: RequestListener = (_, response) => {
    response
      .writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' })
      .end('Gazetteer is starting.\n');
  };
  const server = createServer((request, response) => answer(request, response));
  const port = await listen(server, config.host, config.port);
  let opened: Opened | undefined;
  let log: Logger;
  try {
    makeFolder(config.dataFolder);
    log = openLog(join(config.dataFolder, 'gazetteer.log'), config.logLevel);
    opened = await openStore(env);
  } catch (error) {
    await closeServer(server);
    throw error;
  }
  const { db, url, migrations, reread, keepDatabase, close } = opened;
  if (migrations.length > 0) log.info({ migrations }, 'the database was brought to this version');
  if (reread > 0) log.info({ documents: reread }, 'offerings were named anew');
  const unwatchNames = watchNames(env, config.dataFolder, db, log);
  keepDatabase((error) => {
    if (error === undefined) log.warn('the embedded Postgres had ended and was started again');
    else log.error({ error }, 'the embedded Postgres has ended and could not be started again');
  });
  const reading = openDatabase(url, { statementMs: ANSWER_MS });
  answer = appOf({ config, db, reading, log });
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}/`;
  log.info({ address }, 'ready');
  say(`Gazetteer is at ${address}`);
  const { key } = await createKey(db, 'link', commandActor().who, LINK_SECONDS);
  say(`To change something there, sign in within an hour: ${signInAddress(address)(key)}`);
  const { dataFolder, parallel } = config;
  // A sweep that somebody starts on a page waits for workers elsewhere.
  if (parallel === 0) await prepareQueue(url);
  const worker = parallel === 0 ? null : startWorker({ db, url, log, dataFolder, parallel, config });
  // Pages do without; what was due is done by another worker, or after the next start.
  worker?.catch((error: unknown) => log.error({ error }, 'no jobs are taken'));
  const abort = new AbortController();
  const collected = collectHere(db, abort.signal).then(say, (error: unknown) => {
    if (abort.signal.aborted) return;
    log.error({ error }, 'this machine could not be collected');
    say(`This machine could not be collected: ${messageOf(error)}`);
  });
  return {
    address,
    collected,
    stop: async () => {
      abort.abort();
      await unwatchNames();
      await closeServer(server);
      await worker?.then(
        (one) => one.stop(),
        () => {},
      );
      await collected;
      await reading.close();
      await close();
      log.info('stopped');
    },
  };
}

const LISTEN_ERRORS: Record<string, (host: string, port: number) => [message: string, hint: string]> = {
  EADDRINUSE: (host, port) => [
    `port ${port} on ${host} is in use`,
    'Gazetteer may be running already; otherwise set GAZETTEER_PORT to a free port',
  ],
  EACCES: (_, port) => [`this account may not use port ${port}`, 'Set GAZETTEER_PORT to a port above 1023'],
  EADDRNOTAVAIL: (host) => [
    `this machine has no address ${host}`,
    'Set GAZETTEER_HOST to one of its own, or leave it out for 127.0.0.1',
  ],
  ENOTFOUND: (host) => [`the name ${host} is not known`, 'Set GAZETTEER_HOST to an address of this machine'],
};

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const known = LISTEN_ERRORS[codeOf(error)]?.(host, port);
      reject(known ? new GazetteerError('listen', ...known) : error);
    });
    server.listen(port, host, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound ? bound.port : port);
    });
  });
}

/** Lets running answers end for half a second, then cuts them. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), 500);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

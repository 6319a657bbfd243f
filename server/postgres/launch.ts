import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { GazetteerError } from '../errors.ts';
import { noSpace } from '../store/fullDisk.ts';
import type { Home } from './home.ts';
import { answers } from './postmaster.ts';
import { sleep } from './processes.ts';
import { lastLine, plainEnvironment } from './settings.ts';

const LOG_LIMIT = 10 * 1024 * 1024;

/**
 * Starts Postgres on the port it had before, where that is free: a service that lost it finds it again
 * by itself. Resolves with the port once it answers.
 */
export async function launch(home: Home): Promise<number> {
  const portFile = join(home.folder, 'port');
  const logFile = join(home.folder, 'postgres.log');
  for (let tries = 0; tries < 3; tries += 1) {
    const port = await freePort(tries === 0 ? portBefore(portFile) : 0);
    if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT) truncateSync(logFile);
    const log = openSync(logFile, 'a', 0o600);
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'wal_level=minimal',
      'max_wal_senders=0',
      'jit=off',
      'log_min_messages=warning',
      'max_connections=60',
    ];
    const child = spawn(
      home.binaries.postgres,
      ['-D', home.cluster, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
      {
        ...home.account,
        cwd: '/',
        detached: true,
        stdio: ['ignore', log, log],
        env: plainEnvironment(),
      },
    );
    closeSync(log);
    let failure: string | undefined;
    child.on('error', (error) => {
      failure = error.message;
    });
    child.on('exit', (code) => {
      failure ??= `exit code ${code}`;
    });
    child.unref();
    for (
      const deadline = Date.now() + 60_000;
      failure === undefined && Date.now() < deadline;
      await sleep(25)
    ) {
      if (!(await answers(home, port))) continue;
      writeFileSync(portFile, String(port), { mode: 0o600 });
      return port;
    }
    const text = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
    const said = lastLine(text);
    // strerror(3) of ENOSPC and EDQUOT; the last lines say no more than that it gave up.
    const full = /^.*(?:No space left on device|Disk quota exceeded).*$/m.exec(text.slice(-2000))?.[0];
    if (full !== undefined) throw noSpace(full, home.cluster);
    if (tries === 2 || !/address already in use|could not bind/i.test(said)) {
      throw new GazetteerError(
        'postgres-start',
        `the embedded Postgres did not start: ${said || failure || 'no answer within a minute'}`,
        `See ${logFile}`,
      );
    }
  }
  throw new GazetteerError('postgres-start', 'the embedded Postgres did not start');
}

/** 0 when there was none. */
function portBefore(file: string): number {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port > 1023 && port < 65536 ? port : 0;
  } catch {
    return 0;
  }
}

/** A port that nobody listens on: the wanted one if it is free. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

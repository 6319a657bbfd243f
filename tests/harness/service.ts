import { once } from 'node:events';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { appOf } from '../../server/app.ts';
import { configFrom } from '../../server/config.ts';
import type { Database } from '../../server/store/database.ts';

export interface Service {
  /** An address below /api/v1. */
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** The JSON there. Answers are what a test looks at, so they have no type here. */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  get: (path: string) => Promise<any>;
  close: () => Promise<void>;
}

/** Pages and API on a real port of this process. */
export async function startService(db: Database, env: NodeJS.ProcessEnv = {}): Promise<Service> {
  const server = createServer(appOf({ config: configFrom(env), db, log: pino({ level: 'silent' }) }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}/api/v1${path}`, init);
  return {
    fetch: ask,
    get: async (path) => (await ask(path)).json(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

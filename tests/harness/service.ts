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
  /** `http://127.0.0.1:<port>` */
  origin: string;
  close: () => Promise<void>;
}

/** Pages and API on a real port of this process. */
export async function startService(
  db: Database,
  env: NodeJS.ProcessEnv = {},
  /** Folder of the built pages; the usual one unless told. */
  pages?: string,
  reading = db,
): Promise<Service> {
  const context = { config: configFrom(env), db, reading, log: pino({ level: 'silent' }) };
  const server = createServer(appOf(context, pages));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  const ask = (path: string, init?: RequestInit) => fetch(`${origin}/api/v1${path}`, init);
  return {
    origin,
    fetch: ask,
    get: async (path) => (await ask(path)).json(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

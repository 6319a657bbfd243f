import type { Database } from '../../server/store/database.ts';
import { startService } from '../harness/service.ts';
import { launchBrowser, openPage, type View, type Watched } from './browser.ts';
import { builtPages } from './built.ts';

/** The built pages on the service's own answers, and a browser. */
export interface Served {
  address: string;
  open: (path: string, view?: View) => Promise<Watched>;
  close: () => Promise<void>;
}

export async function servePages(db: Database, env: NodeJS.ProcessEnv = {}): Promise<Served> {
  const service = await startService(db, env, await builtPages());
  const browser = await launchBrowser();
  return {
    address: service.origin,
    open: (path, view = {}) => openPage(browser, service.origin, path, view),
    close: async () => {
      await browser.close();
      await service.close();
    },
  };
}

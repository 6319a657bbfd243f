import { join } from 'node:path';
import { home } from './prepare.js';

/** Runs a TypeScript module of this checkout: Node 20 cannot by itself, and Vite is here already. */
export async function runModule(path) {
  const { createServer } = await import('vite');
  const vite = await createServer({
    root: home,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    await vite.ssrLoadModule(join(home, path));
  } finally {
    await vite.close();
  }
}

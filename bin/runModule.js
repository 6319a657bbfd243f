import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { home } from './prepare.js';

/** The service as it is built and shipped, so that a bench times that and not what Vite makes of its sources. */
const built = {
  name: 'gazetteer-built',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    const from = join(home, 'server/');
    if (!found?.id.startsWith(from) || !found.id.endsWith('.ts')) return null;
    const file = join(home, 'dist/server', `${found.id.slice(from.length, -'.ts'.length)}.js`);
    return existsSync(file) ? { id: pathToFileURL(file).href, external: true } : null;
  },
};

/** Runs a TypeScript module of this checkout: Node 20 cannot by itself, and Vite is here already. */
export async function runModule(path, { ofBuilt = false } = {}) {
  const { createServer } = await import('vite');
  const vite = await createServer({
    root: home,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    plugins: ofBuilt ? [built] : [],
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    await vite.ssrLoadModule(join(home, path));
  } finally {
    await vite.close();
  }
}
